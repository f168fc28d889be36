import Foundation
import MarkerMotion
import Wire

/// Frames and a forecast as the live page takes them: short, since there are thirty a second.
struct MotionText {
  private(set) var bytes: [UInt8] = []

  init(_ frames: [Frame], _ newest: (forecast: Forecast, envelope: ForecastEnvelope)?) {
    var names = Set(frames.flatMap { $0.markers.map(\.name) })
    for horizon in newest?.forecast.horizons ?? [] { names.formUnion(horizon.markers.map(\.name)) }
    let markers = names.sorted()
    bytes.reserveCapacity(200 + 40 * markers.count * (frames.count + (newest?.forecast.horizons.count ?? 0)))
    add("{\"markers\":")
    add(json: markers)
    add(",\"frames\":")
    addList(frames) { text, frame in
      text.add("[")
      text.add(frame.stamp)
      for name in markers { text.add(frame.markers.first { $0.name == name }?.position) }
      text.add("]")
    }
    if let newest { add(newest.forecast, newest.envelope, markers) }
    add("}")
  }

  private mutating func add(_ forecast: Forecast, _ envelope: ForecastEnvelope, _ markers: [String]) {
    add(",\"forecast\":{\"stamp_s\":")
    add(forecast.stamp)
    add(",\"state\":\"\(forecast.state.name)\",\"conditions\":")
    add(json: forecast.conditions.names)
    add(
      ",\"latency_s\":\(envelope.latency),\"within_budget\":\(envelope.isWithinBudget),\"tick\":\(forecast.tick)"
    )
    if let age = envelope.sampleAge { add(",\"sample_age_s\":\(age)") }
    if let learned = forecast.learnedThrough { add(",\"learned_through\":\(learned)") }
    add(",\"coverages\":")
    add(json: forecast.coverages)
    add(",\"horizons\":")
    addList(forecast.horizons) { text, horizon in
      text.add("[\(horizon.seconds)")
      for name in markers {
        let marker = horizon.markers.first { $0.name == name }
        text.add(marker?.position)
        text.add(",")
        text.add(marker?.radius)
      }
      text.add("]")
    }
    add("}")
  }

  private mutating func addList<Element>(_ elements: [Element], _ add: (inout MotionText, Element) -> Void) {
    self.add("[")
    for (i, element) in elements.enumerated() {
      if i > 0 { self.add(",") }
      add(&self, element)
    }
    self.add("]")
  }

  private mutating func add(_ text: String) { bytes += text.utf8 }

  private mutating func add(json value: some Encodable) {
    // Texts and finite numbers can always be encoded.
    bytes += try! JSONEncoder().encode(value)
  }

  /// Seconds, to a tenth of a millisecond.
  private mutating func add(_ stamp: Stamp) {
    addRounded(Double(stamp.nanoseconds / 100_000) / 1e4, per: 10_000)
  }

  private mutating func add(_ position: Position?) {
    for axis in 0..<3 {
      add(",")
      add(position?[axis])
    }
  }

  /// Millimetres, to a micrometre.
  private mutating func add(_ length: Double?) {
    guard let length, length.isFinite else { return add("null") }
    addRounded(length, per: 1000)
  }

  /// A number to a thousandth, or what else `scale`, a power of ten, says; without an exponent.
  private mutating func addRounded(_ value: Double, per scale: UInt64) {
    guard let whole = Int64(exactly: (value * Double(scale)).rounded()) else { return add("null") }
    let (quotient, remainder) = whole.magnitude.quotientAndRemainder(dividingBy: scale)
    if whole < 0 { add("-") }
    add("\(quotient)")
    guard remainder > 0 else { return }
    // The one in front keeps the zeros.
    add("." + "\(scale + remainder)".dropFirst())
  }
}
