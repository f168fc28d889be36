import Foundation
import MarkerMotion
import Recordings

/// The bytes, parted by zeros, are the files of up to three markers.
func checkRecordings(_ bytes: UnsafeRawBufferPointer) throws {
  let folder = try Folder()
  let files = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)
  for (name, file) in zip(["a", "b", "c"], files) { try folder.write(file, "r-\(name)-1.csv") }
  let recording: Recording
  do {
    recording = try Recording(path: folder.path("r"))
  } catch let error as RecordingError {
    try demand(!error.description.contains { $0.isNewline }, "a reason of several lines")
    return
  }
  try demand(!recording.frames.isEmpty, "a recording without frames")
  try demand(Set(recording.markers).count == recording.markers.count, "a marker that is there twice")
  for frame in recording.frames {
    try demand(frame.markers.map(\.name).sorted() == recording.markers, "a frame of other markers")
    for case let place? in frame.markers.map(\.position) {
      try demand((0..<3).allSatisfy { place[$0].isFinite }, "a place that is not finite")
    }
  }
  // JSON has no number that is not finite, and refuses it.
  _ = try JSONEncoder().encode(Inspection(recording))
  do {
    try recording.write(to: folder.path("again.csv"))
  } catch is RecordingError { return }
  let again = try Recording(path: folder.path("again.csv"))
  try demand(again.frames.map(\.stamp) == recording.frames.map(\.stamp), "written, its times are others")
  // Markers may have been renamed, but keep their order where none was.
  guard again.markers == recording.markers else { return }
  for (old, new) in zip(recording.frames, again.frames) {
    let places = old.markers.sorted { $0.name < $1.name }
    try demand(places == new.markers.sorted { $0.name < $1.name }, "written, \(old) is \(new)")
  }
}

/// A folder that is gone afterwards, in memory where there is such a place.
final class Folder {
  private let url: URL

  init() throws {
    let memory = "/dev/shm"
    let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    url = URL(filePath: parent).appending(path: "markercast-fuzz-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func path(_ name: String) -> String { url.appending(path: name).path }

  func write(_ bytes: some Sequence<UInt8>, _ name: String) throws {
    try Data(bytes).write(to: URL(filePath: path(name)))
  }
}
