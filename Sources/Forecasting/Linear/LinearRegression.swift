/// The papers' linear regression: least squares from a window of positions to the position at each horizon, fitted once
/// on the first 54 s (Pohl et al. 2022, arXiv:2106.01100): A = Y X' pinv(X X').
///
/// The moments are summed in `observe`; the fit, some milliseconds for each horizon, is left to the first `learn` at
/// which the 54 s are complete, and allocates. Until then the forecast is persistence.
package struct LinearRegression: Forecaster {
  package private(set) var learnedThrough: Int?
  private let scales: Scales
  private let input: WindowInput
  private let horizons: [Int]
  private let span: Int
  private var recent: History
  private var training: History
  private var moments: Matrix<Double>
  private var products: [Matrix<Double>]
  private var coefficients: [Matrix<Double>] = []
  private var present: [Double]
  private var target: [Double]

  package init(window: Int, context: ForecasterContext) {
    scales = .millimetres(from: context.warmUp)
    horizons = context.horizons
    span = max(1, Int((54 * context.rate).rounded()))
    let dimension = context.dimension
    input = WindowInput(window: window, dimension: dimension)
    recent = History(capacity: input.reach + 1, scales: scales)
    training = History(capacity: span, scales: scales)
    present = Array(repeating: 0, count: input.count)
    target = Array(repeating: 0, count: dimension)
    moments = Matrix(rows: input.count, columns: input.count, repeating: 0)
    products = horizons.map { [count = input.count] _ in Matrix(rows: dimension, columns: count, repeating: 0)
    }
  }

  package var isReady: Bool { !coefficients.isEmpty }

  package mutating func observe(_ tick: borrowing Tick) {
    recent.append(tick)
    if tick.index < recent.first + span {
      training.append(tick)
      sum()
    }
    input.write(recent, at: tick.index, into: &present)
  }

  /// Adds the newest tick to the moments, as an input and as a target.
  private mutating func sum() {
    let n = training.newest
    for (index, horizon) in horizons.enumerated() where isPair(n - horizon, n) {
      let row = training.slot(n)
      for c in target.indices { target[c] = training.positions[row, c] }
      input.write(training, at: n - horizon, into: &present)
      products[index].addProduct(of: target, and: present)
    }
    if training.isClean(n, reach: input.reach) {
      input.write(training, at: n, into: &present)
      moments.addProduct(of: present, and: present)
    }
  }

  private func isPair(_ t: Int, _ n: Int) -> Bool {
    training.contains(t) && training.contains(n) && training.isClean(t, reach: input.reach)
      && training.isPair(t, n)
  }

  package mutating func forecast(into forecast: inout Matrix<Double>) {
    let newest = recent.newestSlot
    for row in horizons.indices {
      if isReady {
        coefficients[row].multiply(present, into: &target)
      } else {
        for c in target.indices { target[c] = recent.positions[newest, c] }
      }
      for c in target.indices { forecast[row, c] = scales.origin[c] + scales.unit[c] * target[c] }
    }
  }

  package mutating func learn() {
    guard !isReady, recent.newest >= recent.first + span - 1 else { return }
    coefficients = horizons.indices.map { fit($0) }
    learnedThrough = training.newest
  }

  package mutating func skipLearning() {}

  private func fit(_ index: Int) -> Matrix<Double> {
    var result = Matrix(rows: target.count, columns: input.count, repeating: 0.0)
    let solver = SymmetricSolver(pairedMoments(index))
    for row in 0..<result.rows {
      if solver.rank == 0 {
        // Nothing could be learned: persistence, the newest of the window.
        result[row, input.count - target.count + row] = 1
      } else {
        result.setRow(row, to: solver.solve(products[index][row: row]))
      }
    }
    return result
  }

  /// The moments of the inputs that have a target at one horizon: all, less those whose target lies beyond the span or is
  /// not to be learned from.
  private func pairedMoments(_ index: Int) -> Matrix<Double> {
    var result = moments
    var past = present
    for t in training.first...training.newest
    where training.isClean(t, reach: input.reach) && !isPair(t, t + horizons[index]) {
      input.write(training, at: t, into: &past)
      result.addProduct(of: past.map { -$0 }, and: past)
    }
    return result
  }
}

extension LinearRegression {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&recent)
    archive.transfer(&training)
    archive.transfer(&moments)
    archive.transfer(&products)
    let unfitted = Matrix(rows: target.count, columns: input.count, repeating: 0.0)
    archive.transfer(&coefficients, atMost: horizons.count, filler: unfitted)
    archive.transfer(&present)
    guard coefficients.isEmpty || coefficients.count == horizons.count else {
      return archive.refuse("it holds a regression for \(coefficients.count) horizons of \(horizons.count)")
    }
    guard training.first == recent.first, training.newest == min(recent.newest, recent.first + span - 1)
    else {
      return archive.refuse("it holds training to tick \(training.newest) of \(recent.newest) ticks")
    }
  }
}
