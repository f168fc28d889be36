import CLinux
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The server of the live page, of the metrics and of what else is asked by HTTP, on one thread that gives way to all others.
///
/// What a client may cost is bounded: so many connections, so long a request, so much time for it, and so many bytes that wait to be
/// read.
final class HTTPServer: Sendable {
  /// Where it listens, with the port that it got.
  let address: HTTPAddress
  private let group: MultiThreadedEventLoopGroup
  private let channel: any Channel
  private let desk: NIOLoopBoundBox<HTTPDesk>
  private let isBusy = Atomic(false)

  /// A server that listens at `address`.
  /// - Throws: `HTTPBindError` where it can't.
  init(_ address: HTTPAddress, site: Site, limits: HTTPLimits = HTTPLimits()) throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let desk = NIOLoopBoundBox.makeBoxSendingValue(HTTPDesk(site, limits), eventLoop: loop)
    self.group = group
    self.desk = desk
    var decoding = NIOHTTPDecoderLimitConfiguration()
    decoding.maxHeaderFieldSize = limits.field
    decoding.maxHeaderListSize = limits.fields
    decoding.maxHeaderFieldCount = limits.fieldCount
    let bootstrap = ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      // Where no descriptor is left it waits for one.
      .serverChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
        }
      }
      .childChannelOption(
        .writeBufferWaterMark, value: .init(low: limits.buffer.low, high: limits.buffer.high)
      )
      // Else the kernel would hold some megabytes for each who reads nothing.
      .childChannelOption(.socketOption(.so_sndbuf), value: numericCast(limits.buffer.high))
      .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
      .childChannelInitializer { [decoding] channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          try pipeline.addHandler(HTTPResponseEncoder())
          try pipeline.addHandler(ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: decoding)))
          try pipeline.addHandler(HTTPServerPipelineHandler())
          try pipeline.addHandler(HTTPServerProtocolErrorHandler())
          try pipeline.addHandler(RequestHandler(desk.value))
        }
      }
    do {
      channel = try bootstrap.bind(host: address.host, port: address.port).wait()
    } catch {
      try? group.syncShutdownGracefully()
      throw HTTPBindError(address: address, reason: error)
    }
    self.address = HTTPAddress(host: address.host, port: channel.localAddress?.port ?? address.port)
    loop.execute { _ = linux_be_nice() }
    loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in desk.value.tellTheSecond()
    }
  }

  /// Whether the last motion has gone out.
  var isFree: Bool { !isBusy.load(ordering: .acquiring) }

  /// Hands events of motion, in JSON by stream, to those who look at it.
  func deliver(_ motion: [String: [UInt8]]) {
    isBusy.store(true, ordering: .releasing)
    channel.eventLoop.execute { [self] in
      desk.value.tell(motion)
      isBusy.store(false, ordering: .releasing)
    }
  }

  /// Closes every connection, and ends.
  func stop() {
    try? group.syncShutdownGracefully()
  }
}

/// The address of the live page can't be had.
public struct HTTPBindError: Error, CustomStringConvertible {
  let address: HTTPAddress
  let reason: any Error

  /// One sentence.
  public var description: String {
    let reason = (reason as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "\(reason)"
    return
      "cannot serve the live page and the metrics at \(address): \(reason); name another address (--http HOST:PORT), or none (--http none)"
  }
}
