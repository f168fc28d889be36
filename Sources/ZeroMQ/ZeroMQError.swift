import CZeroMQ

/// A call of libzmq that failed: what was tried, where, and ZeroMQ's own words.
public struct ZeroMQError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The error number, as in errno.h or zmq.h.
  public let code: Int32
  /// What was tried, as in "cannot bind".
  public let operation: String
  /// The endpoint it was tried on, where there is one.
  public let endpoint: String?

  /// An error of `code`.
  public init(code: Int32, operation: String, endpoint: String? = nil) {
    self.code = code
    self.operation = operation
    self.endpoint = endpoint
  }

  /// The error that libzmq has just set for this thread.
  static func last(_ operation: String, endpoint: String? = nil) -> ZeroMQError {
    ZeroMQError(code: zmq_errno(), operation: operation, endpoint: endpoint)
  }

  /// ZeroMQ's own words for the error.
  public var reason: String { String(cString: zmq_strerror(code)) }

  /// One sentence: "cannot bind tcp://127.0.0.1:5556: Address already in use".
  public var description: String {
    "\(operation)\(endpoint.map { " \($0)" } ?? ""): \(reason)"
  }

  /// Whether the context is being terminated: the socket is of no more use.
  public var isTermination: Bool { code == eTERM }
}

/// Throws where `result` is libzmq's sign of failure; only then is what was tried put into words.
@discardableResult
func check(
  _ result: Int32, _ operation: @autoclosure () -> String, endpoint: String? = nil
) throws(ZeroMQError) -> Int32 {
  // The words may well use what sets the number of the error anew.
  guard result != -1 else {
    let code = zmq_errno()
    throw ZeroMQError(code: code, operation: operation(), endpoint: endpoint)
  }
  return result
}

// Macros with casts do not reach Swift.
let eTERM: Int32 = 156_384_712 + 53

/// The version of the libzmq that runs.
public var libraryVersion: (major: Int, minor: Int, patch: Int) {
  var major: Int32 = 0
  var minor: Int32 = 0
  var patch: Int32 = 0
  zmq_version(&major, &minor, &patch)
  return (Int(major), Int(minor), Int(patch))
}

/// Whether the libzmq that runs has a capability: "ipc", "curve", "norm" and such.
public func libraryHas(_ capability: String) -> Bool {
  zmq_has(capability) == 1
}
