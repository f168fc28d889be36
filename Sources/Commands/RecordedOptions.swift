import ArgumentParser

/// The options of `evaluate --recorded`.
struct RecordedOptions: ParsableArguments {
  @Option(
    help: .init(
      "Score what a daemon published, from a file of record --out, or of record --forecasts and a recording.",
      valueName: "file"))
  var recorded: String?

  @Option(help: "Of a file with several streams, this one alone.")
  var stream: String?

  @Option(
    help: .init(
      "Write the latencies' percentiles there, as plotters of HDR histograms read them.", valueName: "file"))
  var percentiles: String?
}
