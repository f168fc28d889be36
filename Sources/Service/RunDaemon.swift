import Logging

/// Runs a daemon until SIGINT or SIGTERM; a second of them ends the process at once. Where clients are asked for keys,
/// SIGHUP has their list read anew.
///
/// To be called from the main thread before any other is started.
/// - Throws: `ZeroMQError`, `HTTPBindError` or `PublicBind`, where it can't begin.
public func runDaemon(_ configuration: ServiceConfiguration, logLevel: Logger.Level) throws -> Summary {
  let manager = ServiceManager.takeFromEnvironment()
  let stop = StopSignal()
  // A service is told to reload whether it has a list or not; in a terminal SIGHUP means that the terminal is gone.
  let reload = configuration.security.asksForKeys || manager.isThere ? ReloadSignal() : nil
  stop.listenForInterrupts(reload: reload)
  var logger = Logger(label: "markercast", factory: BackgroundLog.init)
  logger.logLevel = logLevel
  var daemon = try Daemon(configuration, stop: stop, manager: manager, reload: reload, logger: logger)
  let streams = configuration.streams.isEmpty ? "" : " of \(configuration.streams.joined(separator: ", "))"
  let shard = configuration.shard.map { ", as shard \($0)" } ?? ""
  logger.info(
    "taking frames\(streams) from \(configuration.subscribe.joined(separator: ", ")), publishing on \(daemon.publishEndpoint)\(shard)",
    metadata: .event("serving")
  )
  if let address = daemon.httpAddress {
    logger.info(
      "live page at http://\(address), metrics at http://\(address)/metrics", metadata: .event("live_page"))
  }
  defer { BackgroundLog.flush() }
  return try daemon.run()
}
