import ArgumentParser
import Glibc
import Service

/// `markercast`: forecasts where moving markers will be.
package struct Markercast: ParsableCommand {
  package static let configuration = CommandConfiguration(
    commandName: "markercast",
    abstract: "Forecast where moving markers will be.",
    discussion: """
      A daemon that subscribes to a ZeroMQ stream of 3-D marker positions, learns from every tick, and \
      publishes where each marker will be; and what goes with it: recordings to replay and inspect, \
      synthetic breathing, a monitor, a proxy for sites of many machines, keys to encrypt it all.
      """,
    version: version,
    subcommands: [
      Serve.self, Proxy.self, Replay.self, Record.self, Monitor.self, Evaluate.self, Tune.self, Synth.self,
      Inspect.self, Bench.self, Keys.self,
    ])

  package init() {}

  /// Runs the command that the arguments name.
  package static func main() {
    hearSignals()
    do {
      let arguments = try ConfigurationFile.expand(
        Array(CommandLine.arguments.dropFirst()), check: ServeOptions.check)
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch let failure as Failure {
      failure.exit()
    } catch let problem as ConfigurationFile.Problem {
      Failure(.badData, problem.description).exit()
    } catch {
      exit(withError: error)
    }
  }
}

/// Lets SIGINT and SIGTERM through where whoever started the program had blocked them, as libdispatch's threads have.
private func hearSignals() {
  var signals = sigset_t()
  sigemptyset(&signals)
  sigaddset(&signals, SIGINT)
  sigaddset(&signals, SIGTERM)
  pthread_sigmask(SIG_UNBLOCK, &signals, nil)
}
