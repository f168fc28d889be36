import Forecasting
import MarkerMotion
import Testing

/// A forecaster that has read what another wrote goes on as that one does, bit for bit.
@Suite struct SnapshotTests {
  /// How to make a forecaster: a model, or a variant that no model is made of.
  struct Maker: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var make: @Sendable (ForecasterContext) -> any Forecaster

    static let models = Kind.all.map { kind in
      Maker(testDescription: kind.testDescription) { kind.make($0) }
    }

    static let variants = [
      Maker(testDescription: "four estimates") { plain($0, Signs(Xoshiro256(seed: 5, stream: 1))) },
      Maker(testDescription: "recorded signs") {
        plain($0, Signs(recorded: matrix((0..<5).map { n in (0..<8).map { (n + $0) % 3 == 0 ? 1 : -1 } })))
      },
      Maker(testDescription: "two networks in Double") {
        makeUORO(Double.self, HyperParameters(hidden: 9), $0)
      },
      Maker(testDescription: "stale influence") {
        makePublishedRTRL(Float.self, HyperParameters(hidden: 5, window: 6), $0, order: .stale)
      },
      Maker(testDescription: "state before the input") {
        makePublishedRTRL(Float.self, HyperParameters(hidden: 5, window: 6), $0, order: .beforeInput)
      },
    ]

    private static func plain(_ context: ForecasterContext, _ signs: Signs<Float>) -> any Forecaster {
      let inputs = DifferenceInput(context, .pooled(of: context.warmUp)).count
      var generator = Xoshiro256(seed: 4, stream: 0)
      return makePlainUORO(
        HyperParameters(hidden: 8), context,
        weights: generator.gaussian(rows: 8, columns: 8 + inputs) { _ in 0.3 }, signs: signs)
    }
  }

  private let calls = Calls(Breathing.positions(count: 780))
  /// Before models are ready, when the farthest target is known, about the end of the warm-up, within and after a gap, midway,
  /// about the fit of `linear`.
  private static let ticks = [0, 2, 12, 13, 99, 100, 111, 112, 345, 360, 361, 500, 538, 539, 540]

  @Test(arguments: Maker.models + Maker.variants)
  func whatIsReadGoesOnAlike(maker: Maker) {
    let starts = Self.ticks.flatMap { [3 * $0, 3 * $0 + 1, 3 * $0 + 2] }
    expectTheSame(maker, calls, from: starts, calls: 3 * 220)
  }

  /// Both of the library's rings have gone round, and the tape as well.
  @Test(arguments: [Model.analogue, .localRidge, .guidedAnalogue])
  func aFullLibraryGoesOnAlike(model: Model) {
    let calls = Calls(Breathing.positions(count: 4400), rate: 1, horizons: [1, 2, 5])
    let kind = Kind(model: model, preset: .standard)
    expectTheSame(
      Maker(testDescription: "\(kind)") { kind.make($0) }, calls, from: [3 * 900 + 1, 3 * 4100 + 1],
      calls: 3 * 220)
  }

  private func expectTheSame(_ maker: Maker, _ calls: Calls, from starts: [Int], calls count: Int) {
    var whole = maker.make(calls.context)
    var outcomes: [Calls.Outcome] = []
    var written: [Int: [UInt8]] = [:]
    let kept = Set(starts + starts.map { $0 + count })
    for k in 0...(kept.max() ?? 0) {
      if kept.contains(k) { written[k] = [UInt8](&whole) }
      outcomes.append(calls.make(k, of: &whole))
    }
    for start in starts {
      var other = maker.make(calls.context)
      #expect(written[start]?.read(into: &other) == nil)
      let isSame = (start..<start + count).allSatisfy { calls.make($0, of: &other) == outcomes[$0] }
      #expect(isSame, "from the call \(start)")
      #expect([UInt8](&other) == written[start + count], "from the call \(start)")
    }
  }

  /// Writing is no call that shows.
  @Test(arguments: Maker.models)
  func writingChangesNothing(maker: Maker) {
    var (a, b) = (maker.make(calls.context), maker.make(calls.context))
    for k in 0..<3 * 150 {
      _ = [UInt8](&a)
      #expect(calls.make(k, of: &a) == calls.make(k, of: &b))
    }
  }

  private func written(_ maker: Maker, before call: Int) -> [UInt8] {
    var forecaster = maker.make(calls.context)
    for k in 0..<call { _ = calls.make(k, of: &forecaster) }
    return [UInt8](&forecaster)
  }

  @Test(arguments: Kind.all)
  func anotherShapeIsRefused(kind: Kind) {
    let maker = Maker(testDescription: "") { kind.make($0) }
    let bytes = written(maker, before: 3 * 300)
    var contexts = [Calls(calls.ticks.map { Array($0.positions.prefix(3)) }).context]
    if ![.persistence, .mean].contains(kind.model) {
      contexts += [[1, 2, 5], [1, 2, 5, 8, 20]].map { horizons in
        Calls(calls.ticks.map { $0.positions }, horizons: horizons).context
      }
    }
    for context in contexts {
      var other = maker.make(context)
      #expect(bytes.read(into: &other) != nil)
    }
  }

  @Test(arguments: Maker.models)
  func aPartIsRefused(maker: Maker) {
    let bytes = written(maker, before: 3 * 300)
    let ends = Set(stride(from: 0, to: bytes.count, by: max(1, bytes.count / 60)))
    for end in ends.union(bytes.indices.suffix(12)) {
      var other = maker.make(calls.context)
      #expect(Array(bytes[..<end]).read(into: &other) != nil)
    }
    var other = maker.make(calls.context)
    #expect((bytes + [0]).read(into: &other) != nil)
  }

  /// What is damaged is refused, or forecasts something.
  @Test(arguments: Maker.models + Maker.variants, [UInt64(1), 2])
  func damageIsBorne(maker: Maker, seed: UInt64) {
    var generator = Xoshiro256(seed: seed, stream: 0)
    for start in [0, 3 * 30 + 1, 3 * 105 + 2, 3 * 300 + 1, 3 * 538 + 1] {
      let bytes = written(maker, before: start)
      let places = bytes.wholeNumbers
      for attempt in 0..<50 {
        var damaged = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) {
          damaged.damage(at: attempt % 3 > 0 ? places : [], using: &generator)
        }
        var other = maker.make(calls.context)
        guard damaged.read(into: &other) == nil else { continue }
        for k in start..<start + 150 { _ = calls.make(k, of: &other) }
      }
    }
  }
}

extension [UInt8] {
  /// Where a whole number may begin: a count, a tick or an index.
  fileprivate var wholeNumbers: [Int] {
    guard count >= 8 else { return [] }
    return (0...count - 8).filter { (-1...10_000).contains(wholeNumber(at: $0)) }
  }

  private func wholeNumber(at place: Int) -> Int {
    (0..<8).reduce(0) { $0 | Int(self[place + $1]) << (8 * $1) }
  }

  /// Puts another whole number at one of `places`, or another byte anywhere.
  fileprivate mutating func damage(at places: [Int], using generator: inout Xoshiro256) {
    guard let place = places.randomElement(using: &generator) else {
      self[Int.random(in: indices, using: &generator)] = UInt8.random(in: .min ... .max, using: &generator)
      return
    }
    let old = wholeNumber(at: place)
    let new = [
      -1, 0, .max, .min, 1 << 48, old &+ 1, old &- 1, Int.random(in: 0...1000, using: &generator),
    ].randomElement(using: &generator)!
    for i in 0..<8 { self[place + i] = UInt8(truncatingIfNeeded: new >> (8 * i)) }
  }
}
