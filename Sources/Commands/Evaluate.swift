import ArgumentParser
import Evaluation
import Forecasting
import Foundation
import Recordings

/// `markercast evaluate`: how good forecasts are, on recordings.
struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score models on recordings.",
    discussion: """
      Drives each model over each recording as serve would, and scores its forecasts against what came: RMSE of the \
      3-D error over time and markers, its mean over runs with a 95 % confidence half-width, and further measures in \
      the files.

      --protocol look-ahead scores as the papers' code does, which lets models learn from the future of what they \
      forecast: to recognise published numbers by. Such figures can't be had live, and the output says so. 'both' sets \
      the two side by side.

      --suite scores on motions made here that are not regular breathing: drifts, steps, breath-holds, coughs, speech, \
      other sensors and rates; one table tells where the first model falls behind the best of persistence, rls and mean.

      --recorded scores what a daemon published, from a file that record --out has kept beside the frames: the error of \
      each forecast at the instant that it names, persistence on the same forecasts, radii, states, latency over time \
      and what happened when.

      What is finished is kept in $XDG_CACHE_HOME/markercast until all is: the same command goes on where it was \
      interrupted.

      EXAMPLES
        markercast evaluate breathing.csv
        markercast evaluate data/2012* --model uoro,rls,persistence --runs 5 --report report.html
        markercast evaluate data/2012* --preset pohl2021 --protocol both --model uoro,lms,leak --horizon-ticks 5,10,20
        markercast evaluate data/201205101522 --protocol both --model uoro --perturb-after 900
        markercast evaluate data/2012* --model mixture --timing
        markercast evaluate --suite --json suite.json
        markercast evaluate --suite --rows coughs,holds-10s --model uoro,persistence --runs 5
        markercast evaluate --recorded night.messages --report night.html --percentiles night.hgrm
        markercast evaluate session.csv --recorded session.jsonl

      EXIT STATUS
        65 where a recording can't be understood or evaluated so; 66 where there is none.
      """)

  @Argument(help: "The recordings: files, or the common beginning of the files of each marker.")
  var recordings: [String] = []

  @OptionGroup(title: "Robustness") var robustness: SuiteOptions
  @OptionGroup(title: "What was published") var published: RecordedOptions

  @Option(
    help: .init(
      "The models; where not given \(List(Self.usualModels).defaultValueDescription), with --suite \(List(SuitePlan.usualModels).defaultValueDescription).",
      valueName: "model,..."))
  var model: List<EvaluatedModel>?

  @Option(name: .customLong("protocol"), help: "What models have seen when they forecast.")
  var evaluated = ProtocolChoice.causal

  @Option(help: .init("How far ahead, in seconds; as serve, 0.1 to 2, where not given.", valueName: "s,..."))
  var horizons: List<Double>?

  @Option(help: .init("How far ahead, in ticks.", valueName: "ticks,..."))
  var horizonTicks: List<Int>?

  @Option(
    help: .init(
      "The shares of errors that radii are to hold: up to three, the first in the tables.",
      valueName: "share,..."
    ))
  var coverage = List(SessionConfiguration().coverages)

  @Option(help: "Runs of each model that draws random numbers, each with a seed of its own.")
  var runs = 1

  @Option(help: "The seed of the first run; each next one's is one more.")
  var seed: UInt64 = 1

  @Option(
    help: .init(
      "The first target that is scored, counted from 1; 601 where not given, with --recorded 1.",
      valueName: "sample"))
  var testFrom: Int?

  @OptionGroup(title: "Models") var models: ModelOptions

  @Option(
    help: .init("The recordings' nominal rate; found from the stamps where not given.", valueName: "Hz"))
  var rate: Double?

  @Option(help: .init("Write all numbers there, as JSON.", valueName: "file")) var json: String?
  @Option(help: .init("Write the scores there, as CSV.", valueName: "file")) var csv: String?
  @Option(help: .init("Write every forecast of the test span there, as CSV.", valueName: "file"))
  var forecasts: String?
  @Option(help: .init("Write a page to read there, as HTML.", valueName: "file")) var report: String?

  @Flag(
    help:
      "Measure the time of a tick and how much faster than real time one core is; equal runs then give unequal files."
  )
  var timing = false

  @Option(help: "Threads; as many as there are processors where not given.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(
    help: .init(
      "Instead of scores: change the first recording after this row, and tell how many of the forecasts made until then change.",
      valueName: "sample"))
  var perturbAfter: Int?

  func validate() throws {
    try check(horizons: horizons, ticks: horizonTicks)
    try check(coverages: coverage)
    try check((1...100_000).contains(runs), "--runs must lie between 1 and 100000")
    try check(testFrom ?? 1 >= 1, "--test-from must be 1 or more")
    try check(rate.map { (0.5...1000).contains($0) } ?? true, "--rate must lie between 0.5 and 1000 Hz")
    try check((1...1024).contains(jobs), "--jobs must lie between 1 and 1024")
    try check(perturbAfter.map { $0 >= 1 } ?? true, "--perturb-after must be 1 or more")
    try check(
      perturbAfter == nil || (json ?? csv ?? forecasts ?? report) == nil,
      "--perturb-after gives no scores: leave out --json, --csv, --forecasts and --report")
    try check(
      robustness.suite || published.recorded != nil || !recordings.isEmpty,
      "name a recording, or ask for the robustness suite with --suite")
    try check(
      published.recorded != nil || (published.stream ?? published.percentiles) == nil,
      "--stream and --percentiles go with --recorded")
    if published.recorded != nil { return try checkRecorded() }
    try check(robustness.suite || robustness.rows == nil, "--rows goes with --suite")
    if robustness.suite { try checkSuite() }
    for model in evaluatedModels where !evaluated.protocols.contains(where: model.exists(under:)) {
      throw ValidationError("model \(model.name) does not exist under --protocol \(evaluated.rawValue)")
    }
    try check(
      models.experts == nil || evaluatedModels.contains(.served(.mixture)), "--experts is for --model mixture"
    )
    let presets = evaluated.protocols.map { $0 == .lookAhead ? .pohl2021 : models.preset }
    try check(models.flags.named.keys, areOf: evaluatedModels, under: presets)
  }

  func run() throws {
    try reportingFailures {
      if robustness.suite { return try runSuite() }
      if let recorded = published.recorded { return try runRecorded(recorded) }
      let plan = try plan()
      if let perturbAfter {
        print(perturbationTable(try plan.perturbed(after: perturbAfter), after: perturbAfter))
        return
      }
      try checkWritable(json, csv, forecasts, report)
      let library = try report.map { _ in try chartLibrary() }
      explainInterruption()
      let runner = Runner(plan, store: try RunStore(command: "evaluate"), version: programVersion())
      let reporter = RunReporter()
      let names = plan.recordings.map(\.name)
      let results = try runner.run(jobs: jobs, keepsForecasts: keepsForecasts) { progress in
        let unit = progress.unit
        reporter.note(
          progress, "\(unit.model.name), \(unit.protocol.rawValue), \(names[unit.recording])")
      }
      reporter.end()
      let result = try plan.summarise(results)
      try write(result, plan, runner)
      if let report, let library {
        let page = Report(result: result, traces: plan.traces(runner.forecasts))
        try save(Data(try page.html(chartLibrary: library).utf8), to: report)
      }
      print(result.text)
      runner.finish()
    }
  }

  private func plan() throws -> EvaluationPlan {
    var plan = EvaluationPlan(recordings: try loadedRecordings(recordings))
    plan.protocols = evaluated.protocols
    try apply(to: &plan)
    if let horizons { plan.horizons = .seconds(horizons.elements) }
    if let horizonTicks { plan.horizons = .ticks(horizonTicks.elements) }
    if let testFrom { plan.testFrom = testFrom }
    plan.rate = rate
    plan.isTimed = timing
    try plan.check()
    return plan
  }

  /// Sets what recordings and the suite have in common.
  func apply(to plan: inout EvaluationPlan) throws {
    plan.models = evaluatedModels
    plan.preset = models.preset
    plan.coverages = coverage.elements
    plan.runs = runs
    plan.seed = seed
    plan.parameters = try models.file().overridden(by: models.flags)
  }

  /// The models that are asked for, or the usual ones.
  var evaluatedModels: [EvaluatedModel] {
    model?.elements ?? (robustness.suite ? SuitePlan.usualModels : Self.usualModels)
  }

  private static let usualModels = ["mixture", "uoro", "rls", "lms", "linear", "persistence"]
    .compactMap { EvaluatedModel(name: $0) }

  private var keepsForecasts: @Sendable (EvaluationPlan.Unit) -> Bool {
    let (all, first) = (forecasts != nil, report != nil)
    return { all || (first && $0.run == 0) }
  }

  private func write(_ result: EvaluationResult, _ plan: EvaluationPlan, _ runner: Runner) throws {
    if let json { try save(try result.json(), to: json) }
    if let csv { try save(Data(result.csv().utf8), to: csv) }
    if let forecasts {
      let file = try ForecastsFile(path: forecasts, coverages: plan.coverages)
      for (index, unit) in plan.units.enumerated() {
        let recording = plan.recordings[unit.recording]
        guard let kept = runner.forecasts(index) else {
          throw Failure(
            .fault,
            "the forecasts of a finished run are gone, as where the same command ran twice at once: run it again"
          )
        }
        try file.write(kept, of: unit, recording: recording.name, markers: recording.markers)
      }
    }
  }
}

/// The recordings at `paths`, each once however many of its files are named.
func loadedRecordings(_ paths: [String]) throws -> [Recording] {
  var result: [Recording] = []
  for path in paths {
    let recording = try Recording(path: path)
    if let known = result.first(where: { $0.name == recording.name }) {
      guard known.frames == recording.frames else {
        throw Failure(
          .badData, "two different recordings are called \(recording.name): rename one, as results go by name"
        )
      }
      continue
    }
    result.append(recording)
  }
  return result
}

/// A protocol, or both.
enum ProtocolChoice: String, CaseIterable, ExpressibleByArgument {
  case causal
  case lookAhead = "look-ahead"
  case both

  var protocols: [EvaluationProtocol] {
    switch self {
    case .causal: [.causal]
    case .lookAhead: [.lookAhead]
    case .both: [.causal, .lookAhead]
    }
  }
}

extension EvaluatedModel: ExpressibleByArgument {
  /// The model of this name.
  public init?(argument: String) { self.init(name: argument) }
  /// The names of all models.
  public static var allValueStrings: [String] { all.map(\.name) }
  /// The name.
  public var defaultValueDescription: String { name }
}
