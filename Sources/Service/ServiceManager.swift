import Glibc

/// The service manager that started this process, systemd or one like it.
///
/// It is told how the service is by datagrams, as sd_notify(3) describes; where there is none, nothing is told.
public struct ServiceManager: Sendable {
  /// It ends a service that has not said for so long that it is alive; nil where it does not watch.
  package let watchdog: Duration?
  private let socket: UnixDatagram?
  /// Whether there is one.
  public var isThere: Bool { socket != nil }

  /// The manager that `environment` names to the process of that number.
  package init(environment: [String: String], process: Int32) {
    socket = environment["NOTIFY_SOCKET"].flatMap(UnixDatagram.init)
    let isMeant = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
    let time = environment["WATCHDOG_USEC"].flatMap { Int64($0) } ?? 0
    watchdog = socket != nil && isMeant && time > 0 ? .microseconds(time) : nil
  }

  /// The manager that this process's environment names, which forgets it: a child would speak in our name.
  ///
  /// To be called before there are other threads.
  public static func takeFromEnvironment() -> ServiceManager {
    var environment: [String: String] = [:]
    for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] {
      environment[name] = getenv(name).map { String(cString: $0) }
      unsetenv(name)
    }
    return ServiceManager(environment: environment, process: getpid())
  }

  /// The service does what it is for; `status` says so to people.
  package func ready(_ status: String) { socket?.send(Array("READY=1\nSTATUS=\(status)".utf8)) }

  /// The service is about to end.
  package func stopping(_ status: String) { socket?.send(Array("STOPPING=1\nSTATUS=\(status)".utf8)) }

  /// The service is alive. Waits for nothing.
  package func alive() { socket?.send(Array("WATCHDOG=1".utf8), waits: false) }
}
