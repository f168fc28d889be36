// `Forecaster.forecast(into:)` takes a `Matrix`, and `transfer(with:)` an `Archive`: whoever has the one should have the others.
@_exported import Algebra
@_exported import Archiving
