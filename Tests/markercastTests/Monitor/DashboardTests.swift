import Commands
import Foundation
import MarkerMotion
import Service
import Testing
import Wire

/// What the dashboard draws of what is known.
@Suite struct DashboardTests {
  private func text(
    _ known: Knowledge, keys: String = "", stream: String? = "couch", at time: Double = 12, _ width: Int = 60,
    _ height: Int = 16
  ) -> String {
    Dashboard(known, choices(known, keys, stream, at: time), at: time, place: "tcp://127.0.0.1:9872")
      .screen(width: width, height: height).text
  }

  private func choices(
    _ known: Knowledge, _ keys: String, _ stream: String? = "couch", at time: Double = 12
  ) -> Choices {
    var choices = Choices()
    choices.stream = stream
    var decoder = KeyDecoder()
    for key in decoder.keys(keys.utf8) {
      choices.take(key, before: Dashboard(known, choices, at: time, place: ""))
    }
    return choices
  }

  @Test func theSmallestPicture() {
    let picture = """
       markercast monitor   tcp://127.0.0.1:9872
       ─ streams, by name ───────────────────────────────────────
         stream          state            Hz       p99  RMSE mm
       ▸ couch         ● tracking         10   1.50 ms     0.50
         probe         ○ lost             10   1.50 ms     0.50
       ─ motion of couch: a, y (moves most), mm, forecast 0.1 … ─
           12.0 ⠐⠤⣄                   ⢀⡠⠔⠒⠒⠒⠢⠤⡀             ⠅
                   ⠑⠢⣀             ⢀⡰⠊⠁       ⠈⠑⢄⡀          ⠅ ⢀⡀⠄
                     ⠈⠒⢄⡀        ⡠⠒⠁             ⠈⠒⢄        ⠅⠄⠚
          -10.0         ⠈⠑⠢⠤⠤⠤⠤⠒⠉                   ⠉⠒⠢⠤⠤⠤⠔⠊⠅
                -10 s                                      now
       ─ error of the last minute, RMSE in mm ───────────────────
         model               0.1 s  [0.5 s]      1 s    a tick
         mixture              0.10     0.50     1.00    300 us
         persistence          0.25     1.25     2.50    300 us
       q quit  ? help  ↑↓ stream  ←→ horizon  m marker  x y z
      """
    #expect(text(twoStreams()) == picture)
  }

  @Test(arguments: [
    ("", ["▸ couch", "by name", "motion of couch: a, y (moves most)", "in 0.5 s: -0.4 ± 1.5", "[0.5 s]"]),
    ("j", ["▸ probe", "motion of probe", "no forecast of it has come yet"]), ("jk", ["▸ couch"]),
    ("\t", ["▸ probe"]),
    ("\u{1B}[Z", ["▸ couch"]), ("jjjj", ["▸ probe"]), ("l", ["[1 s]", "in 1 s: 4.6 ± 1.5"]),
    ("hhh", ["[0.1 s]"]),
    ("[]", ["[0.5 s]"]), ("m", ["motion of couch: b, y"]), ("mm", ["motion of couch: a, y"]),
    ("x", ["motion of couch: a, x, mm", "in 0.5 s: 0.0"]), ("s", ["streams, by state"]),
    ("ss", ["streams, by latency"]), ("sss", ["streams, by error"]), ("ssss", ["streams, by name"]),
    (" ", ["PAUSED"]), ("?", ["keys", "the next marker"]), ("??", ["streams"]),
  ])
  func keysChoose(keys: String, shown: [String]) {
    let picture = text(twoStreams(), keys: keys, 110, 44)
    for part in shown { #expect(picture.contains(part), "\(part) in \(picture)") }
  }

  @Test(arguments: ["q", "\u{3}"]) func keysEnd(keys: String) {
    #expect(choices(twoStreams(), keys).isOver)
    #expect(!choices(twoStreams(), "jkhlmxyzs ?Q").isOver)
  }

  @Test(arguments: [
    ("", ["couch", "probe", "quick"]), ("s", ["probe", "couch", "quick"]),
    ("ss", ["quick", "couch", "probe"]),
    ("sss", ["quick", "couch", "probe"]),
  ])
  func streamsAreSorted(keys: String, order: [String]) {
    var known = twoStreams()
    let quick = statistics("quick") {
      $0.latencyS.p99 = 0.1
      $0.accuracy[0].horizons[1].recentRmseMm = 9
    }
    known.take(.statistics(quick), at: 12)
    let rows = text(known, keys: keys, 110, 44).split(separator: "\n").filter { $0.contains(" Hz") == false }
    let names = rows.compactMap { row in order.first { row.contains("\($0)       ") } }
    #expect(names == order)
  }

  @Test func whatGrewHappened() {
    var known = Knowledge()
    let first = statistics("s") {
      $0.outcomes = ["gap_bridged": 3, "tick_bridged": 3]
      $0.rejected = ["empty": 1]
    }
    known.take(.statistics(first), at: 0)
    #expect(text(known, stream: "s", 120, 50).contains("nothing since this began"))
    var second = first
    second.outcomes = ["gap_bridged": 5, "tick_bridged": 5, "stream_lost": 1]
    second.rejected["empty"] = 2
    second.state = .lost
    second.budgetMisses = 7
    second.checkpoints.failed = 1
    second.checkpoints.problem = "disk full"
    known.take(.statistics(second), at: 1)
    let picture = text(known, stream: "s", 120, 50)
    for event in [
      "now lost", "gap_bridged ×2", "stream_lost", "rejected: empty", "forecasts late ×7",
      "checkpoint failed: disk full",
    ] {
      #expect(picture.contains("s: \(event)"), "\(event) in \(picture)")
    }
    #expect(!picture.contains("tick_bridged"))
    known.take(.statistics(first), at: 2)
    known.take(.statistics(statistics("s") { $0.frames = 1 }), at: 3)
    #expect(text(known, stream: "s", 120, 50).contains("s: the daemon has begun anew"))
  }

  @Test func aDaemonThatSaysNothingIsSilent() {
    #expect(text(twoStreams(), at: 14.9).contains("● tracking"))
    #expect(text(twoStreams(), at: 15.1).contains("× silent"))
    #expect(text(Knowledge(), stream: nil).contains("no statistics yet"))
  }

  @Test func latencyIsShownSecondBySecond() {
    let picture = text(twoStreams(), 110, 44)
    let row = picture.split(separator: "\n").first { $0.contains("p99  ") && $0.contains("█") }
    #expect(row?.contains("██████████") == true && row?.hasSuffix("1.00 ms") == true, "\(picture)")
  }

  @Test func theTrackersFramesAreTheMotionWhereTheyCome() {
    var known = twoStreams()
    for n in 0...120 {
      let frame = Frame(
        stamp: Stamp(seconds: Double(n) / 10)!,
        markers: [Marker(name: "only", position: Position(Double(n), 0, 0))])
      known.take(.frame(frame), at: 12)
    }
    #expect(text(known, 110, 44).contains("motion of couch: only, x (moves most), mm, measured"))
    // A recording begins anew.
    known.take(
      .frame(Frame(stamp: Stamp(seconds: 0)!, markers: [Marker(name: "new", position: .zero)])), at: 12)
    #expect(text(known, 110, 44).contains("motion of couch: new"))
  }

  /// The line before now, and every other dot of one ahead of it.
  @Test func forecastsLieAheadOfNow() throws {
    let rows = text(twoStreams(), 110, 44).split(separator: "\n", omittingEmptySubsequences: false)
    let axis = try #require(rows.firstIndex { $0.contains(" now ") && $0.contains("-10 s") })
    let now = try #require(
      rows[axis].firstRange(of: "now").map {
        rows[axis].distance(from: rows[axis].startIndex, to: $0.lowerBound) + 1
      })
    let title = try #require(rows.firstIndex { $0.contains("motion of couch") })
    let chart = rows[(title + 1)..<axis].map {
      Array($0) + Array(repeating: Character(" "), count: 110 - $0.count)
    }
    func columns(_ range: Range<Int>) -> Int {
      range.filter { x in chart.contains { ("\u{2801}"..."\u{28FF}").contains($0[x]) } }.count
    }
    #expect(columns(10..<now) >= now - 12)
    #expect((5...9).contains(columns((now + 1)..<110)))
  }

  @Test(arguments: [(1, 1), (59, 40), (120, 15), (60, 16), (99, 20), (100, 16), (120, 40), (500, 200)])
  func everySizeIsDrawn(width: Int, height: Int) {
    for keys in ["", "?", "m", "j"] {
      let picture = text(twoStreams(), keys: keys, width, height)
      let rows = picture.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(rows.count == height && rows.allSatisfy { $0.count <= width })
      guard width >= 60, height >= 16 else {
        #expect(width == 1 || picture.contains("make it 60 and 16"))
        continue
      }
      #expect(picture.contains(keys == "?" ? "choose the stream" : "streams, by name"), "\(picture)")
    }
  }

  /// A terminal that is sent the changes shows the picture, and is sent no more than what has changed.
  @Test func changesMakeThePicture() {
    let (width, height) = (110, 44)
    let known = twoStreams()
    var picture = TerminalPicture(width: width, height: height)
    var shown: Screen?
    for keys in ["", "j", "?", "s", "m", " ", "sx"] {
      let screen = Dashboard(known, choices(known, keys), at: 12, place: "p").screen(
        width: width, height: height)
      picture.write(screen.changes(from: shown, inColour: true))
      #expect(picture.text == screen.text)
      #expect(screen.changes(from: screen, inColour: true) == "")
      shown = screen
    }
    let plain = Dashboard(known, choices(known, ""), at: 12, place: "p").screen(width: width, height: height)
    let paused = Dashboard(known, choices(known, " "), at: 12, place: "p").screen(
      width: width, height: height)
    let changes = paused.changes(from: plain, inColour: false)
    #expect(changes.hasPrefix("\u{1B}[1;1H") && changes.matches(of: /\u{1B}\[\d+;1H/).count == 1)
    #expect(paused.changes(from: nil, inColour: true).contains(/\[[0-9;]*3[0-9]m/))
    #expect(!paused.changes(from: nil, inColour: false).contains(/\[[0-9;]*3[0-9]m/))
  }

  /// Numbers and names of somebody who means harm.
  @Test func nothingThatComesBreaksThePicture() throws {
    var known = Knowledge()
    known.follow("s")
    for text in HostileTextTests.evil + ["胸", "e\u{301}"] {
      known.take(
        .statistics(
          statistics("s") {
            $0.model = text
            $0.markers = [text]
            $0.outcomes = [text: UInt64.random(in: 1...9)]
            $0.rejected = [text: .max, "x": .max]
            $0.checkpoints.problem = text
            $0.latencyS.p99 = .nan
            $0.rateHz = .infinity
            $0.accuracy[0].model = text
            $0.accuracy[0].horizons[0].horizonS = .nan
            $0.weights = [.with { $0.experts = (0..<1000).map { _ in .with { $0.model = text } } }]
          }), at: 1)
      let forecast = forecast(at: 1e9, Position(1e308, -1e308, 0), markers: ["胸", "b"])
      known.take(.forecast(forecast, latency: 1e308), at: 1)
      known.take(
        .forecast(Forecast(stamp: Stamp(nanoseconds: .min), tick: 0, model: text, state: .lost), latency: 0),
        at: 1)
      known.take(
        .frame(Frame(stamp: Stamp(nanoseconds: .max), markers: [Marker(name: "b", position: .zero)])), at: 1)
    }
    for keys in ["", "m", "l", "sss"] {
      let picture = text(known, keys: keys, stream: "s", 110, 60)
      #expect(picture.contains("streams"))
      #expect(
        picture.unicodeScalars.allSatisfy {
          $0 == "\n" || ![.control, .format, .nonspacingMark].contains($0.properties.generalCategory)
        })
    }
    let line = statisticsLine(known, at: 1, clock: 1)
    #expect(line.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) })
    #expect(line.utf8.count < 20_000)
    _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
  }

  @Test func manyStreamsAreScrolled() {
    var known = Knowledge()
    for n in 0..<100 { known.take(.statistics(statistics("s\(100 + n)")), at: 12) }
    let picture = text(known, stream: "s150", 100, 40)
    #expect(picture.contains("▸ s150") && picture.contains(" of 100"), "\(picture)")
    #expect(!picture.contains("s100 ") && !picture.contains("s199"))
  }

  @Test func aLineOfJSONHoldsEveryStream() throws {
    let line = statisticsLine(twoStreams(), at: 12.5, clock: 1_764_140_000.25)
    let object = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["time"] as? Double == 1_764_140_000.25)
    let streams = try #require(object["streams"] as? [[String: Any]])
    #expect(streams.map { $0["stream"] as? String } == ["couch", "probe"])
    #expect(streams.map { $0["age_s"] as? Double } == [0.5, 1.5])
    #expect(streams[1]["state"] as? String == "STATE_LOST" && streams[0]["frames"] as? Int == 1200)
    #expect(statisticsLine(Knowledge(), at: 0, clock: 2) == #"{"time":2.000,"streams":[]}"#)
  }
}
