import CZeroMQ

/// What a socket does with its messages.
public enum SocketKind: Int32, Hashable, Sendable, CaseIterable {
  /// One peer, both ways.
  case pair = 0
  /// Sends to every subscriber.
  case pub = 1
  /// Receives what it subscribed to.
  case sub = 2
  /// Asks, then receives the answer.
  case req = 3
  /// Receives, then answers.
  case rep = 4
  /// Sends and receives, fairly among peers.
  case dealer = 5
  /// Sends to a named peer.
  case router = 6
  /// Receives from pushers.
  case pull = 7
  /// Sends to pullers, in turn.
  case push = 8
  /// As `pub`, and receives the subscriptions.
  case xpub = 9
  /// As `sub`, and sends the subscriptions.
  case xsub = 10
}
