/// The past ticks that are most like the present one, and what the motion did after them.
///
/// A tick t enters the library when its farthest target is known, if every tick from its longest lag to that target may be
/// learned from; at more than 10 Hz, one tick in so many. The library holds the last ten minutes, and one tick in five of
/// the fifty before them.
package struct NeighbourSearch: Sendable {
  /// The nearest, nearest first; empty while there are too few to choose from.
  package var neighbours: [Neighbour] { isReady ? nearest.neighbours : [] }
  /// The newest tick that has let another into the library.
  package private(set) var learnedThrough: Int?
  /// The number of elements of `offset`.
  package var offsets: Int { embedding.count }

  private let horizons: [Int]
  private let stride: Int
  private var embedding: MotionEmbedding
  private var history: History
  private var library: Library
  private var nearest: Nearest
  private var present: [Double]
  private var embeddings: Matrix<Double>
  private var embedded: [Int]
  private let isGuided: Bool
  private var newest: [Double]
  private var origin: [Double]
  private let runs: [Run]

  /// A search for as many neighbours as `count` says at 10 Hz and more, by lags in seconds; a guided one asks another
  /// forecaster as well.
  package init(
    _ context: ForecasterContext, count: Int, lags: [Double] = DifferenceInput.usualLags,
    isGuided: Bool = false
  ) {
    self.isGuided = isGuided
    let scales = Scales.pooled(of: context.warmUp)
    horizons = context.horizons
    stride = max(1, Int((context.rate / 10).rounded()))
    embedding = MotionEmbedding(context, scales, lags: lags, isGuided: isGuided)
    let longest = horizons.last ?? 0
    history = History(capacity: longest + embedding.reach + 1, scales: scales)
    let itemsPerMinute = max(1, Int((60 * context.rate / Double(stride)).rounded()))
    library = Library(
      recent: 10 * itemsPerMinute, older: 10 * itemsPerMinute, thinning: 5, count: embedding.count,
      place: embedding.place)
    nearest = Nearest(NeighbourSearch.count(count, rate: context.rate), count: embedding.count)
    present = Array(repeating: 0, count: embedding.count)
    embeddings = Matrix(rows: longest + 1, columns: embedding.count, repeating: 0)
    embedded = Array(repeating: -1, count: longest + 1)
    newest = Array(repeating: 0, count: context.dimension)
    origin = newest
    runs = Run.runs(of: horizons)
  }

  /// How many neighbours stand at `rate` for `count` at 10 Hz: as long a time of motion, but four at least.
  package static func count(_ count: Int, rate: Double) -> Int {
    max(4, Int((Double(count) * min(1, rate / 10)).rounded()))
  }

  /// Whether the library holds enough to choose from.
  package var isReady: Bool { library.count >= 6 }

  /// Takes the next tick, which `tape` holds already, and what the guide forecasts at it (mm), if it does; lets an older tick
  /// into the library, and looks for the newest's neighbours.
  package mutating func observe(
    _ tick: borrowing Tick, on tape: borrowing Tape, guide forecast: Matrix<Double>? = nil
  ) {
    history.append(tick)
    for c in newest.indices { newest[c] = tick.positions[c] }
    if tick.isLearnable { library.drop(before: tape.first) }
    let n = tick.index
    let t = n - (horizons.last ?? 0)
    if t >= 0, t % stride == 0, embedded[t % embedded.count] == t,
      history.isClean(n, reach: n - t + embedding.reach)
    {
      library.add(embeddings, row: t % embedded.count, at: tape.length - 1 - (n - t))
      learnedThrough = n
    }
    embedding.write(history, at: n, position: newest, forecast: forecast, into: &present)
    let isComplete = !isGuided || forecast != nil
    embedded[n % embedded.count] = isComplete ? n : -1
    embeddings.setRow(n % embedded.count, to: present)
    nearest.search(library, for: present, place: embedding.place)
  }

  /// Writes how the neighbour's embedding, its differences times its amplitude, lies to the present one.
  package func offset(of neighbour: Neighbour, into offset: inout [Double]) {
    for i in offset.indices {
      let amplitude = i < embedding.place ? 1 : neighbour.amplitude
      offset[i] = amplitude * library.embeddings[neighbour.item, i] - present[i]
    }
  }

  /// Writes the forecasts (mm): the present position and, with its weight, each neighbour's displacements.
  package mutating func forecast(
    _ weights: [Double], from tape: borrowing Tape, into forecast: inout Matrix<Double>
  ) {
    for c in newest.indices { origin[c] = newest[c] }
    forecast.fill(with: 0)
    for (weight, neighbour) in zip(weights, neighbours) where weight != 0 {
      let place = library.places[neighbour.item]
      tape.subtract(weight, timesPlace: place, from: &origin)
      for run in runs {
        tape.add(weight, timesPlaces: place + run.first, count: run.count, to: &forecast, row: run.row)
      }
    }
    forecast.addToRows(origin)
  }

  /// Horizons that follow one another, and the row of the first of them.
  private struct Run {
    var row: Int
    var first: Int
    var count: Int

    static func runs(of horizons: [Int]) -> [Run] {
      var runs: [Run] = []
      for (row, horizon) in horizons.enumerated() {
        if let last = runs.last, last.first + last.count == horizon {
          runs[runs.count - 1].count += 1
        } else {
          runs.append(Run(row: row, first: horizon, count: 1))
        }
      }
      return runs
    }
  }
}

extension NeighbourSearch: Archivable {
  package mutating func transfer(with archive: inout Archive) {
    archive.transfer(tick: &learnedThrough)
    archive.transfer(&history)
    archive.transfer(&library)
    archive.transfer(&nearest)
    archive.transfer(&present)
    archive.transfer(&embeddings)
    archive.transfer(&embedded)
    archive.transfer(&newest)
    guard nearest.neighbours.allSatisfy({ library.places.indices.contains($0.item) }) else {
      return archive.refuse("it holds a neighbour that is no item of its library")
    }
  }

  /// Refuses `archive` where what it has given goes on from what `tape` does not hold.
  func check(_ tape: borrowing Tape, in archive: inout Archive) {
    let length = tape.length
    guard history.cleanCount <= length, library.places.allSatisfy({ 0...length ~= $0 }) else {
      return archive.refuse("it holds a tape of \(length) positions, which is too short for its library")
    }
  }
}
