import AllocationCounter
import Forecasting
import Foundation
import MarkerMotion
import Service
import Testing
import Wire
import ZeroMQ

/// Nothing is allocated between the receipt of a frame and the sending of its forecast but by libzmq, which takes one
/// block for the forecast's message.
@Suite(.enabled(if: can_count_allocations())) struct AllocationTests {
  /// What each stage of a tick allocates.
  private struct Stages: Equatable {
    var decode = 0
    var observe = 0
    var forecast = 0
    var encode = 0
    var send = 0
  }

  @Test func whatIsAllocatedIsCounted() {
    var values: [Int] = []
    let growth = allocations { for n in 0..<1000 { values.append(n) } }
    #expect(growth > 1 && values.count == 1000)
    var text: UnsafeMutablePointer<CChar>?
    let copy = allocations { text = strdup("in glibc itself") }
    #expect(copy == 1 && text.map { String(cString: $0) } == "in glibc itself")
    free(text)
    #expect(allocations { values[0] += 1 } == 0)
  }

  @Test func aTickAllocatesNothing() throws {
    var session = ForecastSession(SessionConfiguration())
    var reader = FrameReader(stream: "couch")
    var encoder = ForecastEncoder(.protobuf)
    let context = try Context()
    let inner = try Socket(.pair, in: context)
    let outer = try Socket(.pair, in: context)
    try outer.bind("inproc://allocations")
    try inner.connect("inproc://allocations")
    var arrived = Message()
    var stages = Stages()
    var ticks = 0
    for n in 0..<16_000 where ticks < 10_500 {
      let bytes = encodeFrame(breathing(n), stream: "couch", as: .protobuf)
      let decode = try allocations { try bytes.withUnsafeBytes { try reader.read($0) } }
      let observe = allocations { _ = session.observe(reader.frame) }
      var forecast: Forecast?
      let issue = allocations { forecast = session.forecast() }
      var payload: ArraySlice<UInt8> = []
      let encode = allocations { payload = encoder.encode(forecast!, envelope: .example) }
      let send = try allocations {
        var topic = try Message("forecast/couch")
        _ = try inner.send(&topic, more: true)
        var body = try Message(payload)
        _ = try inner.send(&body)
      }
      forecast = nil
      payload = []
      for _ in 0..<2 { _ = try outer.receive(&arrived) }
      if session.state == .tracking {
        ticks += 1
        // Arrays that begin as copies of one another part when one is first written to, the last with the first truth of
        // the longest horizon.
        if ticks > 500 {
          stages.decode += decode
          stages.observe += observe
          stages.forecast += issue
          stages.encode += encode
          stages.send += send
        }
      }
      while session.learn() {}
    }
    #expect(ticks == 10_500)
    let own = Stages(send: stages.send)
    #expect(stages == own)
    // libzmq's own: the block of each forecast's bytes, and now and then a chunk of its queue.
    #expect(stages.send < 11_000)
  }

  /// As the worker calls it, with frames of any form and all that goes wrong in a stream without starting a session.
  @Test(arguments: ["protobuf", "bare"]) func aServerAllocatesNothing(form: String) throws {
    var configuration = ServiceConfiguration()
    configuration.session.model = .persistence
    configuration.session.rate = 100
    configuration.session.coverages = [0.9, 0.95]
    let server = StreamServer(name: "couch", configuration: configuration)
    var count = 0
    for n in 0..<13_000 where n % 50 > 2 {
      var frame = breathing(n)
      frame.session = "a session's id with more than fifteen bytes"
      for m in frame.markers.indices { frame.markers[m].name += " with a long name" }
      if n % 70 < 5 { frame.markers[1].position = nil }
      if n % 90 < 5 { frame.markers.remove(at: 2) }
      if n % 110 < 5 { frame.markers.swapAt(0, 1) }
      let bytes =
        form == "bare" ? encodeBareFrame(frame) : encodeFrame(frame, stream: "couch", as: .protobuf)
      var isDue = false
      let tick = try allocations {
        isDue = try bytes.withUnsafeBytes { try server.receive($0, at: .now()) }
        _ = server.forecast()
      }
      #expect(isDue)
      if n > 3000 { count += tick }
      while server.learn() {}
    }
    #expect(count == 0)
  }

  private func breathing(_ n: Int) -> Frame {
    let t = Double(n) / 100
    return Frame(
      sequence: UInt64(n), stamp: Stamp(seconds: t)!,
      markers: (0..<3).map { m in
        let phase = 2 * Double.pi * t / 4 - 0.1 * Double(m)
        let jitter = 0.01 * Double((n * 7919 + m) % 13)
        let place = Position(10 * Double(m) + 0.3 * sin(phase), -80, 5 * sin(phase) + jitter)
        return Marker(name: "M\(m + 1)", position: place)
      })
  }

  /// The allocations of this thread in `body`.
  private func allocations(_ body: () throws -> Void) rethrows -> Int {
    let before = allocations_counted()
    count_allocations(true)
    defer { count_allocations(false) }
    try body()
    return Int(allocations_counted() - before)
  }
}

extension ForecastEnvelope {
  fileprivate static let example = ForecastEnvelope(
    stream: "couch", receivedNanoseconds: 1_700_000_000_000_000_001,
    publishedNanoseconds: 1_700_000_000_000_200_001, latency: 0.0002, sampleAge: 0.001, isWithinBudget: true)
}
