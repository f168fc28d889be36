import Forecasting
import Foundation
import Testing

/// One covariance update a tick gives every horizon its exact least squares.
@Suite struct ReadoutTests {
  @Test(arguments: [1.0, 0.97])
  func everyHorizonIsTheLeastSquaresOfItsOwnPairs(forgetting: Double) {
    let positions = Breathing.positions(count: 150)
    let context = Breathing.context(positions)
    let scales = Scales.pooled(of: context.warmUp)
    let input = WindowInput(window: 1, dimension: 6)
    var forecaster = DisplacementForecaster(
      input: input,
      rule: LeastSquaresGain(count: input.count, initial: 2, forgetting: forgetting, leakage: 0),
      scales: scales, horizons: context.horizons)
    var history = History(capacity: 200, scales: scales)
    for tick in ticks(positions) {
      forecaster.observe(tick)
      history.append(tick)
    }
    for (index, horizon) in context.horizons.enumerated() {
      // The minimum of sum forgetting^(age) |error|^2 + forgetting^N |w|^2 / P0 over the pairs whose target is known.
      let last = 149 - horizon
      var moments = Matrix(rows: input.count, columns: input.count, repeating: 0.0)
      for i in 0..<input.count { moments[i, i] = pow(forgetting, Double(last + 1)) / 2 }
      var products = Matrix(rows: 6, columns: input.count, repeating: 0.0)
      var u = Array(repeating: 0.0, count: input.count)
      var displacement = Array(repeating: 0.0, count: 6)
      for t in 0...last {
        let weight = pow(forgetting, Double(last - t))
        input.write(history, at: t, into: &u)
        history.displacement(from: t, to: t + horizon, into: &displacement)
        moments.addProduct(of: u.map { weight * $0 }, and: u)
        products.addProduct(of: displacement.map { weight * $0 }, and: u)
      }
      let solver = SymmetricSolver(moments)
      for c in 0..<6 {
        let ought = solver.solve(Array(products[row: c]))
        for (a, b) in zip(forecaster.readout.coefficients[row: index * 6 + c], ought) {
          #expect(abs(a - b) < 1e-8, "horizon \(horizon)")
        }
      }
    }
  }

  /// A sensor that is frozen for a quarter of an hour costs nothing that was learned.
  @Test func aFrozenSensorForgetsNothing() {
    let positions = Breathing.positions(count: 500)
    let context = Breathing.context(positions)
    func after(_ frozen: Int) -> [Matrix<Double>] {
      var forecaster = makeForecaster(
        .rls, preset: .standard, parameters: HyperParameters(), context: context)
      let first = ticks(Array(positions[..<300]))
      let pause = (0..<frozen).map { Tick(index: 300 + $0, positions: positions[299], isLearnable: false) }
      let rest = positions[300...].enumerated().map {
        Tick(index: 300 + frozen + $0, positions: $1, startsSegment: $0 == 0)
      }
      return Array(forecaster.run(first + pause + rest).suffix(200))
    }
    #expect(after(0) == after(9000))
  }

  /// Leakage keeps coefficients that the data leave open at zero.
  @Test func leakageShrinksWhatTheDataLeaveOpen() {
    func rule(_ leakage: Double) -> LeastSquaresGain {
      LeastSquaresGain(count: 3, initial: 0.1, forgetting: 0.99, leakage: leakage)
    }
    let scales = Scales.millimetres(from: [[0]])
    func coefficients(_ leakage: Double) -> [Double] {
      var readout = DisplacementReadout(rule: rule(leakage), count: 3, dimension: 1, horizons: [1])
      var history = History(capacity: 3, scales: scales)
      for n in 0..<1000 {
        history.append(Tick(index: n, positions: [sin(Double(n))]))
        _ = readout.settle(history)
        // After 200 ticks the second feature is silent.
        readout.take([cos(Double(n)), n < 200 ? sin(Double(n)) : 0, 1], at: n, learning: true)
      }
      return readout.coefficients.elements
    }
    let (without, with) = (coefficients(0), coefficients(0.1.squareRoot()))
    #expect(abs(without[1]) > 0.3)
    #expect(abs(with[1]) < 0.05)
    #expect(abs(with[0] - without[0]) < 0.1)
  }
}
