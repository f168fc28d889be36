// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that whoever builds markercast does not build what measures it.
let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "markercast", path: ".."),
    // Without traits: they would build a replacement of malloc, and allocations are not counted here.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "Breathing",
      dependencies: [
        .product(name: "Forecasting", package: "markercast"),
        .product(name: "MarkerMotion", package: "markercast"),
        .product(name: "Recordings", package: "markercast"),
      ],
      path: "Breathing"),
    .executableTarget(
      name: "Ticks",
      dependencies: [
        "Breathing",
        .product(name: "Wire", package: "markercast"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Ticks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(name: "Kernels", dependencies: ["Breathing"], path: "Kernels"),
    .executableTarget(name: "Instructions", dependencies: ["Breathing"], path: "Instructions"),
  ],
  swiftLanguageModes: [.v6]
)
