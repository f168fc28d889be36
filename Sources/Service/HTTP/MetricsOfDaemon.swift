import Wire

/// What is told of the daemon as a whole.
extension Metrics {
  mutating func addDaemon() {
    one(
      "build_info", .gauge, "1, with the version of markercast.", 1, labels: [("version", settings.version)])
    one("start_time_seconds", .gauge, "When the daemon was started, since the Unix epoch.", settings.started)
    one("budget_seconds", .gauge, "The latency allowed from receipt to publish.", settings.budget)
    if let interval = settings.checkpointInterval {
      one("checkpoint_interval_seconds", .gauge, "In which a stream's checkpoint is taken again.", interval)
    }
    one("workers", .gauge, "Threads that the streams share.", Double(settings.workers))
    one("streams", .gauge, "Streams that were taken on.", Double(streams.count))
    one(
      "streams_without_detail", .gauge,
      "Streams that no series by horizon is told of, as there are too many.",
      Double(max(0, streams.count - Self.mostDetailed)))
    family(
      "messages_refused_total", .counter, "Messages refused before they belonged to a stream, by reason.")
    for reason in Rejection.Reason.allCases where reason.isOfNoStream {
      add(
        "messages_refused_total", [("reason", reason.rawValue)], board.counts.refused[reason.rawValue] ?? 0)
    }
    one(
      "messages_elsewhere_total", .counter, "Messages passed over, as their streams are another daemon's.",
      board.counts.elsewhere)
    one(
      "observer_missed_total", .counter, "Messages that this page and these metrics had no room for.",
      board.unseen)
    if let admissions = board.admissions {
      family(
        "admissions_total", .counter, "Peers who connected where keys are asked for, by what became of them.")
      add("admissions_total", [("outcome", "admitted")], admissions.admitted)
      for reason in Admissions.Refusal.allCases.map(\.rawValue) {
        add("admissions_total", [("outcome", reason)], admissions.refused[reason] ?? 0)
      }
    }
    let usage = ProcessUsage()
    if let bytes = usage.residentBytes {
      one("process_resident_memory_bytes", .gauge, "Memory that is resident.", Double(bytes))
    }
    one("process_cpu_seconds_total", .counter, "Time that CPUs have worked for the daemon.", usage.cpuSeconds)
    if let count = usage.descriptors {
      one("process_open_file_descriptors", .gauge, "Descriptors that are open.", Double(count))
    }
  }

  mutating func addHTTP(_ http: HTTPCounts) {
    family("http_requests_total", .counter, "Answers to requests, by status.")
    for (code, count) in http.requests.sorted(by: { $0.key < $1.key }) {
      add("http_requests_total", [("code", "\(code)")], count)
    }
    one("http_connections", .gauge, "Connections that are open.", Double(http.connections))
    one(
      "http_connections_refused_total", .counter, "Connections closed at once, as there were too many.",
      http.refusedConnections)
    one("live_clients", .gauge, "Browsers and others that are sent events.", Double(http.live))
    one(
      "live_updates_dropped_total", .counter, "Events not sent to those who read too slowly.", http.dropped)
  }
}
