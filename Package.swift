// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "markercast",
  products: [],
  dependencies: [],
  targets: [
    .target(name: "MarkerMotion"),
    .testTarget(name: "MarkerMotionTests", dependencies: ["MarkerMotion"]),
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .target(name: "ZeroMQ", dependencies: ["CZeroMQ"]),
    .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"]),
  ],
  swiftLanguageModes: [.v6]
)
