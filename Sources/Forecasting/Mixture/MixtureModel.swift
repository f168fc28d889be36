/// A mixture of the experts that `parameters` name. Those that compare the present with the past share one search; the
/// others are made by their preset where `forecaster` does not give them.
package func makeMixture(
  _ parameters: HyperParameters, _ context: ForecasterContext,
  forecaster given: (Model) -> (any Forecaster)? = { _ in nil }
) -> Mixture {
  let names = parameters.completed(for: .mixture, .standard).experts ?? []
  let rules: [Model: any NeighbourRule.Type] = [.analogue: Analogues.self, .localRidge: LocalRidge.self]
  let most = names.compactMap { rules[$0]?.count }.max()
  let search = most.map { NeighbourSearch(context, count: $0) }
  let experts = names.map { model in
    if let search, let rule = rules[model] {
      return Expert(model, rule: rule.init(search, rate: context.rate), context)
    }
    let forecaster =
      given(model)
      ?? makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
    return Expert(model, forecaster: forecaster, context)
  }
  return Mixture(experts, search: search, context)
}

extension Mixture {
  /// Why a mixture can't be made of `experts`; nil where it can.
  package static func problem(with experts: [Model]) -> String? {
    if experts.isEmpty { return "a mixture needs an expert" }
    if experts.contains(.mixture) { return "a mixture is no expert of a mixture" }
    if Set(experts).count < experts.count { return "an expert stands twice in the list" }
    return nil
  }
}
