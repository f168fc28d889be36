import Evaluation
import Forecasting
import Foundation
import MarkerMotion
import Recordings
import Testing

/// The page shows what the evaluation found, all of it and nothing else.
@Suite struct ReportTests {
  private func plan(_ protocols: [EvaluationProtocol] = [.causal]) -> EvaluationPlan {
    var plan = EvaluationPlan(recordings: [breathing(seed: 1), breathing(seed: 2)])
    plan.protocols = protocols
    plan.models = ["uoro", "lms", "persistence"].compactMap { EvaluatedModel(name: $0) }
    if protocols.contains(.lookAhead) { plan.models.append(.leak) }
    plan.parameters.models["uoro"] = HyperParameters(hidden: 12)
    plan.horizons = .seconds([0.1, 0.5, 1, 2])
    plan.runs = 2
    plan.seed = 40
    return plan
  }

  private func report(_ plan: EvaluationPlan, limit: Int = 4_000_000) throws -> Report {
    let folder = try Folder()
    let runner = Runner(plan, store: try RunStore(folder: folder.url), version: "test")
    let outcomes = try runner.run(jobs: 2, keepsForecasts: { $0.run == 0 })
    return Report(
      result: try plan.summarise(outcomes), traces: plan.traces(limit: limit, runner.forecasts))
  }

  private func html(_ report: Report) throws -> String { try report.html(chartLibrary: "/* charts */") }

  private struct Contents: Decodable {
    var result: EvaluationResult?
    var traces: [RecordingTrace]
    var landscapes: [Landscape]
  }

  /// What the page's script is given.
  private func contents(_ html: String) throws -> Contents {
    let start = try #require(html.firstRange(of: "id=\"data\">")).upperBound
    let end = try #require(html[start...].firstRange(of: "</script>")).lowerBound
    return try JSONDecoder().decode(Contents.self, from: Data(html[start..<end].utf8))
  }

  /// The cells of each row of the first table with `caption`, without tags.
  private func rows(_ html: String, _ caption: String) throws -> [[String]] {
    let start = try #require(html.firstRange(of: "<caption><span>\(caption)")).upperBound
    let end = try #require(html[start...].firstRange(of: "</table>")).lowerBound
    return html[start..<end].split(separator: "<tr>").dropFirst().map { row in
      row.matches(of: /<t[hd][^>]*>(.*?)<\/t[hd]>/.dotMatchesNewlines()).map {
        $0.1.replacing(/<[^>]*>/, with: " ").trimmingCharacters(in: .whitespacesAndNewlines)
      }
    }
  }

  @Test func everyNumberIsThatOfTheJSON() throws {
    let report = try report(plan([.causal, .lookAhead]))
    let result = try #require(report.result)
    let page = try html(report)
    #expect(try contents(page).result == result)
    let table = try rows(page, "RMSE in mm").dropFirst(2)
    #expect(table.map { $0[0].prefix { $0 != " " } } == ["uoro", "lms", "persistence", "leak"])
    for row in table {
      var column = 1
      for evaluated in ["causal", "look-ahead"] {
        for horizon in [0.1, 0.5, 1, 2] {
          let score = result.means.first {
            $0.protocol == evaluated && row[0].hasPrefix($0.model) && $0.horizonSeconds == horizon
          }
          let numbers = [score?.rmse, score?.rmseHalfWidth].compactMap { $0 }.map {
            String(format: "%.3f", $0)
          }
          #expect(
            row[column].split(whereSeparator: { " ±".contains($0) })
              == (numbers.isEmpty ? ["–"] : numbers.map { $0[...] }))
          column += 1
        }
      }
      #expect(row.count == column)
    }
    let all = try rows(page, "All scores").dropFirst()
    #expect(all.count == result.means.count + result.results.count)
    for (row, score) in zip(all, result.means + result.results) {
      #expect(row[0] == score.model && row[1] == score.protocol && row[2] == score.recording ?? "mean")
      for (column, value) in [
        (6, score.rmse), (8, score.mae), (10, score.nrmse), (13, score.jitter), (15, score.p95),
      ] {
        #expect(row[column] == value.map { String(format: "%.3f", $0) } ?? "–")
      }
    }
    let difference = try #require(result.comparisons.first)
    #expect(
      try rows(page, "Difference in RMSE")[2][1].hasPrefix(
        String(format: "%+.3f", difference.difference).replacing("-", with: "−")))
  }

  @Test(arguments: [
    ([0.1, 0.5, 1, 2], [0.1, 0.5, 1, 2]), ((1...20).map { Double($0) / 10 }, [0.1, 0.5, 1, 2]),
    ([0.25, 0.5, 0.75, 1.25, 1.5, 1.75, 2.25], [0.25, 0.75, 1.5, 2.25]),
  ])
  func tablesShowAsManyHorizonsAsTheyHaveRoomFor(horizons: [Double], shown: [Double]) throws {
    var plan = plan()
    plan.models = [.served(.persistence)]
    plan.horizons = .seconds(horizons)
    let report = try report(plan)
    #expect(try #require(report.result).shownHorizons == shown)
    #expect(try rows(try html(report), "RMSE in mm")[1].count == shown.count)
  }

  @Test func theBestOfEachColumnIsMarkedAndWhatRepeatsTheFutureIsNot() throws {
    let report = try report(plan([.causal, .lookAhead]))
    let page = try html(report)
    let overview = page.components(separatedBy: "</table>")[0]
    let marked = overview.matches(of: /<strong title[^>]*>(.*?)<\/strong>/).map { String($0.1) }
    let means = try #require(report.result).means.filter { $0.model != "leak" }
    let least = Dictionary(grouping: means) { "\($0.protocol) \($0.horizonSeconds)" }.values.map { scores in
      String(format: "%.3f", scores.compactMap(\.rmse).min()!)
    }
    #expect(marked.count == 8 && marked.sorted() == least.sorted())
    let leak = try #require(overview.components(separatedBy: "<tr>").last)
    #expect(leak.contains("leak") && !leak.contains("<strong"))
  }

  @Test func seedsAndParametersAreThere() throws {
    let page = try html(try report(plan([.causal, .lookAhead])))
    #expect(page.contains("seeds <b>40</b> to <b>41</b>"))
    let settings = try rows(page, "Hyper-parameters")
    #expect(settings.count == 1 + 7)
    #expect(settings[1].prefix(3) == ["uoro", "causal", "12"] && settings[1].last == "all")
  }

  @Test func lookAheadSaysThatItCannotBeHadLive() throws {
    let warning = "can&#39;t be had live"
    #expect(!(try html(try report(plan())).contains(warning)))
    #expect(!(try html(try report(plan())).contains("look-ahead, not to be had")))
    for protocols in [[EvaluationProtocol.lookAhead], [.causal, .lookAhead]] {
      let page = try html(try report(plan(protocols)))
      #expect(page.contains(warning) && page.contains("look-ahead, not to be had live"))
    }
  }

  @Test func namesAreShownAndNeverRun() throws {
    let nasty = "</script><script>alert(1)</script><!--\"'&\u{2028}"
    var plan = plan()
    plan.models = [.served(.persistence)]
    plan.recordings = [plan.recordings[0]]
    plan.recordings[0].name = nasty
    plan.recordings[0].markers[0] = nasty
    for n in plan.recordings[0].frames.indices { plan.recordings[0].frames[n].markers[0].name = nasty }
    let page = try html(try report(plan))
    #expect(!page.contains("<script>alert") && !page.contains("<!--"))
    #expect(page.components(separatedBy: "<script").count == 4)
    #expect(page.components(separatedBy: "</script").count == 4)
    let contents = try contents(page)
    #expect(contents.traces[0].recording == nasty && contents.traces[0].markers.contains(nasty))
    #expect(page.contains("&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;!--&quot;&#39;&amp;"))
  }

  @Test func theLibraryCannotEndItsElement() throws {
    let page = try Report().html(chartLibrary: "x = '</script>'")
    #expect(page.contains("x = '<\\/script>'"))
  }

  @Test func equalEvaluationsGiveEqualBytesAndNothingIsFetched() throws {
    let page = try html(try report(plan()))
    #expect(try html(try report(plan())) == page)
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains("src="))
    #expect(page.matches(of: /href="(?!data:)/).isEmpty)
  }

  /// nil where the daemon's numbers are nil: nothing scored, one run, no radii, no times.
  @Test func whatIsNotKnownIsNotDrawn() throws {
    var plan = plan([.lookAhead])
    plan.models = [EvaluatedModel(name: "lms")!]
    plan.parameters.models["lms"] = HyperParameters(learningRate: 1e6, clip: 1e300)
    let page = try html(try report(plan))
    #expect(try rows(page, "RMSE in mm")[2].dropFirst().allSatisfy { $0 == "diverged" })
    #expect(page.contains("look-ahead: 1 of 1 run diverged"))
    for id in ["coverage-causal", "cost"] { #expect(!page.contains("id=\"\(id)")) }
    #expect(!page.contains("Models against each other"))
    var timed = try #require(try report(plan).result)
    timed.means[0].microsecondsPerTick = 12.25
    timed.means[0].coverage = 0.905
    timed.means[0].calibrations = [Calibration(asked: 0.9, coverage: 0.905, radius: 3.25, winkler: 4.5)]
    let drawn = try html(Report(result: timed))
    #expect(drawn.contains("id=\"coverage-look-ahead\"") && drawn.contains("id=\"cost\""))
    #expect(try rows(drawn, "Radii asked to hold 90 %")[2][1].hasPrefix("90.5 % 3.250, 4.500"))
    #expect(drawn.contains("90.5") && drawn.contains("12.2") && !drawn.contains("id=\"trace\""))
  }

  @Test func aSearchAloneIsAReport() throws {
    let trials = [0.01, 0.1].enumerated().map { index, rate in
      Landscape.Trial(
        parameters: ["learning-rate": rate, "hidden": 10], rmse: index == 0 ? 1.5 : nil, stage: "rung 1")
    }
    let landscape = Landscape(model: "uoro", protocol: "causal", trials: trials, chosen: 0)
    let page = try html(Report(landscapes: [landscape]))
    #expect(try contents(page).landscapes == [landscape])
    #expect(page.contains("id=\"landscape-0-learning-rate\"") && !page.contains("id=\"landscape-0-hidden\""))
    let table = try rows(page, "Trials of uoro").dropFirst()
    #expect(
      Array(table) == [
        ["1, chosen", "10", "0.01", "rung 1", "1.500"], ["2", "10", "0.1", "rung 1", "diverged"],
      ])
    #expect(!page.contains("How it was done"))
  }
}
