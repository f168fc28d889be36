import MarkerMotion
import Testing
import Wire

/// Payloads that were damaged, or made to do damage: each is refused, or is a whole frame.
@Suite struct DamageTests {
  private func decodeAll(_ bytes: [UInt8]) -> Frame? {
    bytes.withUnsafeBytes {
      _ = try? decodeForecast($0)
      _ = try? decodeStats($0)
    }
    return try? decode(bytes)
  }

  @Test(arguments: Form.allCases) func framesCutAnywhere(form: Form) {
    let bytes = form.encode(.example)
    for count in 0..<bytes.count {
      let cut = Array(bytes.prefix(count))
      if let frame = decodeAll(cut) { #expect(frame.isWhole && form == .protobuf, "cut to \(count)") }
    }
  }

  @Test(arguments: Encoding.allCases) func forecastsCutAnywhere(encoding: Encoding) {
    var random = Seeded(state: 3)
    let bytes = encodeForecast(random.forecast(), envelope: .example, as: encoding)
    for count in 0..<bytes.count {
      let reason = forecastRejection(Array(bytes.prefix(count)))
      if encoding == .json { #expect(reason != nil, "cut to \(count)") }
    }
  }

  @Test(arguments: Form.allCases, 0..<4 as Range<UInt64>) func framesWithBytesChanged(
    form: Form, seed: UInt64
  ) {
    var random = Seeded(state: seed)
    let bytes = form.encode(.example)
    for round in 0..<3000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: damaged.remove(at: place)
        case 1: damaged.insert(damaged.randomElement(using: &random)!, at: place)
        case 2: damaged[place] = UInt8.random(in: 0...255, using: &random)
        default: damaged.swapAt(place, Int.random(in: 0..<damaged.count, using: &random))
        }
      }
      if let frame = decodeAll(damaged) { #expect(frame.isWhole, "seed \(seed), round \(round)") }
    }
  }

  @Test(arguments: 0..<4 as Range<UInt64>) func noise(seed: UInt64) {
    var random = Seeded(state: seed)
    for round in 0..<3000 {
      let bytes = (0..<Int.random(in: 1...200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      if let frame = decodeAll(bytes) { #expect(frame.isWhole, "seed \(seed), round \(round)") }
    }
  }

  @Test(arguments: ["[", #"{"a":"#, #"[{"a":["#])
  func nothingNestsDeeply(opening: String) {
    let count = 60_000 / opening.utf8.count
    let deep = #"{"stampNs":1,"x":"# + String(repeating: opening, count: count)
    #expect(rejection(deep)?.name == "malformed")
    let reason = forecastRejection(Array((deep + String(repeating: opening, count: 30 * count)).utf8))
    #expect(reason?.name == "malformed")
  }

  @Test func groupsOfProtobufNestNoDeeper() {
    // The start of field 16, again and again; protobuf's own decoder must not recurse either.
    let groups = (0..<1_000_000).flatMap { _ in [0x83, 0x01] as [UInt8] }
    #expect(forecastRejection(groups)?.name == "malformed")
    #expect(rejection(Array(groups.prefix(60_000)))?.name == "malformed")
  }

  @Test func manyMembersCostNoMoreThanTheirLength() {
    // 64 KiB of markers, and of members that nobody asked for.
    let markers = (0..<5000).map { #""m\#($0)":null"# }.joined(separator: ",")
    #expect(rejection(#"{"t":0,"markers":{\#(markers)}}"#) == .tooManyMarkers(limit: 64))
    #expect(rejection(#"{"t":0,\#(markers)}"#) == .noMarkers)
  }
}
