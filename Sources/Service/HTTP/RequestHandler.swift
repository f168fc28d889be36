import NIOCore
import NIOHTTP1

/// One connection: takes requests and answers them, one after the other, each in its time.
final class RequestHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let desk: HTTPDesk
  private var context: ChannelHandlerContext?
  private var isCounted = false
  private var head: HTTPRequestHead?
  private var hasBody = false
  private var isLive = false
  private var deadline: Scheduled<Void>?

  init(_ desk: HTTPDesk) { self.desk = desk }

  // MARK: - The connection

  func channelActive(context: ChannelHandlerContext) {
    guard desk.open() else { return context.close(promise: nil) }
    isCounted = true
    self.context = context
    expect(within: desk.limits.first)
  }

  func channelInactive(context: ChannelHandlerContext) {
    deadline?.cancel()
    if isCounted { desk.close(self) }
    isCounted = false
    self.context = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    // What is no HTTP was answered by the handler before; else the peer is gone.
    if error is HTTPParserError { desk.count(.badRequest) }
    context.close(promise: nil)
  }

  private func expect(within time: TimeAmount) {
    deadline?.cancel()
    deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.close() }
  }

  func close() { context?.close(promise: nil) }

  // MARK: - Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isLive else { return }
    switch Self.unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      hasBody = false
    case .body: hasBody = true
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head)
    }
  }

  private func answer(_ head: HTTPRequestHead) {
    var answer =
      hasBody ? Answer(.payloadTooLarge, "requests here have no content") : desk.site.answer(to: head, desk)
    if case .live = answer.content, !desk.hasRoom {
      answer = Answer(.serviceUnavailable, "too many are looking; try again later")
    }
    desk.count(answer.status)
    let staysOpen = head.isKeepAlive && !hasBody
    var fields = answer.fields
    if !staysOpen { fields.replaceOrAdd(name: "connection", value: "close") }
    switch answer.content {
    case .bytes(let bytes):
      fields.replaceOrAdd(name: "content-length", value: "\(bytes.readableBytes)")
      write(.head(HTTPResponseHead(version: head.version, status: answer.status, headers: fields)))
      if head.method != .HEAD { write(.body(.byteBuffer(bytes))) }
      end(staysOpen: staysOpen)
    case .live(let stream):
      write(.head(HTTPResponseHead(version: head.version, status: answer.status, headers: fields)))
      guard head.method != .HEAD else { return end(staysOpen: false) }
      isLive = true
      deadline?.cancel()
      send(ByteBuffer(string: "retry: 1000\n\n"))
      desk.begin(LiveClient(self, of: desk, stream: stream))
    }
  }

  private func end(staysOpen: Bool) {
    guard let context else { return }
    expect(within: desk.limits.answer)
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.assumeIsolated().whenComplete { [weak self] _ in
      guard let self else { return }
      if staysOpen { expect(within: desk.limits.next) } else { close() }
    }
    context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: sent)
  }

  private func write(_ part: HTTPServerResponsePart) {
    context?.write(Self.wrapOutboundOut(part), promise: nil)
  }

  // MARK: - Events

  /// Whether the client has read enough to be sent more.
  var isWritable: Bool { context?.channel.isWritable ?? false }

  /// Sends some of an answer that has no end.
  func send(_ bytes: ByteBuffer) {
    context?.writeAndFlush(Self.wrapOutboundOut(.body(.byteBuffer(bytes))), promise: nil)
  }
}
