import Benchmark
import Breathing
import Forecasting
import MarkerMotion
import Recordings

/// The tick grid, and whole ticks of a session with the default model.
func streams() {
  for markers in [1, 3, 10, 30] {
    var breather = SyntheticBreather(.calm(markers: markers))
    var grid = TickGrid(rate: Subject.rate)
    Benchmark("grid,\(markers) markers,,admit") { benchmark in
      let frame = breather.next()!
      benchmark.startMeasurement()
      blackHole(grid.admit(frame))
      benchmark.stopMeasurement()
    }
    for horizons in [1, 20, 60] { session(markers: markers, horizons: horizons) }
  }
}

/// Up to the forecast, which is what latency is made of; and the learning after it.
private func session(markers: Int, horizons: Int) {
  for part in ["forecast", "learn"] {
    var breather = SyntheticBreather(.calm(markers: markers))
    var session: ForecastSession?
    func tick(_ benchmark: Benchmark?) {
      let frame = breather.next()!
      if part == "forecast" { benchmark?.startMeasurement() }
      _ = session!.observe(frame)
      blackHole(session!.forecast())
      if part == "forecast" { benchmark?.stopMeasurement() }
      if part == "learn" { benchmark?.startMeasurement() }
      while session!.learn() {}
      if part == "learn" { benchmark?.stopMeasurement() }
    }
    Benchmark("session,\(markers) markers,\(horizons) horizons,\(part)") { benchmark in
      tick(benchmark)
    } setup: {
      var configuration = SessionConfiguration()
      configuration.rate = Subject.rate
      configuration.horizons = (1...horizons).map { Double($0) / Subject.rate }
      session = ForecastSession(configuration)
      // Two minutes: past the warm-up and what is learned of it afterwards.
      for _ in 0..<1200 { tick(nil) }
    } teardown: {
      session = nil
    }
  }
}
