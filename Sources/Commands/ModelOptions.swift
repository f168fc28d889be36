import ArgumentParser
import Evaluation
import Forecasting
import Foundation

/// The settings of models that all commands that forecast take.
struct ModelOptions: ParsableArguments {
  @Option(help: "The family of settings of all models; pohl2021 is the papers'.")
  var preset = Preset.standard

  @Option(help: "The size of a recurrent network's state; the preset's where not given.")
  var hidden: Int?

  @Option(help: "The number of past positions in a window; the preset's where not given.")
  var window: Int?

  @Option(help: "The learning rate; the preset's where not given.")
  var learningRate: Double?

  @Option(help: "The largest norm of a gradient; the preset's where not given.")
  var clip: Double?

  @Option(help: "The standard deviation of initial weights; the preset's where not given.")
  var sigma: Double?

  @Option(
    help: .init(
      "The models that mixture is made of; persistence, mean, rls, uoro, analogue, local-ridge and guided-analogue where not given.",
      valueName: "model,..."))
  var experts: List<Model>?

  @Option(
    help: .init("Take hyper-parameters from a YAML file, as tune writes it; flags win.", valueName: "file"))
  var parameters: String?

  func validate() throws {
    try check(hidden, in: 1...1024, "hidden")
    try check(window, in: 1...200, "window")
    for (name, value) in [("learning-rate", learningRate), ("clip", clip), ("sigma", sigma)] {
      if let value, !(value >= 0 && value.isFinite) { throw ValidationError("--\(name) must be 0 or more") }
    }
    if let problem = experts.flatMap({ Mixture.problem(with: $0.elements) }) {
      throw ValidationError("--experts: \(problem)")
    }
  }

  private func check(_ value: Int?, in range: ClosedRange<Int>, _ name: String) throws {
    if let value, !range.contains(value) {
      throw ValidationError("--\(name) must lie between \(range.lowerBound) and \(range.upperBound)")
    }
  }

  /// What the flags set.
  var flags: HyperParameters {
    HyperParameters(
      hidden: hidden, window: window, learningRate: learningRate, clip: clip, sigma: sigma,
      experts: experts?.elements)
  }

  /// What the parameters file sets.
  func file() throws -> ParameterSet {
    guard let parameters else { return ParameterSet() }
    guard let text = try? String(contentsOfFile: parameters, encoding: .utf8) else {
      throw Failure(
        .missingInput,
        "cannot read the parameters file \(parameters): name a file that exists and is UTF-8 text")
    }
    do {
      return try ParameterSet(yaml: text)
    } catch {
      throw Failure(
        .badData,
        "\(parameters) is no parameters file (\(sentence(error))): it holds 'models:', and under it a model's name, and under that hidden, window, learning-rate, clip, sigma or experts"
      )
    }
  }
}

private func sentence(_ error: any Error) -> String {
  switch error {
  case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
    DecodingError.keyNotFound(_, let context), DecodingError.valueNotFound(_, let context):
    (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
  default: "\(error)"
  }
}
