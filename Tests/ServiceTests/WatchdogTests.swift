import Service
import Testing

@Suite struct WatchdogTests {
  private static let second: UInt64 = 1_000_000_000

  @Test func itIsPleasedAnEighthOfThePatienceApart() {
    let worker = Progress()
    var watchdog = Watchdog(patience: .seconds(8), workers: [worker])
    #expect(watchdog.interval == .seconds(2))
    let start: UInt64 = 1_000_000
    let pleased = (0..<80).filter { tenth in
      worker.advance()
      return watchdog.isPleased(at: start + UInt64(tenth) * Self.second / 10)
    }
    #expect(pleased == [0, 10, 20, 30, 40, 50, 60, 70])
  }

  /// Whichever of them hangs, nothing that the others do makes up for it, until it gets on again.
  @Test(arguments: 0..<3) func oneWorkerThatHangsIsEnough(hanging: Int) {
    let workers = (0..<3).map { _ in Progress() }
    var watchdog = Watchdog(patience: .seconds(4), workers: workers)
    var pleased: [UInt64] = []
    for now in 1...20 as ClosedRange<UInt64> {
      for (number, worker) in workers.enumerated() where number != hanging || !(6...15).contains(now) {
        worker.advance()
      }
      if watchdog.isPleased(at: now * Self.second) { pleased.append(now) }
    }
    #expect(pleased == Array(1...5) + Array(16...20))
  }

  @Test func nobodyAsksNobodyIsTold() {
    let worker = Progress()
    var watchdog = Watchdog(patience: nil, workers: [worker])
    worker.advance()
    #expect(watchdog.interval == nil && !watchdog.isPleased(at: 100 * Self.second))
  }

  @Test(
    arguments: [
      (["NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "3000000"], 3_000_000),
      (["NOTIFY_SOCKET": "@n", "WATCHDOG_USEC": "1", "WATCHDOG_PID": "7"], 1),
      (["NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": "8"], nil),
      (["NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "3000000", "WATCHDOG_PID": ""], nil),
      (["NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "0"], nil),
      (["NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "-1"], nil),
      (["NOTIFY_SOCKET": "/run/n", "WATCHDOG_USEC": "soon"], nil),
      (["NOTIFY_SOCKET": "/run/n"], nil),
      (["NOTIFY_SOCKET": "vsock:2:1", "WATCHDOG_USEC": "3000000"], nil),
      (["WATCHDOG_USEC": "3000000"], nil),
      ([:], nil),
    ] as [([String: String], Int?)])
  func theEnvironmentSaysWhoWatches(environment: [String: String], microseconds: Int?) {
    let manager = ServiceManager(environment: environment, process: 7)
    #expect(manager.watchdog == microseconds.map { .microseconds($0) })
  }
}
