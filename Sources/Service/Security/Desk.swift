import Logging
import ZeroMQ

/// What the doorkeeper's thread works with.
final class Desk {
  /// Of each kind of news no more is taken at once, so that a flood keeps nothing else waiting.
  private static let batch = 100

  /// A monitor in a box: arrays hold no noncopyable values.
  private final class Door {
    let monitor: SocketMonitor
    /// Descriptors of connections that are open.
    var connections: Set<Int32> = []
    init(_ monitor: consuming SocketMonitor) { self.monitor = monitor }
  }

  let logger: Logger
  private let authenticator: Authenticator
  private let context: Context
  private let reload: ReloadSignal?
  private let tally: Tally
  private var clients: ClientList
  private var doors: [Door] = []
  private var limited = LimitedLog()
  /// The addresses from which those with a key have come.
  private var addresses: [String: Set<String>] = [:]

  init(
    authenticator: consuming Authenticator, context: Context, clients: ClientList, reload: ReloadSignal?,
    tally: Tally, logger: Logger
  ) {
    self.authenticator = authenticator
    self.context = context
    self.clients = clients
    self.reload = reload
    self.tally = tally
    self.logger = logger
  }

  func watch(_ socket: borrowing Socket) throws(ZeroMQError) {
    doors.append(Door(try SocketMonitor(of: socket, in: context)))
  }

  func run(until end: StopSignal) throws(ZeroMQError) {
    var items = [PollItem(descriptor: end.descriptor), authenticator.pollItem()]
    items += doors.map { $0.monitor.pollItem() }
    if let reload { items.append(PollItem(descriptor: reload.descriptor)) }
    while true {
      try poll(&items, timeout: nil)
      if items[0].isReadable { return }
      for _ in 0..<Self.batch {
        guard let request = try authenticator.next() else { break }
        try authenticator.answer(request, judge(request))
      }
      for door in doors { try takeNews(of: door, atMost: Self.batch) }
      if reload?.take() == true { try renewList() }
    }
  }

  // MARK: - Letting in

  private func judge(_ request: AuthenticationRequest) -> AuthenticationAnswer {
    guard let key = request.curveKey, clients.keys.contains(key) else {
      refuse(
        .unknownKey,
        "a connection from \(request.address): its key \(request.curveKey?.prefix(8) ?? "")... is not in \(clients.path)"
      )
      // It goes on trying, so that it gets in once its key is in the list.
      return .refusedForNow
    }
    addresses[key, default: []].insert(placeOnNetwork(request.address))
    tally.admissions.withLock { $0.admitted += 1 }
    return .admitted
  }

  private func takeNews(of door: Door, atMost most: Int = .max) throws(ZeroMQError) {
    for _ in 0..<most {
      guard let (event, endpoint) = try door.monitor.next(timeout: .zero) else { return }
      note(event, endpoint, at: door)
    }
  }

  private func note(_ event: SocketEvent, _ endpoint: String, at door: Door) {
    switch event {
    case .accepted(let descriptor):
      door.connections.insert(descriptor)
      tally.admissions.withLock { $0.connections += 1 }
    case .disconnected(let descriptor), .closed(let descriptor): door.connections.remove(descriptor)
    case .handshakeFailedProtocol where event.isMechanismMismatch:
      refuse(.noKey, "a connection to \(endpoint): it uses no keys")
    case .handshakeFailedProtocol where event.isWrongKey:
      refuse(.wrongServerKey, "a connection to \(endpoint): it has another public key for this end")
    case .handshakeFailedProtocol: refuse(.malformed, "a connection to \(endpoint): it breaks the protocol")
    case .handshakeFailed:
      refuse(
        .brokenOff,
        "a connection to \(endpoint): it broke off before it introduced itself; perhaps it uses no keys")
    default: break
    }
  }

  private func refuse(_ reason: Admissions.Refusal, _ what: @autoclosure () -> String) {
    tally.admissions.withLock { $0.refused[reason.rawValue, default: 0] += 1 }
    limited.warn(logger, key: reason.rawValue, .event("connection_refused"), "refused \(what())")
  }

  // MARK: - A new list

  private func renewList() throws(ZeroMQError) {
    let new: ClientList
    do throws(KeyError) {
      new = try ClientList(path: clients.path)
    } catch {
      logger.error("the list of clients stays as it was: \(error)")
      return
    }
    let gone = clients.keys.subtracting(new.keys)
    logger.info(
      "read the list of clients anew: \(new.keys.count) keys, \(new.keys.subtracting(clients.keys).count) of them new, \(gone.count) gone"
    )
    clients = new
    // Who was let in a moment ago may be behind other news.
    for door in doors { try takeNews(of: door) }
    var shut: Set<String> = []
    for key in gone { shut.formUnion(addresses.removeValue(forKey: key) ?? []) }
    guard !shut.isEmpty else { return }
    // libzmq keeps who is in, and does not tell whose a connection is: all from there end, and friends come again.
    for door in doors { for connection in door.connections { shutDown(connection, ifFrom: shut) } }
  }
}
