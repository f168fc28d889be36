// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that whoever builds markercast does not need libFuzzer. Scripts/fuzz builds it.
let package = Package(
  name: "Fuzzing",
  dependencies: [.package(name: "markercast", path: "..")],
  targets: [
    .executableTarget(
      name: "Fuzz", dependencies: [.product(name: "FuzzTargets", package: "markercast")],
      path: "Fuzz")
  ],
  swiftLanguageModes: [.v6]
)
