import MarkerMotion
import Forecasting
import Foundation
import Testing

/// The influence that is carried along, against the network unrolled.
@Suite struct InfluenceTests {
  private let hidden = 3
  private let inputCount = 2
  private let steps = 7
  private let gains = [1, 0.6, 0.2]

  private func network(_ seed: UInt64) -> (weights: Matrix<Double>, inputs: Matrix<Double>) {
    var generator = Xoshiro256(seed: seed, stream: 0)
    return (
      generator.gaussian(rows: hidden, columns: hidden + inputCount) { _ in 0.6 },
      generator.gaussian(rows: steps, columns: inputCount) { _ in 1 }
    )
  }

  private func run<Carried: Credit>(
    _ influence: inout Carried, _ weights: Matrix<Double>, _ inputs: Matrix<Double>
  ) where Carried.Scalar == Double {
    var state = RecurrentState<Double>(gains: gains, inputs: inputCount)
    for row in 0..<steps {
      state.advance(weights, on: inputs, row: row)
      influence.advance(weights, through: state)
    }
  }

  private func exact(_ weights: Matrix<Double>, _ inputs: Matrix<Double>) -> Matrix<Double> {
    var influence = ExactInfluence<Double>(hidden: hidden, inputs: inputCount)
    run(&influence, weights, inputs)
    return influence.jacobian
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func rtrlIsTheDerivativeOfTheUnrolledNetwork(seed: UInt64) {
    let (weights, inputs) = network(seed)
    let jacobian = exact(weights, inputs)
    func final(_ weights: Matrix<Double>) -> [Double] {
      var state = RecurrentState<Double>(gains: gains, inputs: inputCount)
      for row in 0..<steps { state.advance(weights, on: inputs, row: row) }
      return state.state
    }
    let step = 1e-5
    for j in 0..<hidden {
      for l in 0..<hidden + inputCount {
        var (more, less) = (weights, weights)
        more[j, l] += step
        less[j, l] -= step
        for (i, (a, b)) in zip(final(more), final(less)).enumerated() {
          let difference = (a - b) / (2 * step)
          #expect(abs(difference - jacobian[i, j * weights.columns + l]) < 1e-8, "seed \(seed)")
        }
      }
    }
  }

  /// Where no unit acts on another, nothing is left out, and SnAp-1 is RTRL.
  @Test(arguments: [UInt64(1), 2, 3])
  func snap1IsExactForUnitsThatActOnThemselvesAlone(seed: UInt64) {
    var (weights, inputs) = network(seed)
    for i in 0..<hidden {
      for j in 0..<hidden where i != j { weights[i, j] = 0 }
    }
    let jacobian = exact(weights, inputs)
    var influence = DiagonalInfluence<Double>(hidden: hidden, inputs: inputCount)
    run(&influence, weights, inputs)
    for i in 0..<hidden {
      for l in 0..<weights.columns {
        // The other units' weights act on unit i not at all, so that its row of RTRL is this and zeros. Wh_ij, zero
        // itself, acts through x_j on unit i alone.
        let ought = jacobian[i, i * weights.columns + l]
        #expect(abs(influence.jacobian[i, l] - ought) < 1e-14, "seed \(seed)")
      }
    }
  }

  /// In general each step keeps the diagonal of D Wh and drops the rest.
  @Test func snap1DropsWhatPassesThroughOtherUnits() {
    let (weights, inputs) = network(4)
    var state = RecurrentState<Double>(gains: gains, inputs: inputCount)
    var influence = DiagonalInfluence<Double>(hidden: hidden, inputs: inputCount)
    var ought = Array(repeating: Array(repeating: 0.0, count: weights.columns), count: hidden)
    for row in 0..<steps {
      state.advance(weights, on: inputs, row: row)
      influence.advance(weights, through: state)
      for i in 0..<hidden {
        for l in 0..<weights.columns {
          ought[i][l] =
            state.slope[i] * (state.joined[l] + weights[i, i] * ought[i][l]) + state.kept[i] * ought[i][l]
          #expect(abs(influence.jacobian[i, l] - ought[i][l]) < 1e-14)
        }
      }
    }
    var gradient = weights
    influence.gradient([2, -1, 0.5], target: [], weights: weights, into: &gradient)
    for l in 0..<weights.columns {
      #expect(abs(gradient[1, l] + ought[1][l]) < 1e-14 && abs(gradient[2, l] - 0.5 * ought[2][l]) < 1e-14)
    }
  }

  /// Going back through every tick there has been leaves nothing to estimate; through fewer, an estimate without bias.
  @Test(arguments: [UInt64(1), 2])
  func recentTicksAreExact(seed: UInt64) {
    let (weights, inputs) = network(seed)
    let jacobian = exact(weights, inputs)
    func mean(ticks: Int, count: Int) -> Matrix<Double> {
      var influence = RecentInfluence<Double>(
        ticks: ticks, gains: gains, inputs: inputCount,
        older: RankOneInfluence(
          count: count, hidden: hidden, inputs: inputCount, signs: Signs(Xoshiro256(seed: seed, stream: 5)),
          balance: .damped), weight: 1)
      run(&influence, weights, inputs)
      var result = jacobian
      var gradient = weights
      for i in 0..<hidden {
        influence.gradient(
          (0..<hidden).map { $0 == i ? 1 : 0 }, target: [], weights: weights, into: &gradient)
        result.setRow(i, to: gradient.elements)
      }
      return result
    }
    func distance(_ a: Matrix<Double>) -> Double {
      zip(a.elements, jacobian.elements).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }
    for ticks in steps...steps + 1 { #expect(distance(mean(ticks: ticks, count: 1)) < 1e-14) }
    let errors = [1, 3, 5].map { distance(mean(ticks: $0, count: 20_000)) }
    #expect(errors.allSatisfy { $0 > 0 && $0 < 0.1 }, "seed \(seed): \(errors)")
  }

  /// The mean of n estimates x~ th~ nears dx/dW as 1 / sqrt(n).
  @Test(arguments: [UInt64(1), 2], [RankOneInfluence<Double>.Balance.damped, .published])
  func uoroIsUnbiased(seed: UInt64, balance: RankOneInfluence<Double>.Balance) {
    let (weights, inputs) = network(seed)
    let jacobian = exact(weights, inputs)
    let repeats = 24
    var points: [(x: Double, y: Double)] = []
    for count in [32, 128, 512, 2048] {
      var square = 0.0
      for repeated in 0..<repeats {
        var influence = RankOneInfluence<Double>(
          count: count, hidden: hidden, inputs: inputCount,
          signs: Signs(Xoshiro256(seed: seed, stream: UInt64(count * 1000 + repeated))), balance: balance)
        run(&influence, weights, inputs)
        var gradient = weights
        for i in 0..<hidden {
          influence.gradient(
            (0..<hidden).map { $0 == i ? 1 : 0 }, target: [], weights: weights, into: &gradient)
          for (estimate, truth) in zip(gradient.elements, jacobian[row: i]) {
            square += (estimate - truth) * (estimate - truth)
          }
        }
      }
      points.append((log(Double(count)), log(square / Double(repeats)) / 2))
    }
    let meanX = points.map(\.x).mean
    let meanY = points.map(\.y).mean
    let slope =
      points.map { ($0.x - meanX) * ($0.y - meanY) }.reduce(0, +)
      / points.map { ($0.x - meanX) * ($0.x - meanX) }.reduce(0, +)
    #expect(abs(slope + 0.5) < 0.1, "seed \(seed), slope \(slope)")
    #expect(exp(points[3].y) < 0.2 * jacobian.norm, "seed \(seed)")
  }

  @Test func restartingForgets() {
    let (weights, inputs) = network(5)
    var exact = ExactInfluence<Double>(hidden: hidden, inputs: inputCount)
    run(&exact, weights, inputs)
    exact.restart()
    #expect(exact.jacobian.norm == 0)
    var estimate = RankOneInfluence<Double>(
      count: 2, hidden: hidden, inputs: inputCount, signs: Signs(Xoshiro256(seed: 5, stream: 1)),
      balance: .damped)
    run(&estimate, weights, inputs)
    estimate.restart()
    #expect(estimate.estimates.allSatisfy { $0.weights.norm == 0 && $0.state == [0, 0, 0] })
  }
}
