import Archiving

/// How far the forecasts of one model and horizon were from the truth that arrived.
public struct Accuracy: Hashable, Sendable {
  /// Errors counted, one for each marker and forecast.
  public private(set) var count = 0
  /// The largest error, in mm.
  public private(set) var largest = 0.0

  private var sum = 0.0
  private var squares = 0.0
  private var recentSquares = 0.0
  private var recentWeight = 0.0

  /// Nothing counted.
  public init() {}

  /// The root mean square 3-D error in mm; nil before the first.
  public var rmse: Double? { count > 0 ? (squares / Double(count)).squareRoot() : nil }

  /// The mean 3-D error in mm; nil before the first.
  public var mae: Double? { count > 0 ? sum / Double(count) : nil }

  /// The root mean square error with exponentially fading weight, about the last minute, in mm.
  public var recentRMSE: Double? {
    recentWeight > 0 ? (recentSquares / recentWeight).squareRoot() : nil
  }

  /// Counts an error (mm).
  mutating func add(_ error: Double) {
    count += 1
    sum += error
    squares += error * error
    largest = max(largest, error)
    recentSquares += error * error
    recentWeight += 1
  }

  /// Lets what was counted as recent fade by `factor`, once a tick.
  mutating func fade(by factor: Double) {
    recentSquares *= factor
    recentWeight *= factor
  }
}

/// The accuracy of one model at every asked horizon.
public struct ModelAccuracy: Hashable, Sendable {
  /// The model's name.
  public var model: String
  /// The horizons in seconds, ascending.
  public var seconds: [Double]
  /// One for each horizon.
  public var accuracies: [Accuracy]
}

extension Accuracy {
  mutating func transfer(with archive: inout Archive) {
    archive.transfer(count: &count)
    archive.transfer(&largest)
    archive.transfer(&sum)
    archive.transfer(&squares)
    archive.transfer(&recentSquares)
    archive.transfer(&recentWeight)
    if ![largest, sum, squares, recentSquares, recentWeight].allSatisfy(\.isFinite) {
      archive.refuse("its errors are no numbers")
    }
  }
}
