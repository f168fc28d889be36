import ArgumentParser
import Evaluation
import Forecasting
import Foundation
import Recordings
import Service

/// `markercast evaluate --recorded`.
extension Evaluate {
  /// The most marker positions that a page of recorded forecasts holds.
  private static let mostTraced = 4_000_000

  /// Throws where something is asked for that what was published has of its own, or that it does not give.
  func checkRecorded() throws {
    try check(recordings.count <= 1, "--recorded takes its frames from one recording at most")
    for (flag, isGiven) in [
      ("suite", robustness.suite), ("model", model != nil), ("protocol", evaluated != .causal),
      ("horizon-ticks", horizonTicks != nil), ("runs", runs != 1), ("seed", seed != 1),
      ("coverage", coverage.elements != SessionConfiguration().coverages), ("forecasts", forecasts != nil),
      ("timing", timing), ("perturb-after", perturbAfter != nil), ("preset", models.preset != .standard),
      ("parameters", models.parameters != nil), ("experts", models.experts != nil),
    ] {
      try check(!isGiven, "--recorded scores what was published as it is: leave out --\(flag)")
    }
    try check(
      models.flags.named.isEmpty, "--recorded scores what was published as it is: leave out models' flags")
  }

  func runRecorded(_ path: String) throws {
    let options = published
    try checkWritable(json, csv, report, options.percentiles)
    let library = try report.map { _ in try chartLibrary() }
    let file = try RecordedFile(path: path, only: options.stream)
    guard !file.streams.isEmpty else {
      throw Failure(.badData, nothing(in: path))
    }
    let scorers = try scorers(of: file, path)
    let evaluation = RecordedEvaluation(
      file.streams, scorers, testFrom: testFrom ?? 1, traced: report == nil ? 0 : Self.mostTraced)
    if let json { try save(try evaluation.json(), to: json) }
    if let csv { try save(Data(evaluation.result.csv().utf8), to: csv) }
    if let percentiles = options.percentiles {
      try save(Data(file.latency.percentileText.utf8), to: percentiles)
    }
    if let report, let library {
      try save(Data(try Report(evaluation).html(chartLibrary: library).utf8), to: report)
    }
    print(RecordedText(file, evaluation).description)
  }

  private func nothing(in path: String) -> String {
    published.stream.map { "\(path) holds no messages of stream \($0): inspect \(path) tells its streams" }
      ?? "\(path) holds no messages of a stream: record while frames and forecasts come"
  }

  /// Scorers that have seen all of the file, of those streams that have frames and forecasts.
  private func scorers(of file: RecordedFile, _ path: String) throws -> [RecordedScorer] {
    let truth = try recordings.first.map { try Recording(path: $0) }
    let owner = try truth.map { try self.owner(of: $0, in: file) }
    let courses = file.streams.filter { ($0.frames > 0 || $0.stream == owner) && !$0.horizons.isEmpty }
    var scorers: [String: RecordedScorer] = [:]
    for course in courses {
      let chosen = course.horizons.filter { horizons?.elements.contains($0) ?? true }
      let markers = Set(course.markers).union(course.stream == owner ? truth?.markers ?? [] : []).sorted()
      guard let rate = rate ?? (course.stream == owner ? truth?.rate : course.rate) else { continue }
      let rows = max(1, 2 * chosen.count * markers.count)
      scorers[course.stream] = RecordedScorer(
        .init(
          name: course.stream, markers: markers, horizons: chosen, coverages: course.coverages, rate: rate),
        testFrom: testFrom ?? 1,
        traced: report == nil ? 0 : Self.mostTraced / courses.count / rows)
    }
    guard !scorers.isEmpty else { return [] }
    var rest = truth?.frames[...] ?? []
    try RecordedFile.read(path) { stream, item in
      switch item {
      case .frame(let frame): if stream != owner { scorers[stream]?.take(frame) }
      case .forecast(let forecast, _):
        while stream == owner, let frame = rest.first, frame.stamp <= forecast.stamp {
          scorers[stream]?.take(frame)
          rest.removeFirst()
        }
        scorers[stream]?.take(forecast)
      case .statistics: break
      }
    }
    if let owner { for frame in rest { scorers[owner]?.take(frame) } }
    return courses.compactMap { course in
      scorers[course.stream]?.finish()
      return scorers[course.stream]
    }
  }

  /// The stream that a recording is of: the only one, or the one that is called like it.
  private func owner(of recording: Recording, in file: RecordedFile) throws -> String {
    if file.streams.count == 1 { return file.streams[0].stream }
    guard file.streams.contains(where: { $0.stream == recording.name }) else {
      throw Failure(
        .badData,
        "of several streams none is called \(recording.name): say whose frames these are with --stream")
    }
    return recording.name
  }
}
