import Forecasting
import Foundation
import Testing

/// Two steps of each method on networks small enough to write down, in scalars.
@Suite struct HandComputedTests {
  private let inputs: Matrix<Double> = matrix([[1, 0.4], [1, -0.7]])
  private let targets = [0.3, -0.2]
  private let wa = 0.5
  private let b = 0.1
  private let w = 0.8
  private let wc = 0.6
  private let rate = 0.1

  private func learner<Carried: Credit>(
    _ credit: Carried, _ order: LearningOrder
  ) -> PublishedLearner<Carried> where Carried.Scalar == Double {
    PublishedLearner(
      weights: matrix([[wa, b, w]]), output: matrix([[wc]]), credit: credit, order: order, rate: rate,
      clip: 100)
  }

  @Test func uoroOfOneUnitWithTheStaleEstimate() {
    let influence = RankOneInfluence<Double>(
      count: 1, hidden: 1, inputs: 2, signs: Signs(recorded: matrix([[-1], [1]])), balance: .published)
    var learner = learner(influence, .stale)

    // Step 1: no estimate yet, so that the output's weight alone moves.
    let x1 = tanh(b + 0.4 * w)
    let e1 = 0.3 - wc * x1
    learner.learn(inputs, row: 0, target: [targets[0]])
    #expect(abs(learner.prediction[0] - wc * x1) < 1e-15)
    #expect(learner.weights.elements == [wa, b, w])
    let wc1 = wc + rate * e1 * x1
    #expect(abs(learner.output[0, 0] - wc1) < 1e-15)
    // The estimate: x~ = rho1 nu, th~ = nu D v / rho1.
    let d1 = 1 - x1 * x1
    let rho1 = (d1 * (1 + 0.4 * 0.4).squareRoot() / (1 + 1e-7)).squareRoot() + 1e-7
    #expect(abs(learner.credit.estimates[0].state[0] + rho1) < 1e-14)
    let theta = [0, -d1 / rho1, -d1 * 0.4 / rho1]
    for (ours, ought) in zip(learner.credit.estimates[0].weights.elements, theta) {
      #expect(abs(ours - ought) < 1e-14)
    }

    // Step 2: the error of now times the estimate of step 1.
    let x2 = tanh(wa * x1 + b - 0.7 * w)
    let e2 = -0.2 - wc1 * x2
    learner.learn(inputs, row: 1, target: [targets[1]])
    let strength = -wc1 * e2 * -rho1
    for (ours, ought) in zip(
      learner.weights.elements, zip([wa, b, w], theta).map { $0 - rate * strength * $1 })
    {
      #expect(abs(ours - ought) < 1e-14)
    }
    #expect(abs(learner.output[0, 0] - (wc1 + rate * e2 * x2)) < 1e-15)
  }

  @Test func rtrlOfOneUnit() {
    var learner = learner(ExactInfluence<Double>(hidden: 1, inputs: 2), .fresh)

    let x1 = tanh(b + 0.4 * w)
    let d1 = 1 - x1 * x1
    let j1 = [0, d1, d1 * 0.4]
    let e1 = 0.3 - wc * x1
    learner.learn(inputs, row: 0, target: [targets[0]])
    let w1 = zip([wa, b, w], j1).map { $0 + rate * wc * e1 * $1 }
    for (ours, ought) in zip(learner.weights.elements, w1) { #expect(abs(ours - ought) < 1e-15) }
    let wc1 = wc + rate * e1 * x1

    let x2 = tanh(w1[0] * x1 + w1[1] - 0.7 * w1[2])
    let d2 = 1 - x2 * x2
    let j2 = zip(j1, [x1, 1, -0.7]).map { d2 * (w1[0] * $0 + $1) }
    let e2 = -0.2 - wc1 * x2
    learner.learn(inputs, row: 1, target: [targets[1]])
    #expect(abs(learner.prediction[0] - wc1 * x2) < 1e-15)
    for (ours, ought) in zip(learner.weights.elements, zip(w1, j2).map { $0 + rate * wc1 * e2 * $1 }) {
      #expect(abs(ours - ought) < 1e-15)
    }
  }

  @Test func rtrlThatReadsTheStateBeforeTheInput() {
    var learner = learner(ExactInfluence<Double>(hidden: 1, inputs: 2), .beforeInput)
    learner.learn(inputs, row: 0, target: [targets[0]])
    // The zero state predicts zero and moves nothing.
    #expect(learner.prediction == [0])
    #expect(learner.weights.elements == [wa, b, w])

    let x1 = tanh(b + 0.4 * w)
    let d1 = 1 - x1 * x1
    let e2 = -0.2 - wc * x1
    learner.learn(inputs, row: 1, target: [targets[1]])
    #expect(abs(learner.prediction[0] - wc * x1) < 1e-15)
    let ought = [wa, b + rate * wc * e2 * d1, w + rate * wc * e2 * d1 * 0.4]
    for (ours, ought) in zip(learner.weights.elements, ought) { #expect(abs(ours - ought) < 1e-15) }
  }

  /// Of one unit SnAp-1 leaves nothing out.
  @Test func snap1OfOneUnitIsRTRL() {
    var snap1 = learner(DiagonalInfluence<Double>(hidden: 1, inputs: 2), .fresh)
    var rtrl = learner(ExactInfluence<Double>(hidden: 1, inputs: 2), .fresh)
    for row in 0..<2 {
      snap1.learn(inputs, row: row, target: [targets[row]])
      rtrl.learn(inputs, row: row, target: [targets[row]])
      for (ours, ought) in zip(snap1.weights.elements, rtrl.weights.elements) {
        #expect(abs(ours - ought) < 1e-15)
      }
    }
  }

  @Test func dniOfOneUnit() {
    let a = [0.2, -0.3, 0.05]
    let slow = 0.01
    var learner = learner(
      SyntheticGradient<Double>(predictor: matrix(a.map { [$0] }), inputs: 2, rate: slow), .fresh)

    // Step 1: before it there was v = [0, 0, 1].
    let x1 = tanh(b + 0.4 * w)
    let d1 = 1 - x1 * x1
    let e1 = 0.3 - wc * x1
    let v1 = [x1, 0.3, 1]
    let t1 = d1 * wa
    let f1 = a[2] + wc * e1 - (a[0] * v1[0] + a[1] * v1[1] + a[2]) * t1
    let a1 = (0..<3).map { a[$0] - slow * ([0, 0, 1][$0] * f1 - v1[$0] * f1 * t1) }
    learner.learn(inputs, row: 0, target: [targets[0]])
    for (ours, ought) in zip(learner.credit.predictor.elements, a1) { #expect(abs(ours - ought) < 1e-15) }
    let w1 = zip([wa, b, w], [0, 1, 0.4]).map { $0 - rate * a1[2] * d1 * $1 }
    for (ours, ought) in zip(learner.weights.elements, w1) { #expect(abs(ours - ought) < 1e-15) }
    let wc1 = wc + rate * e1 * x1

    let x2 = tanh(w1[0] * x1 + w1[1] - 0.7 * w1[2])
    let d2 = 1 - x2 * x2
    let e2 = -0.2 - wc1 * x2
    let v2 = [x2, -0.2, 1]
    let t2 = d2 * w1[0]
    func forecast(_ v: [Double], _ a: [Double]) -> Double { zip(v, a).map { $0 * $1 }.reduce(0, +) }
    let f2 = forecast(v1, a1) + wc1 * e2 - forecast(v2, a1) * t2
    let a2 = (0..<3).map { a1[$0] - slow * (v1[$0] * f2 - v2[$0] * f2 * t2) }
    let c2 = forecast(v1, a2)
    learner.learn(inputs, row: 1, target: [targets[1]])
    for (ours, ought) in zip(learner.credit.predictor.elements, a2) { #expect(abs(ours - ought) < 1e-15) }
    let w2 = zip(w1, [x1, 1, -0.7]).map { $0 - rate * c2 * d2 * $1 }
    for (ours, ought) in zip(learner.weights.elements, w2) { #expect(abs(ours - ought) < 1e-15) }
  }

  @Test func clippingShrinksTheGradientOfAllWeightsTogether() {
    var learner = PublishedLearner(
      weights: matrix([[wa, b, w]]), output: matrix([[wc]]),
      credit: ExactInfluence<Double>(hidden: 1, inputs: 2), order: .fresh, rate: rate, clip: 0.01)
    learner.learn(inputs, row: 0, target: [50])
    var moved = 0.0
    for (new, old) in zip(learner.weights.elements, [wa, b, w]) { moved += (new - old) * (new - old) }
    moved += (learner.output[0, 0] - wc) * (learner.output[0, 0] - wc)
    #expect(abs(moved.squareRoot() - rate * 0.01) < 1e-12)
    #expect(learner.gradientNorm > 0.01)
  }

  @Test func lmsOfOneInput() {
    var filter = LMSFilter<Double>(outputs: 1, inputs: 2, rate: 0.1, clip: 2)
    filter.learn([1, 3], target: [0.5])
    // |e| |u| = .5 sqrt(10) is below the clip.
    #expect(abs(filter.weights[0, 0] - 0.05) < 1e-15 && abs(filter.weights[0, 1] - 0.15) < 1e-15)
    filter.learn([1, 3], target: [10.5])
    // e = 10, and the step is shrunk to the norm 2.
    let step = 0.1 * 2 / 10.0.squareRoot()
    #expect(abs(filter.weights[0, 0] - (0.05 + step)) < 1e-14)
    #expect(abs(filter.weights[0, 1] - (0.15 + 3 * step)) < 1e-14)
  }

  @Test func normalisedStep() {
    var rule = NormalisedStep(rate: 0.5)
    var gains = Matrix(rows: 1, columns: 2, repeating: 0.0)
    var none = Matrix(rows: 0, columns: 2, repeating: 0.0)
    rule.gain(of: [1, 2], leaking: 0, into: &gains, &none, row: 0)
    #expect(abs(gains[0, 0] - 0.5 / 6) < 1e-16 && abs(gains[0, 1] - 1.0 / 6) < 1e-16)
  }

  @Test func dampedBalanceOfTheDefaultPreset() {
    var influence = RankOneInfluence<Double>(
      count: 2, hidden: 1, inputs: 2, signs: Signs(recorded: matrix([[1], [-1]])), balance: .damped)
    var state = RecurrentState<Double>(hidden: 1, inputs: 2)
    let weights: Matrix<Double> = matrix([[wa, b, w]])
    state.advance(weights, on: inputs, row: 0)
    influence.advance(weights, through: state)
    let slope = 1 - pow(tanh(b + 0.4 * w), 2)
    let rho1 = ((slope * (1 + 0.16).squareRoot() + 1e-7) / (1 + 1e-7)).squareRoot()
    #expect(abs(influence.estimates[0].state[0] - rho1) < 1e-15)
    #expect(abs(influence.estimates[1].state[0] + rho1) < 1e-15)
    // Of one unit every estimate is exact, whatever its signs.
    var gradient = Matrix(rows: 1, columns: 3, repeating: 0.0)
    influence.gradient([2], target: [], weights: weights, into: &gradient)
    for (ours, ought) in zip(gradient.elements, [0, 2 * slope, 0.8 * slope]) {
      #expect(abs(ours - ought) < 1e-14)
    }
  }
}
