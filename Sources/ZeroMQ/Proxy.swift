import CZeroMQ

/// What the socket `control` of a running `proxy` takes: the UTF-8 of the raw value, in a message of one part.
public enum ProxyCommand: String, Hashable, Sendable, CaseIterable {
  /// Passes nothing on until `resume`; messages wait in the queues.
  case pause = "PAUSE"
  /// Goes on.
  case resume = "RESUME"
  /// Ends.
  case terminate = "TERMINATE"
}

/// Passes messages between two sockets, both ways and whole, until `control` says to end (zmq_proxy_steerable).
///
/// With an `xsub` and an `xpub` messages go from the publishers of the one to the subscribers of the other, and
/// subscriptions back, so that publishers filter. Leave the `xpub` its defaults: `setVerbose` would count
/// subscriptions in the `xsub` that nobody takes back. It never waits for a slow subscriber: its queue drops.
///
/// All three sockets are this thread's; `control` is a `pair`, whose other end is another's.
/// - Throws: where a socket fails or the context is shut down.
public func proxy(
  _ frontend: borrowing Socket, _ backend: borrowing Socket, control: borrowing Socket
) throws(ZeroMQError) {
  while zmq_proxy_steerable(frontend.handle, backend.handle, nil, control.handle) == -1 {
    if zmq_errno() != EINTR { throw .last("cannot pass messages on") }
  }
}
