import MarkerMotion

extension ForecastState {
  /// The state as statistics, logs and tables write it.
  package var name: String {
    switch self {
    case .warmingUp: "warming up"
    case .tracking: "tracking"
    case .degraded: "degraded"
    case .lost: "lost"
    }
  }

  /// The state as labels and events write it: its name with underscores.
  package var label: String { name.replacing(" ", with: "_") }

  /// The state of a message; nil where it says none that this code knows.
  package init?(_ state: Markercast_V1_State) {
    switch state {
    case .warmingUp: self = .warmingUp
    case .tracking: self = .tracking
    case .degraded: self = .degraded
    case .lost: self = .lost
    case .unspecified, .UNRECOGNIZED: return nil
    }
  }
}

extension Markercast_V1_State {
  /// The wire's word for a state.
  package init(_ state: ForecastState) {
    self =
      switch state {
      case .warmingUp: .warmingUp
      case .tracking: .tracking
      case .degraded: .degraded
      case .lost: .lost
      }
  }
}

extension TickConditions {
  /// The names of the conditions, in the order of `named`.
  package var names: [String] {
    Self.named.filter { contains($0.condition) }.map(\.name)
  }

  /// The conditions of these names; a name that is not known says nothing.
  package init(names: [String]) {
    self.init(Self.named.filter { names.contains($0.name) }.map(\.condition))
  }
}
