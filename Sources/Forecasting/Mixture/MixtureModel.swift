/// A mixture of the experts that `parameters` name. Those that compare the present with the past share one search, but for
/// the guided ones, whose guide is the `uoro` of the list; the others are made by their preset where `forecaster` does not
/// give them. `rule` may make another rule of a model's own.
package func makeMixture(
  _ parameters: HyperParameters, _ context: ForecasterContext, settings: MixtureSettings = .standard,
  forecaster given: (Model) -> (any Forecaster)? = { _ in nil },
  rule adapted: (Model, any NeighbourRule) -> any NeighbourRule = { _, rule in rule }
) -> Mixture {
  let names = parameters.completed(for: .mixture, .standard).experts ?? []
  let rules: [Model: any NeighbourRule.Type] = [.analogue: Analogues.self, .localRidge: LocalRidge.self]
  var searches: [Mixture.Search] = []
  let plain = names.compactMap { rules[$0]?.count }.max().map { count in
    searches.append(Mixture.Search(search: NeighbourSearch(context, count: count), guide: nil))
    return searches.count - 1
  }
  let guided = names.contains(.guidedAnalogue) ? names.firstIndex(of: .uoro) : nil
  if let guided { searches.append(Mixture.Search(search: .guided(context), guide: guided)) }
  let experts = names.map { model in
    if let plain, let kind = rules[model] {
      let rule = kind.init(searches[plain].search, rate: context.rate)
      return Expert(model, rule: adapted(model, rule), search: plain, context)
    }
    if model == .guidedAnalogue, let last = searches.last, last.guide != nil {
      let rule = Analogues(last.search, rate: context.rate)
      return Expert(model, rule: adapted(model, rule), search: searches.count - 1, context)
    }
    let own = given(model)
    let forecaster = Guarded(keeps: model.isKept, context: context) {
      own ?? makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
    }
    return Expert(model, forecaster: forecaster, context)
  }
  return Mixture(experts, searches: searches, settings, context)
}

/// How a mixture weighs its experts.
package struct MixtureSettings: Sendable {
  /// What is left of a loss after a tick at 10 Hz.
  package var memory: Double
  /// How fast weights fall with losses.
  package var sharpness: Double

  /// The mixture that is served: of what was tried, the least error on the development recordings with no motion of the
  /// robustness suite forecast more than 3 % worse than by the best of persistence, least squares and the mean. Shorter
  /// memories and rounder weights have up to 1 % less error on the recordings, and 7 to 13 % more on slow excursions.
  package static let standard = MixtureSettings(memory: 0.999, sharpness: 20)
  /// The mixture of the recipe's reference.
  package static let recipe = MixtureSettings(memory: 0.998, sharpness: 2)
}

extension Mixture {
  /// Why a mixture can't be made of `experts`; nil where it can.
  package static func problem(with experts: [Model]) -> String? {
    if experts.isEmpty { return "a mixture needs an expert" }
    if experts.contains(.mixture) { return "a mixture is no expert of a mixture" }
    if Set(experts).count < experts.count { return "an expert stands twice in the list" }
    if experts.contains(.guidedAnalogue), !experts.contains(.uoro) {
      return "guided-analogue wants its guide, uoro, in the list"
    }
    return nil
  }
}
