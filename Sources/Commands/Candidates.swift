import ArgumentParser
import Evaluation
import Forecasting
import Foundation

/// What is tried of a hyper-parameter: values parted by commas, or a range `0.01..0.3`.
struct Candidates: ExpressibleByArgument {
  var values: SearchSpace.Values

  init?(argument: String) {
    let ends = argument.components(separatedBy: "..").map { Double($0) }
    if ends.count == 2 {
      guard let lower = ends[0], let upper = ends[1], lower < upper else { return nil }
      values = .range(lower...upper)
    } else {
      guard let list = List<Double>(argument: argument) else { return nil }
      values = .list(list.elements)
    }
  }

  var isRange: Bool {
    if case .range = values { true } else { false }
  }

  /// The values, or the ends of the range.
  var named: [Double] {
    switch values {
    case .list(let list): list
    case .range(let range): [range.lowerBound, range.upperBound]
    }
  }
}

/// Throws where a hyper-parameter of `names` is set that none of `models` has.
func check(_ names: some Sequence<String>, areOf models: [EvaluatedModel], under presets: [Preset]) throws {
  let known = presets.flatMap { preset in
    models.flatMap { SearchSpace.parameters(of: $0, preset).map(\.rawValue) }
  }
  for name in names.sorted() where !known.contains(name) {
    throw ValidationError(
      "no model of \(models.map(\.name).joined(separator: ",")) has a --\(name) with preset \(presets[0].rawValue)"
    )
  }
}

/// What is tried of each hyper-parameter, in place of the grids that are built in.
struct CandidateOptions: ParsableArguments {
  @Option(help: .init("The sizes of a recurrent network's state.", valueName: "values|range"))
  var hidden: Candidates?

  @Option(help: .init("The numbers of past positions in a window.", valueName: "values|range"))
  var window: Candidates?

  @Option(help: .init("The learning rates.", valueName: "values|range"))
  var learningRate: Candidates?

  @Option(help: .init("The largest norms of a gradient.", valueName: "values|range"))
  var clip: Candidates?

  @Option(help: .init("The standard deviations of initial weights.", valueName: "values|range"))
  var sigma: Candidates?

  /// What is given, by its hyper-parameter.
  var given: [(key: HyperParameters.CodingKeys, candidates: Candidates)] {
    let all: [(HyperParameters.CodingKeys, Candidates?)] = [
      (.hidden, hidden), (.window, window), (.learningRate, learningRate), (.clip, clip), (.sigma, sigma),
    ]
    return all.compactMap { key, candidates in candidates.map { (key, $0) } }
  }

  func validate() throws {
    for (key, candidates) in given {
      if key.isWhole {
        let most = key == .hidden ? 1024.0 : 200
        try check(
          candidates.named.allSatisfy { (1...most).contains($0) && $0 == $0.rounded() },
          "--\(key.rawValue) takes whole numbers between 1 and \(Int(most))")
      } else {
        try check(
          candidates.named.allSatisfy { $0 >= 0 && $0 <= 1e6 }, "--\(key.rawValue) takes numbers of 0 or more"
        )
      }
    }
  }

  /// What is tried of `model`: the grid that is built in, with what is given in its place.
  func space(of model: EvaluatedModel, _ preset: Preset) -> SearchSpace {
    let own = SearchSpace.parameters(of: model, preset)
    var result = SearchSpace.builtIn(model, preset)
    for (key, candidates) in given where own.contains(key) { result.values[key] = candidates.values }
    return result
  }
}
