import Forecasting

/// What can be evaluated: the daemon's models, and what only looking ahead allows.
package enum EvaluatedModel: Hashable, Sendable {
  /// A model that can be served.
  case served(Model)
  /// y(t+h-1), which the papers' protocol has seen when it forecasts y(t+h): what such figures are to be compared with.
  case leak
  /// RTRL as in the code of the first paper, which reads the state before it has absorbed the newest input.
  case firstRTRL

  /// All of them, by name.
  package static let all: [EvaluatedModel] = Model.allCases.map { .served($0) } + [.leak, .firstRTRL]

  /// The name that the command line and the results call it by.
  package var name: String {
    switch self {
    case .served(let model): model.rawValue
    case .leak: "leak"
    case .firstRTRL: "rtrl-v1"
    }
  }

  /// The model called `name`.
  package init?(name: String) {
    guard let model = Self.all.first(where: { $0.name == name }) else { return nil }
    self = model
  }

  /// Whether it can be run under `evaluated`.
  package func exists(under evaluated: EvaluationProtocol) -> Bool {
    switch (self, evaluated) {
    case (.leak, .causal), (.firstRTRL, .causal): false
    case (.served(let model), .lookAhead): model.isOfThePapers
    default: true
    }
  }

  /// Whether its forecasts depend on the seed.
  package var isRandom: Bool {
    switch self {
    case .served(let model): model.isRandom
    case .firstRTRL: true
    case .leak: false
    }
  }
}

/// What a model has seen when it forecasts.
package enum EvaluationProtocol: String, CaseIterable, Codable, Sendable {
  /// Nothing that came after the newest sample: what a live system has.
  case causal
  /// The target of each step before the next step is forecast, as in the published code: not to be had live.
  case lookAhead = "look-ahead"
}

extension Model {
  /// Whether its forecasts depend on the seed.
  fileprivate var isRandom: Bool {
    switch self {
    case .uoro, .rtrl, .snap1, .dni, .features, .guidedAnalogue, .mixture: true
    case .persistence, .linear, .lms, .rls, .mean, .analogue, .localRidge: false
    }
  }

  /// Whether the papers' protocol has been run on it.
  fileprivate var isOfThePapers: Bool {
    switch self {
    case .persistence, .linear, .lms, .uoro, .rtrl, .snap1, .dni: true
    case .rls, .mean, .features, .analogue, .guidedAnalogue, .localRidge, .mixture: false
    }
  }
}
