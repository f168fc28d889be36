import Forecasting
import MarkerMotion
import Testing

@Suite struct AccuracyTests {
  private func accuracy(of session: ForecastSession, model: String) throws -> ModelAccuracy {
    try #require(session.accuracy.first { $0.model == model })
  }

  /// Independent: the 3-D errors of persistence over forecasts issued from tick `first` on.
  private func persistenceErrors(_ frames: [Frame], ticks h: Int, from first: Int) -> [Double] {
    (first..<frames.count - h).flatMap { n in
      frames[n].markers.indices.map { m in
        let step = frames[n + h].markers[m].position! - frames[n].markers[m].position!
        return (step * step).sum().squareRoot()
      }
    }
  }

  @Test func persistenceIsScoredAsByHand() throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = .rls
    var session = ForecastSession(configuration)
    let frames = BreathingFrames().frames(300)
    let forecasts = drive(&session, frames)
    let first = try #require(forecasts.firstIndex { $0.state == .tracking })
    let scored = try accuracy(of: session, model: "persistence")
    for (j, h) in [(0, 1), (9, 10), (19, 20)] {
      let errors = persistenceErrors(frames, ticks: h, from: first)
      let accuracy = scored.accuracies[j]
      #expect(accuracy.count == errors.count)
      #expect(abs(accuracy.mae! - errors.reduce(0, +) / Double(errors.count)) < 1e-9)
      let squares = errors.reduce(0) { $0 + $1 * $1 } / Double(errors.count)
      #expect(abs(accuracy.rmse! - squares.squareRoot()) < 1e-9)
      #expect(accuracy.largest == errors.max())
    }
  }

  @Test func theModelIsScoredOnTheForecastsThatItGave() throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = .rls
    configuration.horizons = [0.3, 0.55]
    var session = ForecastSession(configuration)
    let frames = BreathingFrames().frames(260)
    let forecasts = drive(&session, frames)
    let scored = try accuracy(of: session, model: "rls")
    var squares = [0.0, 0.0]
    var counts = [0, 0]
    for (n, forecast) in forecasts.enumerated() where forecast.state == .tracking {
      for (j, (lower, upper, fraction)) in [(3, 3, 0), (5, 6, 0.5)].enumerated()
      where n + upper < frames.count {
        for m in 0..<3 {
          let a = frames[n + lower].markers[m].position!
          let b = frames[n + upper].markers[m].position!
          let error = forecast.horizons[j].markers[m].position! - (a + (b - a) * fraction)
          squares[j] += (error * error).sum()
          counts[j] += 1
        }
      }
    }
    for j in 0..<2 {
      #expect(scored.accuracies[j].count == counts[j])
      #expect(abs(scored.accuracies[j].rmse! - (squares[j] / Double(counts[j])).squareRoot()) < 1e-9)
    }
  }

  @Test func noTruthIsTakenFromBridgedTicksOrAcrossALoss() throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = .persistence
    configuration.horizons = [0.1, 0.2]
    var session = ForecastSession(configuration)
    var frames = BreathingFrames().frames(200)
    frames.removeSubrange(150..<170)
    frames.remove(at: 140)
    _ = drive(&session, frames)
    var whole = ForecastSession(configuration)
    _ = drive(&whole, BreathingFrames().frames(200))
    let with = try accuracy(of: session, model: "persistence").accuracies
    let without = try accuracy(of: whole, model: "persistence").accuracies
    // Of the removed 1 + 20 ticks, none is a source or a truth; nor do the two ends of the loss meet.
    #expect(without[0].count - with[0].count == 3 * (2 + 21))
    #expect(without[1].count - with[1].count == 3 * (2 + 22))
  }

  @Test func shadowsAreScoredBesideAndDoNotDisturb() throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.model = .rls
    var alone = ForecastSession(configuration)
    configuration.shadows = [.lms, .uoro]
    var accompanied = ForecastSession(configuration)
    let frames = BreathingFrames().frames(250)
    #expect(drive(&alone, frames) == drive(&accompanied, frames))
    #expect(accompanied.accuracy.map(\.model) == ["rls", "lms", "uoro", "persistence"])
    #expect(accompanied.accuracy.allSatisfy { $0.accuracies[0].count > 100 })
  }

  /// What each expert has in a forecast, at horizons on and between ticks, and only where that is asked for.
  @Test(arguments: [false, true]) func aMixtureTellsItsExperts(explains: Bool) throws {
    var configuration = SessionConfiguration()
    configuration.rate = 10
    configuration.parameters = HyperParameters(experts: [.persistence, .rls, .analogue])
    configuration.horizons = [0.05, 0.1, 0.55]
    configuration.explains = explains
    var session = ForecastSession(configuration)
    let forecasts = drive(&session, BreathingFrames().frames(300))
    #expect(forecasts[20].horizons.allSatisfy { $0.experts.isEmpty })
    let weights = session.expertWeights
    #expect(weights.map(\.seconds) == configuration.horizons)
    for (horizon, told) in zip(try #require(forecasts.last).horizons, weights) {
      #expect(told.experts.map(\.model) == ["persistence", "rls", "analogue"])
      #expect(abs(told.experts.map(\.weight).reduce(0, +) - 1) < 1e-12)
      #expect(told.experts[1].weight + told.experts[2].weight > 0.9)
      #expect(horizon.experts == (explains ? told.experts : []))
    }
  }
}
