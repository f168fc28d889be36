import Foundation
import Wire

/// All that is known of streams as one line of JSON: the time in seconds since the Unix epoch (`clock`), and of each
/// stream, sorted by name, its newest statistics in the schema's JSON mapping with their age in seconds.
package func statisticsLine(_ known: Knowledge, at time: Double, clock: Double) -> String {
  let streams = known.streams.values.sorted { $0.name < $1.name }.map { stream in
    let text = String(decoding: encodeStats(stream.stats, as: .json), as: UTF8.self)
    // A stream has a name, so the object is not empty.
    return text.dropLast() + String(format: ",\"age_s\":%.3f}", stream.age(at: time))
  }
  return String(format: "{\"time\":%.3f,\"streams\":[", clock) + streams.joined(separator: ",") + "]}"
}
