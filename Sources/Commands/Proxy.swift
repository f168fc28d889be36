import ArgumentParser
import Service

/// `markercast proxy`: one address where there are many.
struct Proxy: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Pass messages from many publishers to many subscribers.",
    discussion: """
      Publishers (trackers, or daemons that serve) connect to the front end, subscribers to the back end, so that both \
      need to know one address alone. Subscriptions are handed on to the publishers, which send nothing that nobody \
      asked for. Knows nothing of what passes. Runs until SIGINT or SIGTERM; a second signal exits at once.

      Both ends are bound; a prefix '>' connects instead. A subscriber that does not keep up loses what does not fit \
      its queue; others do not wait for it.

      EXAMPLES
        Frames: trackers publish to 5555, daemons subscribe to 5556:
          markercast proxy --frontend tcp://127.0.0.1:5555 --backend tcp://127.0.0.1:5556

        Forecasts: daemons publish to 9871 (serve --publish '>tcp://127.0.0.1:9871'), clients subscribe to 9872:
          markercast proxy --frontend tcp://127.0.0.1:9871 --backend tcp://127.0.0.1:9872

        For other machines, whose keys are asked for; SIGHUP reads the list anew (docs/security.md):
          markercast proxy --frontend tcp://10.0.0.1:5555 --backend tcp://10.0.0.1:5556 --key proxy.secret \
      --clients clients
      """)

  @Option(help: .init("Where publishers connect; several parted by commas.", valueName: "endpoint,..."))
  var frontend: List<String>

  @Option(help: .init("Where subscribers connect; several parted by commas.", valueName: "endpoint,..."))
  var backend: List<String>

  @Option(help: .init("Messages that may wait, for each publisher and each subscriber.", valueName: "number"))
  var highWaterMark = StreamProxy.Configuration().highWaterMark

  @OptionGroup var security: SecurityOptions

  func validate() throws {
    try check((1...10_000_000).contains(highWaterMark), "--high-water-mark must lie between 1 and 10000000")
  }

  func run() throws {
    let manager = ServiceManager.takeFromEnvironment()
    var configuration = StreamProxy.Configuration()
    configuration.frontend = frontend.elements
    configuration.backend = backend.elements
    configuration.highWaterMark = highWaterMark
    configuration.security = try security.security(
      configuration.frontendEndpoints + configuration.backendEndpoints)
    let reload = configuration.security.asksForKeys || manager.isThere ? ReloadSignal() : nil
    let stop = StopSignal()
    stop.listenForInterrupts(reload: reload)
    try reportingFailures {
      let proxy = try StreamProxy(configuration, stop: stop, reload: reload)
      say(
        "passing on from \(frontend.elements.joined(separator: ", ")) to \(backend.elements.joined(separator: ", "))"
      )
      if let admissions = try proxy.run(under: manager) { say(admissions.text) }
    }
  }
}
