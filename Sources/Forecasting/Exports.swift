// `Forecaster.forecast(into:)` takes a `Matrix`: whoever has the one should have the other.
@_exported import Algebra
