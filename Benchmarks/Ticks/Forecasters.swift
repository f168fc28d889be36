import Benchmark
import Breathing
import Forecasting

/// The phases of a tick of every model at its defaults, and of some at other sizes: 3 markers, 20 horizons.
func forecasters() {
  for model in Model.allCases { phases(of: model) }
  for hidden in [20, 40, 160] {
    for model in [Model.uoro, .snap1, .dni] {
      phases(of: model, HyperParameters(hidden: hidden), "hidden=\(hidden)")
    }
  }
  for hidden in [12, 48] { phases(of: .rtrl, HyperParameters(hidden: hidden), "hidden=\(hidden)") }
  for window in [3, 24] { phases(of: .rls, HyperParameters(window: window), "window=\(window)") }
}

private func phases(
  of model: Model, _ parameters: HyperParameters = HyperParameters(), _ size: String = "default"
) {
  for phase in Phase.allCases {
    var subject: Subject?
    Benchmark("forecaster,\(model.rawValue),\(size),\(phase.rawValue)") { benchmark in
      subject!.breathe()
      if phase == .observe { benchmark.startMeasurement() }
      subject!.observe()
      if phase == .observe { benchmark.stopMeasurement() }
      if phase == .forecast { benchmark.startMeasurement() }
      subject!.forecast()
      if phase == .forecast { benchmark.stopMeasurement() }
      if phase == .learn { benchmark.startMeasurement() }
      subject!.learn()
      if phase == .learn { benchmark.stopMeasurement() }
    } setup: {
      // Two minutes, after which everything that learns does.
      subject = Subject(model, parameters: parameters)
      subject!.advance(by: 1200)
    } teardown: {
      subject = nil
    }
  }
}

private enum Phase: String, CaseIterable {
  case observe, forecast, learn
}
