import Archiving
import Forecasting
import MarkerMotion
import Testing

/// A session that takes over what another had become goes on as that one does, to the bit.
@Suite struct SessionSnapshotTests {
  /// Breathing with all that happens to streams: gaps, dropped and late frames, markers out of sight, a far jump, a pause, another
  /// subject with other markers.
  private func frames(_ rate: Double) -> [Frame] {
    var frames = BreathingFrames(rate: rate).frames(Int(32 * rate))
    var others = BreathingFrames(rate: rate, markers: ["x", "y"], seed: 9).frames(Int(16 * rate))
    for i in others.indices {
      others[i].stamp = others[i].stamp.advanced(by: 40)
      others[i].session = "another"
    }
    func at(_ seconds: Double) -> Int { Int(seconds * rate) }
    for i in at(17)..<at(17.4) { frames[i].markers[1].position = nil }
    for i in at(19)..<at(20) { frames[i].markers[2].position = nil }
    frames[at(21)].markers[0].position! += [400, 0, 0]
    for i in frames.indices.dropFirst(at(23)) { frames[i].stamp = frames[i].stamp.advanced(by: 3) }
    frames[at(25)] = frames[at(25) - 1]
    frames.swapAt(at(26), at(26) + 1)
    frames.removeSubrange(at(22)..<at(22.3))
    return frames + others
  }

  private static func configuration(_ model: Model, rate: Double?) -> SessionConfiguration {
    var configuration = SessionConfiguration()
    configuration.model = model
    configuration.shadows = [.rls]
    configuration.rate = rate
    configuration.horizons = [0.1, 0.25, 0.5, 1]
    configuration.coverages = [0.9, 0.95]
    return configuration
  }

  private func written(_ session: inout ForecastSession) -> [UInt8] {
    var archive = Archive()
    archive.transfer(&session)
    return archive.bytes
  }

  /// What a frame leads to, all of it.
  private struct Outcome: Hashable {
    var admission: Admission
    var forecast: Forecast
    var accuracy: [ModelAccuracy]
    var events: EventCounts
    var shed: UInt64
  }

  private func step(_ session: inout ForecastSession, _ frame: Frame, _ n: Int) -> Outcome {
    let admission = session.observe(frame)
    let forecast = session.forecast()
    // Now and then learning is cut short.
    var slices = n % 11 == 5 ? n % 3 : .max
    while slices > 0, session.learn() { slices -= 1 }
    return Outcome(
      admission: admission, forecast: forecast, accuracy: session.accuracy, events: session.events,
      shed: session.learningShed)
  }

  @Test(arguments: [Model.mixture, .uoro, .rls, .linear], [10, nil] as [Double?])
  func goesOnToTheBit(model: Model, rate: Double?) {
    let frames = frames(10)
    let configuration = Self.configuration(model, rate: rate)
    var session = ForecastSession(configuration)
    var copies: [(from: Int, session: ForecastSession)] = []
    for (n, frame) in frames.enumerated() {
      let outcome = step(&session, frame, n)
      for i in copies.indices {
        let other = step(&copies[i].session, frame, n)
        #expect(other == outcome, "frame \(n), taken over at \(copies[i].from)")
        if other != outcome { return }
      }
      guard n % 23 == 4 || n < 12 else { continue }
      let bytes = written(&session)
      var copy = ForecastSession(configuration)
      var archive = Archive(reading: bytes)
      archive.transfer(&copy)
      #expect(archive.isExhausted, "frame \(n): \(archive.problem ?? "more is there")")
      #expect(written(&copy) == bytes, "frame \(n)")
      if copies.count == 3 { copies.removeFirst() }
      copies.append((n, copy))
    }
    // What takes 54 seconds to learn is not ready by then.
    #expect(model == .linear || session.accuracy[0].accuracies[0].count > 50)
  }

  /// A subscriber may not hear the first forecasts after a restart: that frames were missed is said for a while.
  @Test(arguments: [1, 3, 40]) func whatWasMissedIsSaidForAWhile(missed: Int) {
    let frames = BreathingFrames().frames(400)
    let configuration = Self.configuration(.rls, rate: 10)
    var session = ForecastSession(configuration)
    _ = drive(&session, frames.prefix(200))
    var (copy, archive) = (ForecastSession(configuration), Archive(reading: written(&session)))
    archive.transfer(&copy)
    let forecasts = drive(&copy, frames.dropFirst(200 + missed - 1).prefix(60))
    for (n, forecast) in forecasts.enumerated() {
      let isSaid = missed > 1 && n < 24
      #expect(forecast.conditions.contains(.restored) == isSaid, "forecast \(n)")
      #expect(forecast.state == (isSaid ? .degraded : .tracking), "forecast \(n)")
    }
  }

  @Test func anotherConfigurationIsRefused() {
    var session = ForecastSession(Self.configuration(.rls, rate: 10))
    for (n, frame) in frames(10).prefix(200).enumerated() { _ = step(&session, frame, n) }
    let bytes = written(&session)
    var fewer = Self.configuration(.rls, rate: 10)
    fewer.horizons = [0.1, 0.2]
    for configuration in [Self.configuration(.uoro, rate: 10), Self.configuration(.linear, rate: 10), fewer] {
      var other = ForecastSession(configuration)
      var archive = Archive(reading: bytes)
      archive.transfer(&other)
      #expect(!archive.isExhausted)
    }
  }

  /// The file has a checksum; a session is not to end the process all the same.
  @Test(arguments: [Model.mixture, .uoro, .linear], [UInt64(1), 2, 3])
  func damageDoesNotTrap(model: Model, seed: UInt64) {
    let configuration = Self.configuration(model, rate: 10)
    var session = ForecastSession(configuration)
    let frames = frames(10)
    for (n, frame) in frames.prefix(180).enumerated() { _ = step(&session, frame, n) }
    let bytes = written(&session)
    var random = LinearCongruential(state: seed)
    for _ in 0..<60 {
      var damaged = bytes
      for _ in 0..<3 {
        let place = Int((random.next() + 0.5) * Double(min(bytes.count, 4000)))
        damaged[place] ^= UInt8(1 << Int((random.next() + 0.5) * 8))
      }
      var copy = ForecastSession(configuration)
      var archive = Archive(reading: damaged)
      archive.transfer(&copy)
      guard archive.isExhausted else { continue }
      for (n, frame) in frames.dropFirst(180).prefix(30).enumerated() { _ = step(&copy, frame, n) }
    }
  }
}
