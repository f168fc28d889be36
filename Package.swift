// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "markercast",
  products: [],
  dependencies: [],
  targets: [
    .target(name: "MarkerMotion"),
    .testTarget(name: "MarkerMotionTests", dependencies: ["MarkerMotion"]),
  ],
  swiftLanguageModes: [.v6]
)
