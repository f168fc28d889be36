import NIOCore
import NIOHTTP1

/// An answer to a request.
struct Answer {
  enum Content {
    /// All of it.
    case bytes(ByteBuffer)
    /// Events until the client goes, of that stream's motion too.
    case live(stream: String?)
  }

  var status: HTTPResponseStatus
  var fields: HTTPHeaders
  var content: Content

  /// Content of a media type.
  init(_ status: HTTPResponseStatus, _ type: String, _ bytes: [UInt8]) {
    self.status = status
    fields = Self.fields(type)
    content = .bytes(ByteBuffer(bytes: bytes))
  }

  /// A sentence that says why there is nothing else.
  init(_ status: HTTPResponseStatus, _ sentence: String) {
    self.init(status, "text/plain; charset=utf-8", Array("\(sentence)\n".utf8))
  }

  init(json: [UInt8]) { self.init(.ok, "application/json", json) }

  /// Whether all is well, for who asks by the status alone; `problem` says what isn't.
  init(health isWell: Bool, _ problem: String) {
    self.init(
      isWell ? .ok : .serviceUnavailable, "application/json",
      Array("{\"status\":\"\(isWell ? "ok" : problem)\"}\n".utf8))
  }

  /// Events, of the motion of a stream too where one is named.
  init(liveOf stream: String?) {
    status = .ok
    fields = Self.fields("text/event-stream")
    content = .live(stream: stream)
  }

  /// The page is to do nothing but what it is for: what it was sent with, and what it asks of this server.
  private static func fields(_ type: String) -> HTTPHeaders {
    [
      "content-type": type,
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    ]
  }
}
