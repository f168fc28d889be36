import Forecasting
import Foundation
import Testing

@Suite struct ZMeasure {
  @Test func measureSnapshots() {
    let all = Breathing.positions(count: 36000).enumerated().map { n, p in
      p + [1.0, 2, 3].map { $0 + sin(Double(n) / 7 + $0) }
    }
    for model in [Model.mixture, .uoro, .analogue, .guidedAnalogue, .rls] {
      let context = ForecasterContext(
        rate: 10, horizons: Array(1...20), warmUp: Array(all.prefix(100)), seed: 1)
      var f = makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
      var forecast = Matrix(rows: 20, columns: 9, repeating: 0.0)
      let start = ContinuousClock.now
      for (n, p) in all.enumerated() {
        f.observe(Tick(index: n, positions: p)); f.forecast(into: &forecast); f.learn()
        if ![99, 12000 - 1, 36000 - 1].contains(n) { continue }
        var buffer: [UInt8] = []
        var times: [Double] = [], reads: [Double] = []
        for _ in 0..<15 {
          let c = ContinuousClock.now
          var a = Archive(writingTo: buffer)
          buffer = []
          f.transfer(with: &a)
          times.append((ContinuousClock.now - c) / .microseconds(1))
          buffer = a.bytes
          a = Archive()
        }
        var g = makeForecaster(model, preset: .standard, parameters: HyperParameters(), context: context)
        for _ in 0..<5 {
          let c = ContinuousClock.now
          var a = Archive(reading: buffer)
          g.transfer(with: &a)
          reads.append((ContinuousClock.now - c) / .microseconds(1))
          #expect(a.isExhausted)
        }
        print(
          "MEASURE", model, "tick", n + 1, "bytes", buffer.count, "first write", Int(times[0]), "median",
          Int(times.sorted()[7]), "least", Int(times.min()!), "read", Int(reads.sorted()[2]), "us")
      }
      print("MEASURE", model, "us a tick", (ContinuousClock.now - start) / .microseconds(36000))
    }
  }
}
