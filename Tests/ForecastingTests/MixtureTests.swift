import Forecasting
import Foundation
import Testing

@Suite struct MixtureTests {
  private let positions = Breathing.positions(count: 500)

  private func mixture(_ experts: [Model]) -> Mixture {
    makeMixture(HyperParameters(experts: experts), Breathing.context(positions))
  }

  @Test func oneExpertIsTheMixture() {
    for model in [Model.rls, .analogue, .localRidge] {
      var alone = makeForecaster(
        model, preset: .standard, parameters: HyperParameters(), context: Breathing.context(positions))
      var mixture = mixture([model])
      let (a, b) = (alone.run(ticks(positions)), mixture.run(ticks(positions)))
      for n in 99..<positions.count {
        for (x, y) in zip(a[n].elements, b[n].elements) { #expect(abs(x - y) < 1e-9) }
      }
    }
  }

  /// Weights from the experts' losses, by the formula, from forecasts made apart.
  @Test func weightsFollowTheLosses() throws {
    let models = [Model.persistence, .rls, .analogue]
    var mixture = mixture(models)
    let ours = mixture.run(ticks(positions))
    let apart = models.map { model in
      var forecaster = makeForecaster(
        model, preset: .standard, parameters: HyperParameters(), context: Breathing.context(positions))
      return forecaster.run(ticks(positions))
    }
    let last = positions.count - 1
    for (row, h) in Breathing.horizons.enumerated() {
      var losses = [0.0, 0, 0]
      for n in 24 + h...last {
        for j in models.indices {
          var loss = 0.0
          for c in 0..<6 {
            // Until the scales are known, every expert's forecast is persistence.
            let forecast = n - h < 99 ? positions[n - h][c] : apart[j][n - h][row, c]
            loss += pow(forecast - positions[n][c], 2)
          }
          losses[j] = 0.999 * losses[j] + loss
        }
      }
      let raw = losses.map { exp(-20 * ($0 / losses.min()! - 1)) }
      let weights = raw.map { $0 / raw.reduce(0, +) }
      let found = mixture.weights
      for j in models.indices { #expect(abs(found[j, row] - weights[j]) < 1e-9) }
      for c in 0..<6 {
        let expected = models.indices.map { weights[$0] * apart[$0][last][row, c] }.reduce(0, +)
        #expect(abs(ours[last][row, c] - expected) < 1e-9)
      }
    }
  }

  @Test func disagreementIsTheDistanceToTheExpertsOfMotion() throws {
    var mixture = mixture([.persistence, .rls, .analogue])
    let forecast = mixture.run(ticks(positions)).last!
    // As a session asks for it, which knows no model's type.
    let served: any Forecaster = mixture
    let spread = try #require(served.disagreement)
    for row in 0..<4 {
      for marker in 0..<2 {
        var sum = 0.0
        for expert in mixture.experts where expert.model != .persistence {
          for c in 3 * marker..<3 * marker + 3 { sum += pow(expert.output[row, c] - forecast[row, c], 2) }
        }
        #expect(abs(spread[row, marker] - (sum / 2).squareRoot()) < 1e-12)
      }
    }
  }

  @Test func nothingIsWeighedWhileNothingMayBeLearned() {
    var mixture = mixture([.persistence, .rls, .mean])
    var weights: Matrix<Double>?
    for tick in ticks(positions, unlearnable: 300..<380) {
      mixture.observe(tick)
      mixture.learn()
      if tick.index == 299 { weights = mixture.weights }
      if (300..<380).contains(tick.index) { #expect(mixture.weights == weights) }
    }
    #expect(mixture.weights != weights)
  }

  /// Nor are forecasts weighed that were made of such ticks, once their truth may be learned from.
  @Test func whatMayNotBeLearnedMovesNoWeightLater() {
    var wild = positions
    for n in 300..<340 { wild[n] = positions[n].map { $0 + 50 * Double(n % 3) } }
    let models = [Model.persistence, .rls, .mean, .analogue]
    var (a, b) = (mixture(models), mixture(models))
    let first = a.run(ticks(positions, unlearnable: 300..<340))
    let second = b.run(ticks(wild, unlearnable: 300..<340))
    #expect(a.weights == b.weights)
    #expect(first[339] != second[339] && first.last == second.last)
  }

  @Test func listsThatMakeNoMixtureAreRefused() {
    #expect(Mixture.problem(with: []) != nil)
    #expect(Mixture.problem(with: [.uoro, .mixture]) != nil)
    #expect(Mixture.problem(with: [.uoro, .uoro]) != nil)
    #expect(Mixture.problem(with: [.persistence, .uoro]) == nil)
  }
}
