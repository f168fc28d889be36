import Service
import Testing
import ZeroMQ

@Suite struct ConnectionWatchTests {
  private static let second: UInt64 = 1_000_000_000
  private static let (a, b) = ("tcp://10.0.0.1:5556", "tcp://10.0.0.2:5556")
  private static let (named, other) = ("tcp://tracker:5556", "tcp://couch:5556")
  private static let ended = SocketEvent.disconnected(descriptor: 9)
  private static let failed = SocketEvent.closed(descriptor: 8)
  private static let retried = SocketEvent.connectRetried(milliseconds: 100)

  private func givenUp(_ endpoints: [String], _ events: [(SocketEvent, String)]) -> Set<String> {
    var watch = ConnectionWatch(endpoints)
    for (event, endpoint) in events { watch.note(event, endpoint, at: 0) }
    #expect(watch.givenUp(at: Self.second - 1).isEmpty)
    let lost = watch.givenUp(at: Self.second)
    #expect(watch.givenUp(at: 2 * Self.second).isEmpty && !watch.isWaiting)
    return lost
  }

  @Test(arguments: [a, named, "ipc:///tmp/a"]) func whatIsTriedAgainIsNotGivenUp(endpoint: String) {
    #expect(givenUp([endpoint], [(.connected, endpoint)]).isEmpty)
    #expect(givenUp([endpoint], [(Self.ended, endpoint), (Self.retried, endpoint)]).isEmpty)
    #expect(givenUp([endpoint], [(Self.ended, endpoint)]) == [endpoint])
  }

  /// Another host at the same port is left alone, and its attempts say nothing of the first, even where its name is not known.
  @Test func hostsAreToldApart() {
    #expect(givenUp([Self.a, Self.b], [(Self.ended, Self.a)]) == [Self.a])
    #expect(givenUp([Self.a, Self.b], [(Self.ended, Self.a), (Self.retried, Self.b)]) == [Self.a])
    #expect(
      givenUp([Self.a, Self.b], [(Self.failed, Self.a), (Self.ended, Self.a), (Self.retried, Self.a)]) == [
        Self.a
      ])
    #expect(givenUp([Self.named, Self.a], [(Self.ended, Self.a), (Self.retried, Self.named)]) == [Self.a])
  }

  /// A host's name is an address once it has been connected to again.
  @Test func namesBecomeAddresses() {
    #expect(givenUp([Self.named], [(Self.ended, Self.named), (Self.retried, Self.a)]).isEmpty)
    #expect(givenUp([Self.named], [(Self.ended, Self.a)]) == [Self.named])
    #expect(givenUp([Self.named], [(Self.ended, Self.a), (Self.retried, Self.a)]).isEmpty)
    // Of two one is tried again, and nobody says which.
    let both = [Self.named, Self.other]
    #expect(
      Set(both)
        == givenUp(both, [(Self.ended, Self.named), (Self.ended, Self.other), (Self.retried, Self.a)]))
    #expect(
      givenUp(
        both,
        [(Self.ended, Self.named), (Self.ended, Self.other), (Self.retried, Self.a), (Self.retried, Self.b)]
      ).isEmpty)
  }

  @Test func peersMayLeaveWhatIsBound() {
    #expect(
      givenUp([Self.a], [(.accepted(descriptor: 9), "tcp://0.0.0.0:5556"), (Self.ended, Self.b)]).isEmpty)
  }

  /// What has ended a moment ago is made anew together with what has been given up.
  @Test func whatHasEndedSinceIsToldWithIt() {
    var watch = ConnectionWatch([Self.a, Self.b])
    watch.note(Self.ended, Self.a, at: 0)
    watch.note(Self.ended, Self.b, at: Self.second - 1)
    #expect(watch.givenUp(at: Self.second) == [Self.a, Self.b])
  }
}
