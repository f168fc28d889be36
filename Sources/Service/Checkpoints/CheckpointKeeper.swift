import Logging

/// Takes the checkpoints of streams, and brings streams back from them.
package struct CheckpointKeeper: Sendable {
  package let writer: CheckpointWriter
  /// In which a stream's checkpoint is taken again, in nanoseconds.
  let interval: UInt64
  private let folder: CheckpointFolder
  private let fingerprint: String
  private let configuration: ServiceConfiguration
  private let logger: Logger

  /// Nil where no checkpoints are asked for.
  package init?(_ configuration: ServiceConfiguration, logger: Logger) {
    guard let path = configuration.checkpoints else { return nil }
    folder = CheckpointFolder(path: path)
    writer = CheckpointWriter(folder: folder, logger: logger)
    interval = UInt64(configuration.checkpointInterval * 1e9)
    fingerprint = configuration.session.fingerprint
    self.configuration = configuration
    self.logger = logger
  }

  /// A stream as its newest checkpoint has it that can be taken over; nil where there is none.
  func restore(_ name: String, markers: MarkerAllowance) -> StreamServer? {
    for file in folder.files(of: name) {
      let server = StreamServer(name: name, configuration: configuration, markers: markers)
      do {
        try Checkpoint.read(
          try folder.read(file), into: server, configuration: fingerprint, wall: Clock.wall,
          mostAge: configuration.checkpointAge)
        try server.restored()
        logger.notice("stream \(name): goes on from \(file)", metadata: .event("restored", of: name))
        return server
      } catch {
        logger.warning(
          "stream \(name): the checkpoint \(file) is passed over: \(error)",
          metadata: .event("checkpoint_refused", of: name))
      }
    }
    return nil
  }

  /// Takes a checkpoint of `server`; false, with nothing done, where those before it are still being written and `waits` is false.
  /// Unless it is the last, and so `waits`, there is none where no frame has come since the one before.
  ///
  /// It is as old as the newest frame: a stream that has stopped for hours, under a daemon that has not, is of hours ago.
  func take(_ server: StreamServer, waits: Bool = false) -> Bool {
    guard server.newestWall > 0 else { return true }
    let isWanted = waits || server.wantsCheckpoint || writer.status(of: server.name).problem != nil
    guard isWanted else { return true }
    guard var buffer = writer.takeBuffer(waits: waits) else { return false }
    Checkpoint.write(server, configuration: fingerprint, wall: server.newestWall, to: &buffer)
    writer.submit(&buffer, of: server.name, wall: Clock.wall)
    server.checkpointed()
    return true
  }
}
