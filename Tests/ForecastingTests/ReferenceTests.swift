import Foundation
import Forecasting
import Testing

/// The mixture and its experts against the Python reference, tick by tick: what `Scripts/test-system reference` runs.
@Suite(.enabled(if: Reference.folder != nil, "only Scripts/test-system reference makes its numbers"))
struct ReferenceTests {
  /// The largest relative difference between two forecasts' displacements from the newest position.
  private func difference(_ ours: [Matrix<Double>], _ theirs: Numbers, _ positions: [[Double]]) -> Double {
    var largest = 0.0
    for (n, forecast) in ours.enumerated() {
      for row in 0..<forecast.rows {
        for c in 0..<forecast.columns {
          let expected = theirs[n, row, c]
          largest = max(largest, abs(forecast[row, c] - expected) / max(1, abs(expected - positions[n][c])))
        }
      }
    }
    return largest
  }

  @Test(arguments: Reference.recordings)
  func expertsThatDrawNoNumbers(recording: String) throws {
    let reference = try Reference(recording)
    for (index, model) in [(0, Model.persistence), (1, .mean), (3, .analogue), (4, .localRidge)] {
      let ours = forecasts(of: reference.positions) {
        makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: $0)
      }
      let largest = difference(ours, try reference.expert(index), reference.positions)
      print("\(recording) \(model.rawValue): largest relative difference \(largest)")
      #expect(largest < 1e-9, "\(model)")
    }
  }

  /// With the reference's weights and signs. Its learning feeds roundings back, which grow with the ticks.
  @Test(arguments: Reference.recordings)
  func networkAndMixture(recording: String) throws {
    let reference = try Reference(recording)
    let recipe = HyperParameters(experts: [.persistence, .mean, .uoro, .analogue, .localRidge])
    let network = forecasts(of: reference.positions) { reference.network($0) }
    let mixture = forecasts(of: reference.positions) { context in
      makeMixture(recipe, context, settings: .recipe) { $0 == .uoro ? reference.network(context) : nil }
    }
    for (name, ours, theirs) in [
      ("uoro", network, try reference.expert(2)), ("mixture", mixture, try reference.mixture),
    ] {
      for span in [100..<300, 300..<ours.count] {
        let largest = difference(
          Array(ours[span]), theirs.dropping(span.lowerBound), Array(reference.positions[span]))
        print("\(recording) \(name), ticks \(span): largest relative difference \(largest)")
        #expect(largest < (span.lowerBound == 100 ? 1e-9 : 1e-6), "\(name)")
      }
    }
  }
}

/// An array of numbers with three indices.
private struct Numbers {
  var values: ArraySlice<Double>
  var offset = 0
  var tickStride: Int
  let columns: Int

  subscript(n: Int, row: Int, c: Int) -> Double {
    values[values.startIndex + offset + n * tickStride + row * columns + c]
  }

  func dropping(_ ticks: Int) -> Numbers {
    var result = self
    result.offset += ticks * tickStride
    return result
  }
}

/// What the reference has forecast of one recording.
private struct Reference {
  let positions: [[Double]]
  private let recording: String
  private let shape: [Int]

  static let folder = ProcessInfo.processInfo.environment["MARKERCAST_REFERENCE"].map { URL(filePath: $0) }

  static let recordings: [String] = {
    guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
      return []
    }
    return files.filter { $0.hasSuffix(".shape") }.map { String($0.dropLast(6)) }.sorted()
  }()

  init(_ recording: String) throws {
    self.recording = recording
    positions = try Recordings.load(recording)
    shape = try Self.read(recording, "shape").map { Int($0) }
  }

  var mixture: Numbers {
    get throws {
      Numbers(values: try read("mixture")[...], tickStride: shape[2] * shape[1], columns: shape[1])
    }
  }

  func expert(_ index: Int) throws -> Numbers {
    let size = shape[2] * shape[1]
    return Numbers(
      values: try read("experts")[...], offset: index * size, tickStride: shape[3] * size, columns: shape[1])
  }

  /// The default network with the reference's first weights and its signs, in `Double`.
  func network(_ context: ForecasterContext) -> any Forecaster {
    makePlainUORO(
      HyperParameters(hidden: 80, learningRate: 2e-4, clip: 10), context,
      weights: rows("uoro-weights", columns: shape[6]),
      signs: Signs(recorded: rows("uoro-signs", columns: shape[5])))
  }

  private func rows(_ name: String, columns: Int) -> Matrix<Double> {
    let values = (try? read(name)) ?? []
    return matrix(stride(from: 0, to: values.count, by: columns).map { Array(values[$0..<$0 + columns]) })
  }

  private func read(_ name: String) throws -> [Double] { try Self.read(recording, name) }

  private static func read(_ recording: String, _ name: String) throws -> [Double] {
    let data = try Data(contentsOf: folder!.appending(path: "\(recording).\(name)"))
    return data.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
  }
}
