// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "markercast",
  products: [
    .executable(name: "markercast", targets: ["markercast"]),
    .library(name: "MarkerMotion", targets: ["MarkerMotion"]),
    .library(name: "Forecasting", targets: ["Forecasting"]),
    .library(name: "Recordings", targets: ["Recordings"]),
    .library(name: "Wire", targets: ["Wire"]),
    // For the package in Fuzzing/, not for users.
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "Archiving"),
    .target(name: "MarkerMotion", dependencies: ["Archiving"]),
    .target(name: "CKernels"),
    .target(
      name: "Algebra",
      dependencies: ["Archiving", "CKernels", .product(name: "RealModule", package: "swift-numerics")]),
    .target(
      name: "Forecasting",
      dependencies: [
        "Algebra", "Archiving", "MarkerMotion", .product(name: "RealModule", package: "swift-numerics"),
      ]),
    .target(name: "Recordings", dependencies: ["MarkerMotion"]),
    .target(
      name: "Evaluation", dependencies: ["Forecasting", "MarkerMotion", "Recordings"],
      // In code, as the installed program is one file.
      resources: [
        "report.css", "data.js", "theme.js", "controls.js", "charts.js", "scores.js", "motion.js",
        "traces.js", "landscapes.js", "courses.js", "start.js",
      ].map { .embedInCode("Report/Page/\($0)") }),
    .target(
      name: "Wire",
      dependencies: ["MarkerMotion", .product(name: "SwiftProtobuf", package: "swift-protobuf")],
      exclude: ["markercast.proto"]),
    .systemLibrary(name: "CZeroMQ", providers: [.apt(["libzmq3-dev"])]),
    .target(name: "ZeroMQ", dependencies: ["CZeroMQ"]),
    .target(name: "CLinux"),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "Service",
      dependencies: [
        "Archiving", "CLinux", "CZlib", "Forecasting", "MarkerMotion", "Recordings", "Wire", "ZeroMQ",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
      ],
      // In code, as the installed program is one file.
      resources: [
        "axes.js", "clock.js", "connection.js", "counters.js", "errors.js", "events.js", "history.js",
        "index.html", "keys.js", "latency.js", "live.css", "motion.js", "page.js", "pictures.js",
        "plan.js", "radii.js", "ring.js", "start.js", "streams.js", "surface.js", "text.js",
        "theme.js", "view.js", "weights.js",
      ].map { .embedInCode("Page/\($0)") }),
    .executableTarget(name: "markercast", dependencies: ["Commands"]),
    // All of the program but its start, so that what reads settings can be tested and fuzzed.
    .target(
      name: "Commands",
      dependencies: [
        "Evaluation", "Forecasting", "MarkerMotion", "Recordings", "Service", "Wire", "ZeroMQ",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .testTarget(name: "ArchivingTests", dependencies: ["Archiving"]),
    .testTarget(name: "MarkerMotionTests", dependencies: ["Archiving", "MarkerMotion"]),
    .testTarget(name: "AlgebraTests", dependencies: ["Algebra", "Archiving", "MarkerMotion"]),
    .testTarget(
      name: "ForecastingTests", dependencies: ["Algebra", "Archiving", "Forecasting", "MarkerMotion"]),
    .testTarget(
      name: "EvaluationTests", dependencies: ["Evaluation", "Forecasting", "MarkerMotion", "Recordings"]),
    .testTarget(name: "RecordingsTests", dependencies: ["Recordings"]),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .target(name: "WebClient", path: "Tests/WebClient"),
    .testTarget(
      name: "ServiceTests",
      dependencies: [
        "AllocationCounter", "Archiving", "Service", "Forecasting", "MarkerMotion", "WebClient", "Wire",
        "ZeroMQ",
        .product(name: "Logging", package: "swift-log"), .product(name: "NIOCore", package: "swift-nio"),
      ]),
    .testTarget(
      name: "markercastTests",
      dependencies: [
        "markercast", "Commands", "Forecasting", "MarkerMotion", "Recordings", "Service", "WebClient", "Wire",
        "ZeroMQ",
        .product(name: "Logging", package: "swift-log"),
      ]),
    .testTarget(
      name: "WireTests",
      dependencies: ["Wire", "MarkerMotion", .product(name: "SwiftProtobuf", package: "swift-protobuf")]),
    .testTarget(name: "ZeroMQTests", dependencies: ["ZeroMQ"]),
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Archiving", "Commands", "Forecasting", "MarkerMotion", "Recordings", "Service", "Wire",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ],
      path: "Tests/FuzzTargets"),
    .testTarget(name: "CorpusTests", dependencies: ["FuzzTargets"]),
  ],
  swiftLanguageModes: [.v6]
)

// Under a sanitizer everything is built anew: Scripts/sanitize names the test targets that it wants, and no others are built.
if let wanted = Context.environment["MARKERCAST_TEST_TARGETS"]?.split(separator: " ").map(String.init) {
  package.targets.removeAll { $0.type == .test && !wanted.contains($0.name) }
}
