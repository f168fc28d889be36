import Foundation
import Synchronization
import ZeroMQ

/// Stands between a tracker and the daemon, on real sockets, and does to messages what networks do.
final class FaultProxy: Sendable {
  /// What happens to messages, by their count from 0.
  enum Fault: Sendable {
    /// They are lost.
    case drop(Range<Int>)
    /// They come together, after the last of them.
    case hold(Range<Int>)
    /// One comes after the one behind it.
    case swap(Int)
    /// One comes so many times more.
    case again(Int, times: Int)
    /// A byte of each is changed.
    case damage(Range<Int>)
    /// A great many of other streams, and of none, come before one.
    case crowd(Int, count: Int)
  }

  private let isEnding = Atomic<Bool>(false)
  private let ended = DispatchSemaphore(value: 0)
  private let heard = DispatchSemaphore(value: 0)

  /// Passes on what is published at `source` to who connects to `target`, until it is let go.
  init(from source: String, to target: String, _ fault: Fault) throws {
    let ready = DispatchSemaphore(value: 0)
    let thread = Thread { [self] in
      defer { ended.signal() }
      do {
        let context = try Context()
        let input = try Socket(.sub, in: context)
        let output = try Socket(.xpub, in: context)
        try output.setNoDrop(true)
        try output.bind(target)
        try input.subscribe("")
        try input.connect(source)
        ready.signal()
        try run(input, output, fault)
      } catch {
        ready.signal()
      }
    }
    thread.start()
    ready.wait()
  }

  deinit {
    isEnding.store(true, ordering: .relaxed)
  }

  /// Waits until somebody has subscribed at its end: what is sent from then on arrives.
  func awaitReader() -> Bool { heard.wait(timeout: .now() + 10) == .success }

  /// Ends it and waits until its sockets are closed.
  func end() {
    isEnding.store(true, ordering: .relaxed)
    ended.wait()
  }

  private func run(_ input: borrowing Socket, _ output: borrowing Socket, _ fault: Fault) throws {
    var items = [input.pollItem()]
    var (count, held) = (0, [[[UInt8]]]())
    while !isEnding.load(ordering: .relaxed) {
      _ = try poll(&items, timeout: .milliseconds(10))
      while try output.receiveParts(wait: false) != nil { heard.signal() }
      while let parts = try input.receiveParts(wait: false) {
        for message in Self.apply(fault, count, parts, &held) { try output.send(message[0], message[1]) }
        count += 1
      }
    }
  }

  private static func apply(
    _ fault: Fault, _ n: Int, _ parts: [[UInt8]], _ held: inout [[[UInt8]]]
  ) -> [[[UInt8]]] {
    switch fault {
    case .drop(let range): return range.contains(n) ? [] : [parts]
    case .hold(let range):
      guard range.contains(n) else { return [parts] }
      held.append(parts)
      guard n == range.upperBound - 1 else { return [] }
      return held
    case .swap(let place):
      if n == place { held = [parts] }
      return n == place ? [] : n == place + 1 ? [parts] + held : [parts]
    case .again(let place, let times):
      return Array(repeating: parts, count: n == place ? times + 1 : 1)
    case .damage(let range):
      guard range.contains(n) else { return [parts] }
      var body = parts[1]
      body[0] = 0xff
      return [[parts[0], body]]
    case .crowd(let place, let count):
      guard n == place else { return [parts] }
      return (0..<count).map { [Array("markers/stranger-\($0)".utf8), parts[1]] } + [parts]
    }
  }
}
