import Glibc
import Logging

/// The system's journal, written to line by line with fields that it can be searched by.
///
/// The protocol is <https://systemd.io/JOURNAL_NATIVE_PROTOCOL>.
package struct Journal: Sendable {
  private let socket: UnixDatagram
  private let identifier: String

  /// The journal that takes datagrams at `path`, for lines of `identifier`.
  package init?(identifier: String, path: String = "/run/systemd/journal/socket") {
    guard let socket = UnixDatagram(path) else { return nil }
    self.socket = socket
    self.identifier = identifier
  }

  /// Whether standard error goes to the journal, by `stream`, the value of `JOURNAL_STREAM`.
  package static func hasStandardError(_ stream: String?) -> Bool {
    var status = stat()
    return fstat(STDERR_FILENO, &status) == 0 && stream == "\(status.st_dev):\(status.st_ino)"
  }

  /// Writes a line; its metadata become fields `MARKERCAST_<KEY>`. False where the journal does not take it.
  package func write(_ event: LogEvent) -> Bool {
    var bytes: [UInt8] = []
    func add(_ name: String, _ value: String) {
      bytes += Array(name.utf8)
      if value.utf8.contains(UInt8(ascii: "\n")) {
        bytes.append(UInt8(ascii: "\n"))
        withUnsafeBytes(of: UInt64(value.utf8.count).littleEndian) { bytes += $0 }
      } else {
        bytes.append(UInt8(ascii: "="))
      }
      bytes += Array(value.utf8)
      bytes.append(UInt8(ascii: "\n"))
    }
    add("MESSAGE", event.message.description)
    add("PRIORITY", "\(event.level.priority)")
    add("SYSLOG_IDENTIFIER", identifier)
    for (key, value) in event.metadata ?? [:] { add("MARKERCAST_\(key.uppercased())", value.description) }
    return socket.send(bytes)
  }
}

extension Logger.Level {
  /// As syslog(3) counts.
  fileprivate var priority: Int {
    switch self {
    case .trace, .debug: 7
    case .info: 6
    case .notice: 5
    case .warning: 4
    case .error: 3
    case .critical: 2
    }
  }
}

extension Logger.Metadata {
  /// What happened, and to which stream: by what a journal is searched.
  static func event(_ name: String, of stream: String? = nil) -> Logger.Metadata {
    var fields: Logger.Metadata = ["event": "\(name)"]
    if let stream { fields["stream"] = "\(stream)" }
    return fields
  }
}
