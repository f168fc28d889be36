import Histogram
import Wire

/// How long something takes: every value is kept in an HDR histogram, so that the tail is as true as the middle.
///
/// Holds values up to an hour to two significant digits or a microsecond (Tene, hdrhistogram.org); recording is O(1)
/// and allocates nothing.
package struct DurationMeter: Sendable {
  // Finer would cost time and memory: a percentile is found by counting up from the smallest value, and a stream has
  // half a dozen meters of 25 kB each; of three digits they would take 200 kB.
  private static let lowest: UInt64 = 1000
  private static let highest: UInt64 = 3_600_000_000_000
  private var histogram = Histogram<UInt64>(
    lowestDiscernibleValue: lowest, highestTrackableValue: highest, numberOfSignificantValueDigits: .two)

  /// Nothing counted.
  package init() {}

  /// Counts a duration; longer than an hour is held at an hour.
  package mutating func record(nanoseconds: UInt64) {
    _ = histogram.record(min(max(nanoseconds, 1), Self.highest))
  }

  /// Counts all that `other` has counted.
  mutating func add(_ other: DurationMeter) {
    histogram.add(other.histogram)
  }

  /// How many there are in each of the ranges from one bound, in nanoseconds, to the next; the bounds grow.
  func counts(upTo bounds: [UInt64]) -> [UInt64] {
    var counts = bounds.map { _ in 0 as UInt64 }
    for entry in histogram.recordedValues() {
      if let i = bounds.firstIndex(where: { entry.value <= $0 }) { counts[i] += entry.count }
    }
    return counts
  }

  /// Every value that occurred, as the longest that counts as equal, ascending, and how often it did.
  var message: Markercast_V1_DurationCounts {
    .with {
      for entry in histogram.recordedValues() {
        $0.valueNs.append(entry.value)
        $0.count.append(entry.count)
      }
    }
  }

  /// The percentiles so far as the plotters of HDR histograms read them, in microseconds.
  package var percentileText: String {
    var text = ""
    histogram.outputPercentileDistribution(to: &text, outputValueUnitScalingRatio: 1000)
    return text
  }

  /// The percentiles so far, in seconds.
  package var percentiles: DurationPercentiles {
    guard histogram.totalCount > 0 else { return DurationPercentiles() }
    func seconds(at percentile: Double) -> Double {
      Double(min(histogram.valueAtPercentile(percentile), histogram.maxRecorded)) / 1e9
    }
    return DurationPercentiles(
      count: histogram.totalCount, p50: seconds(at: 50), p90: seconds(at: 90), p99: seconds(at: 99),
      p999: seconds(at: 99.9), max: Double(histogram.maxRecorded) / 1e9)
  }
}

/// Percentiles of a duration, in seconds.
public struct DurationPercentiles: Codable, Hashable, Sendable {
  /// Values counted.
  public var count: UInt64 = 0
  /// The median.
  public var p50 = 0.0
  /// The 90th percentile.
  public var p90 = 0.0
  /// The 99th percentile.
  public var p99 = 0.0
  /// The 99.9th percentile.
  public var p999 = 0.0
  /// The longest.
  public var max = 0.0

  /// These percentiles of `count` values.
  package init(
    count: UInt64 = 0, p50: Double = 0, p90: Double = 0, p99: Double = 0, p999: Double = 0, max: Double = 0
  ) {
    (self.count, self.p50, self.p90) = (count, p50, p90)
    (self.p99, self.p999, self.max) = (p99, p999, max)
  }

  var message: Markercast_V1_Percentiles {
    .with {
      $0.count = count
      $0.p50 = p50
      $0.p90 = p90
      $0.p99 = p99
      $0.p999 = p999
      $0.max = max
    }
  }
}
