import Logging
import ZeroMQ

/// The daemon's live page, metrics and what else is asked by HTTP, and what brings them their news.
///
/// It belongs to the thread of the outer sockets, which does nothing for it but hand on references to messages.
package final class Website {
  package let feed: ObservationFeed
  let observer: Observer
  private let newest = ObservationTally()
  private var told: UInt64 = 0
  private let server: HTTPServer

  /// Nil where none is asked for, or none can be had and it is not needed.
  package init?(
    _ configuration: ServiceConfiguration, limits: HTTPLimits = HTTPLimits(), in context: Context,
    doorkeeper: Doorkeeper?, workers: [Progress], logger: Logger
  ) throws {
    guard let address = configuration.http else { return nil }
    observer = Observer(
      in: context, tally: newest, doorkeeper: doorkeeper, workers: workers, logger: logger)
    let settings = StreamsText.Settings(
      version: version, started: Double(Clock.wall) / 1e9, budget: configuration.budget,
      workers: configuration.workers,
      checkpointInterval: configuration.checkpoints == nil ? nil : configuration.checkpointInterval)
    do {
      server = try HTTPServer(address, site: Site(observer, settings, host: address.host), limits: limits)
    } catch let error as HTTPBindError where !configuration.needsHTTP {
      logger.warning("\(error)")
      return nil
    }
    feed = try ObservationFeed(in: context, tally: newest)
  }

  /// Where it is, with the port that it got.
  package var address: HTTPAddress { server.address }

  /// Begins to take news and to tell them.
  package func start() {
    observer.start(for: server)
    observer.board.update { $0.isReady = true }
  }

  /// Tells the counts that no stream's statistics hold, where they have changed and nobody reads them just now.
  package func tally(_ counts: ObservationTally.Counts) {
    if counts.total != told, newest.set(counts) { told = counts.total }
  }

  /// Ends, and every connection with it.
  package func stop() {
    observer.stop()
    server.stop()
  }
}
