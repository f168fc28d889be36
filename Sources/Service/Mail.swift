/// What the thread of the outer sockets tells a worker. The first part of a message between them;
/// a frame is followed by its topic and its payload.
struct WorkerMail: BitwiseCopyable {
  enum Kind: UInt8 {
    /// A message from a tracker.
    case frame
    /// A forecast was sent; `latency` says how long it took.
    case latency
    /// Finish what is begun, publish it, and answer `done`.
    case stop
    /// All that was published is sent: end.
    case end
  }

  var kind: Kind
  /// The stream's number, given when its first message came.
  var stream: UInt32 = 0
  var receipt = Receipt(monotonic: 0, wall: 0)
  /// Nanoseconds that an earlier forecast of this stream took, 0 for none.
  var latency: UInt64 = 0
}

/// What a worker tells the thread of the outer sockets; all but `done` are followed by topic and payload.
struct PublisherMail: BitwiseCopyable {
  enum Kind: UInt8 {
    /// A forecast of a frame: its latency is measured.
    case forecast
    /// Anything else that is to be sent.
    case other
    /// Nothing more will come.
    case done
  }

  var kind: Kind
  var stream: UInt32 = 0
  /// The receipt of the frame that is answered, in monotonic nanoseconds.
  var received: UInt64 = 0
}
