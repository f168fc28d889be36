import NIOCore
import NIOHTTP1
import Wire

/// What is served, by its path.
struct Site: Sendable {
  let observer: Observer
  let settings: StreamsText.Settings
  private let hosts: HostCheck

  init(_ observer: Observer, _ settings: StreamsText.Settings, host: String) {
    self.observer = observer
    self.settings = settings
    hosts = HostCheck(serving: host)
  }

  func answer(to head: HTTPRequestHead, _ desk: HTTPDesk) -> Answer {
    guard hosts.allows(head.headers.first(name: "host")), head.headers["host"].count <= 1 else {
      return Answer(
        .misdirectedRequest,
        "this server has no such name: call it by its address, or by the name that --http says")
    }
    guard head.method == .GET || head.method == .HEAD else {
      var answer = Answer(.methodNotAllowed, "only GET and HEAD are answered")
      answer.fields.add(name: "allow", value: "GET, HEAD")
      return answer
    }
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    return answer(path: String(parts.first ?? ""), query: parts.count > 1 ? parts[1] : nil, desk)
  }

  private func answer(path: String, query: Substring?, _ desk: HTTPDesk) -> Answer {
    let board = observer.board.copy
    switch path {
    case "/metrics":
      return Answer(
        .ok, "text/plain; version=0.0.4; charset=utf-8",
        Array(Metrics(board, settings, desk.counts).text.utf8))
    case "/health": return Answer(health: board.isHealthy, "a worker is stuck")
    case "/ready": return Answer(health: board.isReady, "frames are not taken")
    case "/api/v1/streams":
      return Answer(json: StreamsText(board, settings, now: Clock.monotonic).bytes)
    case "/api/v1/events": return Answer(json: Board.text(board.news[...]))
    case "/api/v1/live": return live(query)
    default: break
    }
    if let name = path.firstMatch(of: /^\/api\/v1\/streams\/([A-Za-z0-9._-]{1,64})$/)?.1 {
      guard let stream = board.streams[String(name)] else {
        return Answer(.notFound, "there is no such stream")
      }
      return Answer(json: encodeStats(stream.stats, as: .json))
    }
    return Page.answer(to: path) ?? Answer(.notFound, "there is nothing here: look at / or /metrics")
  }

  private func live(_ query: Substring?) -> Answer {
    guard let query, !query.isEmpty else { return Answer(liveOf: nil) }
    let pair = query.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard pair.count == 2, pair[0] == "stream", Topic.isName(pair[1].utf8) else {
      return Answer(.badRequest, "the query is stream= and a stream's name")
    }
    return Answer(liveOf: String(pair[1]))
  }
}
