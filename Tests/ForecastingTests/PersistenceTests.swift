import Forecasting
import Testing

@Test func persistenceForecastsTheNewestPosition() {
  let context = ForecasterContext(rate: 10, horizons: [1, 20], warmUp: [[0, 0, 0], [1, 1, 1]], seed: 0)
  var forecaster = makeForecaster(
    .persistence, preset: .standard, parameters: HyperParameters(), context: context)
  var forecast = Matrix(rows: 2, columns: 3, repeating: 0.0)
  forecaster.observe(Tick(index: 0, positions: [1, 2, 3]))
  forecaster.forecast(into: &forecast)
  #expect(forecast.elements == [1, 2, 3, 1, 2, 3])
}
