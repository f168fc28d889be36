import Forecasting

/// Hyper-parameters for models, and for models on certain recordings: what a parameters file holds.
package struct ParameterSet: Hashable, Sendable, Codable {
  /// By the model's name.
  package var models: [String: HyperParameters]
  /// By the recording's name, then the model's: above those of `models`.
  package var recordings: [String: [String: HyperParameters]]

  /// A set; by default of nothing.
  package init(
    models: [String: HyperParameters] = [:], recordings: [String: [String: HyperParameters]] = [:]
  ) {
    self.models = models
    self.recordings = recordings
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    // Not an error of our own, whose sentence YAML's decoder would not pass on.
    func refusal(_ sentence: String) -> DecodingError {
      .dataCorrupted(DecodingError.Context(codingPath: decoder.codingPath, debugDescription: sentence))
    }
    guard container.contains(.models) || container.contains(.recordings) else {
      throw refusal("neither 'models' nor 'recordings' is there")
    }
    for key in try decoder.container(keyedBy: HyperParameters.AnyKey.self).allKeys
    where CodingKeys(stringValue: key.stringValue) == nil {
      throw refusal("'\(key.stringValue)' is neither 'models' nor 'recordings'")
    }
    models = try container.decodeIfPresent([String: HyperParameters].self, forKey: .models) ?? [:]
    recordings =
      try container.decodeIfPresent([String: [String: HyperParameters]].self, forKey: .recordings) ?? [:]
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(models, forKey: .models)
    if !recordings.isEmpty { try container.encode(recordings, forKey: .recordings) }
  }

  private enum CodingKeys: CodingKey { case models, recordings }

  /// What is set for `model` on `recording`.
  package func parameters(of model: String, on recording: String) -> HyperParameters {
    (models[model] ?? HyperParameters()).overridden(by: recordings[recording]?[model] ?? HyperParameters())
  }

  /// Those of Pohl et al. 2022 (arXiv:2106.01100) for UORO on their nine recordings, chosen there for a horizon of 20 ticks.
  package static let published: ParameterSet = {
    let table: [(String, window: Int, hidden: Int, rate: Double)] = [
      ("201205101519", 50, 90, 0.2), ("201205101522", 70, 90, 0.1), ("201205101534", 70, 90, 0.1),
      ("201205101536", 10, 10, 0.2), ("201205101541", 50, 90, 0.2), ("201205111055", 50, 90, 0.1),
      ("201205111057", 90, 90, 0.05), ("201205181211", 50, 90, 0.1), ("201205181220", 10, 70, 0.1),
    ]
    return ParameterSet(
      recordings: Dictionary(
        uniqueKeysWithValues: table.map { name, window, hidden, rate in
          let parameters = HyperParameters(
            hidden: hidden, window: window, learningRate: rate, clip: 2, sigma: 0.02)
          return (name, [Model.uoro.rawValue: parameters])
        }))
  }()
}

extension HyperParameters {
  /// These, with what `other` sets in their place.
  package func overridden(by other: HyperParameters) -> HyperParameters {
    HyperParameters(
      hidden: other.hidden ?? hidden, window: other.window ?? window,
      learningRate: other.learningRate ?? learningRate, clip: other.clip ?? clip, sigma: other.sigma ?? sigma,
      experts: other.experts ?? experts)
  }

  /// One of those that are numbers, whatever its type. Sizes are rounded.
  package subscript(key: CodingKeys) -> Double? {
    get {
      switch key {
      case .hidden: hidden.map(Double.init)
      case .window: window.map(Double.init)
      case .learningRate: learningRate
      case .clip: clip
      case .sigma: sigma
      case .experts: nil
      }
    }
    set {
      switch key {
      case .hidden: hidden = newValue.map { Int($0.rounded()) }
      case .window: window = newValue.map { Int($0.rounded()) }
      case .learningRate: learningRate = newValue
      case .clip: clip = newValue
      case .sigma: sigma = newValue
      case .experts: break
      }
    }
  }

  /// What is set, by the names of the command line's flags.
  package var named: [String: Double] {
    Dictionary(
      uniqueKeysWithValues: CodingKeys.numbers.compactMap { key in self[key].map { (key.rawValue, $0) } })
  }
}

extension ParameterSet {
  /// Throws where a model is not known or a value can't be used.
  package func check() throws {
    let all: [(key: String, value: HyperParameters)] = ([models] + recordings.values).flatMap { Array($0) }
    for (name, parameters) in all {
      guard let model = EvaluatedModel(name: name) else {
        throw EvaluationError("there is no model '\(name)'")
      }
      let own = Preset.allCases.flatMap { SearchSpace.parameters(of: model, $0).map(\.rawValue) }
      for key in parameters.named.keys.sorted() where !own.contains(key) {
        throw EvaluationError("\(name) has no \(key)")
      }
      if let experts = parameters.experts {
        guard name == Model.mixture.rawValue else { throw EvaluationError("\(name) has no experts") }
        if let problem = Mixture.problem(with: experts) { throw EvaluationError(problem) }
      }
      for (key, value) in parameters.named where !(value >= 0 && value.isFinite && value <= 1e6) {
        throw EvaluationError("\(key) of \(name) is \(value)")
      }
      for (key, value, most) in [("hidden", parameters.hidden, 1024), ("window", parameters.window, 200)] {
        if let value, !(1...most).contains(value) { throw EvaluationError("\(key) of \(name) is \(value)") }
      }
    }
  }

  /// With what `parameters` sets for every model above all else.
  package func overridden(by parameters: HyperParameters) -> ParameterSet {
    var result = self
    for model in EvaluatedModel.all {
      result.models[model.name] = (models[model.name] ?? HyperParameters()).overridden(by: parameters)
    }
    for (recording, own) in recordings {
      result.recordings[recording] = own.mapValues { $0.overridden(by: parameters) }
    }
    return result
  }
}
