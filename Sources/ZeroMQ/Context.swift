import CZeroMQ

/// The home of sockets and of the threads that move their bytes.
///
/// Threads share it freely. It ends with its last owner: sockets keep their context alive, so its end never
/// waits for one that is open, only for messages that linger.
public final class Context: Sendable {
  /// What a context is made with.
  public struct Options: Hashable, Sendable {
    /// Threads that move bytes; one serves about a gigabyte a second.
    public var ioThreads = 1
    /// The most sockets.
    public var maxSockets = 1023
    /// Whether sockets speak IPv6 unless told otherwise.
    public var usesIPv6 = false
    /// Whether messages linger for ever unless a socket's `linger` says otherwise.
    public var lingersForever = false
    /// The scheduling policy of the I/O threads (SCHED_FIFO and such); nil leaves it. libzmq ends the process where
    /// the kernel refuses it, so ask for what is known to be granted.
    public var schedulingPolicy: Int32?
    /// The priority of the I/O threads under that policy; nil leaves it.
    public var priority: Int32?
    /// The CPUs that the I/O threads run on, each of which the process must be allowed; none leaves them to the kernel.
    public var cpus: [Int] = []

    /// The defaults.
    public init() {}
  }

  // Sound to share: libzmq documents contexts as thread safe, and the pointer never changes.
  nonisolated(unsafe) let handle: UnsafeMutableRawPointer

  /// A context.
  /// - Throws: where the process has run out of descriptors or memory.
  public init(_ options: Options = Options()) throws(ZeroMQError) {
    guard let handle = zmq_ctx_new() else { throw .last("cannot make a ZeroMQ context") }
    self.handle = handle
    try set(ZMQ_IO_THREADS, Int32(clamping: options.ioThreads))
    try set(ZMQ_MAX_SOCKETS, Int32(clamping: options.maxSockets))
    try set(ZMQ_IPV6, options.usesIPv6 ? 1 : 0)
    try set(ZMQ_BLOCKY, options.lingersForever ? 1 : 0)
    if let policy = options.schedulingPolicy { try set(ZMQ_THREAD_SCHED_POLICY, policy) }
    if let priority = options.priority { try set(ZMQ_THREAD_PRIORITY, priority) }
    for cpu in options.cpus { try set(ZMQ_THREAD_AFFINITY_CPU_ADD, Int32(clamping: cpu)) }
  }

  deinit {
    // Interrupted by a signal it must be called again, or the threads would live on.
    while zmq_ctx_term(handle) == -1, zmq_errno() == EINTR {}
  }

  /// Makes every blocking call on the context's sockets fail with `ZeroMQError.isTermination`, now and later.
  public func shutDown() {
    zmq_ctx_shutdown(handle)
  }

  private func set(_ option: Int32, _ value: Int32) throws(ZeroMQError) {
    try check(zmq_ctx_set(handle, option, value), "cannot set context option \(option) to \(value)")
  }
}
