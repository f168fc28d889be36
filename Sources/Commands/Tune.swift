import ArgumentParser
import Evaluation
import Forecasting
import Foundation
import MarkerMotion
import Recordings

/// `markercast tune`: which hyper-parameters forecast best before the test begins.
struct Tune: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Search for hyper-parameters on recordings.",
    discussion: """
      Runs models with many settings, and chooses the one of the least validation error: the RMSE of the 3-D error of \
      targets from --validate-from up to --test-from, mean over recordings, horizons and runs. Samples from --test-from \
      on are cut off before anything is run. A setting with a run that diverged is not chosen.

      Hyper-parameters take lists (--hidden 10,30,50) or ranges (--learning-rate 0.01..0.3, drawn evenly in the \
      logarithm where the ends are a factor of ten apart), each in place of the built-in values of that one. Built in \
      for --preset pohl2021 and --protocol look-ahead are the papers' grids:

        uoro    hidden and window 10,30,50,70,90; sigma 0.02,0.05
                learning-rate 0.05,0.1,0.2; snap1 and dni the same
        rtrl    hidden and window 10,25,40,55; learning-rate 0.02,0.05,0.1,0.2
        lms     window 10,30,50,70,90
                learning-rate 0.002,0.005,0.01,0.02,0.05,0.1,0.2
        linear  window 10,30,50,70,90; judged from sample 541 on

      and for the default preset smaller ones about its own values. On one core of an AMD EPYC, for one recording, \
      run and --horizons 0.1,0.5,1,2, the papers' grid of uoro takes 21 s, those of lms and linear 2 s, and the default \
      preset's of uoro 2 s; the largest setting of rtrl takes 53 s, by which its grid of 64 is about a quarter of an \
      hour. The papers' setting has a network for each horizon: fewer of them are faster.

      --search random draws --trials settings (Bergstra and Bengio 2012, J. Mach. Learn. Res. 13). --search halving \
      draws them too, runs each once, and time and again drops the worse half and doubles the runs of the rest: a run \
      is one recording with one seed (Jamieson and Talwalkar 2016, arXiv:1502.07943).

      What is finished is kept in $XDG_CACHE_HOME/markercast until all is: the same command goes on where it was \
      interrupted. --shard 3/16 runs the third of sixteen shares of a search and writes it to --json; --merge makes \
      of all shares what one machine would have found. Scripts/tune-slurm and Scripts/tune-parallel do it on many.

      EXAMPLES
        markercast tune data/2012* --out tuned.yaml
        markercast evaluate data/2012* --parameters tuned.yaml
        markercast tune data/2012* --preset pohl2021 --horizons 0.5,2 --each-recording
        markercast tune data/2012* --search halving --trials 64 --hidden 20..200
        markercast tune data/2012* --shard 1/2 --json 1.json
        markercast tune data/2012* --shard 2/2 --json 2.json
        markercast tune --merge 1.json 2.json --out tuned.yaml

      EXIT STATUS
        65 where a recording or a file can't be understood or searched so; 66 where there is none.
      """)

  @Argument(help: "The recordings, as evaluate takes them; with --merge, the shares' files.")
  var recordings: [String]

  @Option(help: .init("The models; each gets a setting of its own.", valueName: "model,..."))
  var model = List<EvaluatedModel>([.served(.uoro)])

  @Option(name: .customLong("protocol"), help: "What models have seen when they forecast.")
  var evaluated = EvaluationProtocol.causal

  @Option(help: "The family of settings of all models; pohl2021 is the papers'.")
  var preset = Preset.standard

  @Option(help: .init("How far ahead, in seconds.", valueName: "s,..."))
  var horizons: List<Double>?

  @Option(help: .init("How far ahead, in ticks.", valueName: "ticks,..."))
  var horizonTicks: List<Int>?

  @Option(help: .init("The first sample that is not looked at, counted from 1.", valueName: "sample"))
  var testFrom = 601

  @Option(
    help: .init(
      "The first target that settings are judged by; 301, or 541 for linear, where not given.",
      valueName: "sample"))
  var validateFrom: Int?

  @OptionGroup(title: "What is tried") var candidates: CandidateOptions

  @Option(help: "How the settings are gone through.") var search = SearchName.grid
  @Option(help: "Settings that random search and halving draw for each model; 32 where not given.")
  var trials: Int?

  @Option(help: "Runs of each setting of a model that draws random numbers, each with a seed of its own.")
  var runs = 1

  @Option(help: "The seed of the first run, and of the draws; each next run's is one more.")
  var seed: UInt64 = 1

  @Option(
    help: .init("The recordings' nominal rate; found from the stamps where not given.", valueName: "Hz"))
  var rate: Double?

  @Flag(help: "Choose a setting for each recording, too.") var eachRecording = false

  @Option(help: .init("Run one share of the search alone.", valueName: "i/n")) var shard: Shard?
  @Flag(help: "Join shares of one search. All but the files to write is as the shares have it.")
  var merge = false

  @Option(help: .init("Write what was chosen there, for --parameters.", valueName: "file.yaml"))
  var out: String?
  @Option(help: .init("Write all trials there, as JSON.", valueName: "file")) var json: String?
  @Option(help: .init("Write a page that shows the trials there, as HTML.", valueName: "file"))
  var report: String?

  @Option(help: "Threads; as many as there are processors where not given.")
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    try check(horizons: horizons, ticks: horizonTicks)
    try check((1...100_000).contains(runs), "--runs must lie between 1 and 100000")
    try check((1...1_000_000).contains(trials ?? 1), "--trials must lie between 1 and 1000000")
    try check(trials == nil || search != .grid, "--trials goes with --search random or halving")
    try check(testFrom >= 2, "--test-from must be 2 or more")
    try check((1..<testFrom).contains(validateFrom ?? 1), "--validate-from must lie before --test-from")
    try check(rate.map { (0.5...1000).contains($0) } ?? true, "--rate must lie between 0.5 and 1000 Hz")
    try check((1...1024).contains(jobs), "--jobs must lie between 1 and 1024")
    try check(shard == nil || !merge, "give --shard or --merge, not both")
    try check(shard == nil || json != nil, "--shard writes its share to a file: name it with --json")
    try check(
      shard == nil || (out == nil && report == nil),
      "a shard chooses nothing: give --out and --report when you --merge them")
    try check(
      search != .halving || (shard == nil && !eachRecording),
      "--search halving compares all settings on all recordings: it goes neither with --shard nor with --each-recording"
    )
    try checkCandidates()
  }

  private func checkCandidates() throws {
    let preset = evaluated == .lookAhead ? .pohl2021 : preset
    for model in model.elements where !model.exists(under: evaluated) {
      throw ValidationError("model \(model.name) does not exist under --protocol \(evaluated.rawValue)")
    }
    for (key, candidates) in candidates.given {
      try check(
        search != .grid || !candidates.isRange,
        "--\(key.rawValue) is a range, of which there is no grid: list its values, or use --search random")
    }
    try check(candidates.given.map(\.key.rawValue), areOf: model.elements, under: [preset])
  }

  func run() throws {
    try reportingFailures {
      try checkWritable(json, out, report)
      let library = try report.map { _ in try chartLibrary() }
      if merge {
        return try conclude(SearchResult(merging: recordings.map { ($0, try sharedResult($0)) }), library)
      }
      let search = try plan()
      if let shard, let json, try isFinished(shard, of: search, in: json) {
        return say("Shard \(shard) is finished: it is in \(json).")
      }
      explainInterruption()
      let reporter = RunReporter()
      let (result, finish) = try search.run(
        shard: shard ?? .whole, jobs: jobs, store: try RunStore(command: "tune"), version: programVersion()
      ) { reporter.note($0.runs, $0.text) }
      reporter.end()
      if let shard, let json {
        try save(try result.json(), to: json)
        print("Shard \(shard): \(result.trials.count) of \(result.count) settings, in \(json).")
      } else {
        try conclude(result, library)
      }
      finish()
    }
  }

  private func conclude(_ result: SearchResult, _ chartLibrary: String?) throws {
    var result = result
    try result.choose()
    if let json { try save(try result.json(), to: json) }
    if let out { try save(Data(try result.yaml().utf8), to: out) }
    if let report, let chartLibrary {
      let page = try Report(landscapes: result.landscapes).html(chartLibrary: chartLibrary)
      try save(Data(page.utf8), to: report)
    }
    print(result.text)
  }

  private func plan() throws -> SearchPlan {
    var search = SearchPlan(recordings: try loadedRecordings(recordings), testFrom: testFrom)
    search.validateFrom = validateFrom
    search.strategy = self.search.strategy(trials ?? 32)
    search.choosesEach = eachRecording
    search.plan.protocols = [evaluated]
    search.plan.models = model.elements
    search.plan.preset = preset
    if let horizons { search.plan.horizons = .seconds(horizons.elements) }
    if let horizonTicks { search.plan.horizons = .ticks(horizonTicks.elements) }
    search.plan.runs = runs
    search.plan.seed = seed
    search.plan.rate = rate
    for model in model.elements { search.spaces[model] = candidates.space(of: model, search.preset) }
    try search.check()
    return search
  }
}

/// Whether `file` holds that shard of that search, written after this program was.
private func isFinished(_ shard: Shard, of search: SearchPlan, in file: String) throws -> Bool {
  guard let written = modificationDate(of: file), let built = programDate(), written > built,
    let result = try? sharedResult(file)
  else { return false }
  return try result.shard == shard.number && result.shards == shard.count
    && result.fingerprint == search.fingerprint()
}

/// What a file of `tune --json` holds.
private func sharedResult(_ path: String) throws -> SearchResult {
  guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else {
    throw Failure(.missingInput, "cannot read \(path): name a file that tune --shard wrote to --json")
  }
  guard let result = try? JSONDecoder().decode(SearchResult.self, from: data) else {
    throw Failure(.badData, "\(path) is no file that tune --shard wrote to --json: name those alone")
  }
  return result
}

/// The ways of a search.
enum SearchName: String, CaseIterable, ExpressibleByArgument {
  case grid, random, halving

  func strategy(_ trials: Int) -> SearchStrategy {
    switch self {
    case .grid: .grid
    case .random: .random(trials: trials)
    case .halving: .halving(trials: trials)
    }
  }
}

extension EvaluationProtocol: ExpressibleByArgument {}
