import Service
import Testing
import ZeroMQ

@Suite struct ConnectionWatchTests {
  private static let second: UInt64 = 1_000_000_000

  private func givenUp(_ events: [(SocketEvent, String)]) -> Set<Substring> {
    var watch = ConnectionWatch()
    for (event, endpoint) in events { watch.note(event, endpoint, at: 0) }
    #expect(watch.givenUp(at: Self.second - 1).isEmpty)
    let places = watch.givenUp(at: Self.second)
    #expect(watch.givenUp(at: 2 * Self.second).isEmpty)
    return places
  }

  @Test func whatIsTriedAgainIsNotGivenUp() {
    let name = "ipc:///tmp/a"
    #expect(givenUp([(.connected, name)]).isEmpty)
    #expect(
      givenUp([
        (.connected, name), (.disconnected(descriptor: 9), name), (.connectRetried(milliseconds: 5), name),
      ])
      .isEmpty)
    #expect(givenUp([(.connected, name), (.disconnected(descriptor: 9), name)]) == [name[...]])
  }

  /// A host's name may have become an address meanwhile.
  @Test func ofTCPThePortTells() {
    #expect(
      givenUp([
        (.disconnected(descriptor: 9), "tcp://tracker:5556"),
        (.connectRetried(milliseconds: 5), "tcp://10.0.0.1:5556"),
      ]).isEmpty)
    #expect(
      givenUp([
        (.disconnected(descriptor: 9), "tcp://10.0.0.1:5556"),
        (.connectRetried(milliseconds: 5), "tcp://10.0.0.1:5557"),
      ]) == [":5556"])
  }

  /// Another host's attempts at the same port say nothing of this one.
  @Test func attemptsThatFailAreTriedAgainToo() {
    let (lost, absent) = ("tcp://10.0.0.1:5556", "tcp://10.0.0.2:5556")
    #expect(
      givenUp([
        (.disconnected(descriptor: 9), lost), (.closed(descriptor: 8), absent),
        (.connectRetried(milliseconds: 5), absent), (.closed(descriptor: 8), absent),
        (.connectRetried(milliseconds: 5), absent),
      ]) == [":5556"])
  }
}
