// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "markercast",
  products: [],
  dependencies: [
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1")
  ],
  targets: [
    .target(name: "Algebra", dependencies: [.product(name: "RealModule", package: "swift-numerics")]),
    .target(
      name: "Forecasting",
      dependencies: ["Algebra", .product(name: "RealModule", package: "swift-numerics")]),
    .testTarget(name: "AlgebraTests", dependencies: ["Algebra"]),
    .testTarget(name: "ForecastingTests", dependencies: ["Forecasting", "Algebra"]),
  ],
  swiftLanguageModes: [.v6]
)
