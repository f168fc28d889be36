import Benchmark
import Foundation

let benchmarks: @Sendable () -> Void = {
  let seconds = ProcessInfo.processInfo.environment["BENCHMARK_SECONDS"].flatMap(Double.init) ?? 1
  Benchmark.defaultConfiguration = Benchmark.Configuration(
    metrics: [.wallClock, .throughput], timeUnits: .nanoseconds, warmupIterations: 200,
    maxDuration: .milliseconds(Int(1000 * seconds)), maxIterations: 20_000)
  // What a measurement takes by itself, to be taken off the others.
  Benchmark("nothing") { benchmark in
    benchmark.startMeasurement()
    benchmark.stopMeasurement()
  }
  forecasters()
  wire()
  streams()
}
