import ArgumentParser
import Service

/// The keys of a command's sockets; docs/security.md tells how they go together.
struct SecurityOptions: ParsableArguments {
  @Option(
    help: .init(
      "This end's own secret key, of markercast keys generate (docs/security.md).", valueName: "file.secret"))
  var key: String?

  @Option(
    help: .init(
      "Encrypt what is bound, and let in only those whose public keys are there: a folder of files *.public, or one file with a key a line.",
      valueName: "folder|file"))
  var clients: String?

  @Option(
    help: .init(
      "Encrypt what is connected to, and trust only the owner of this public key; several, parted by commas, are for the endpoints in their order.",
      valueName: "file.public,..."))
  var serverKey = List<String>([])

  @Flag(
    inversion: .prefixedNo,
    help:
      "Allow binding to addresses that others reach without asking for keys: anybody could then read and send."
  )
  var insecurePublicBind = false

  /// The keys, read from their files, for sockets with `endpoints`.
  func security(_ endpoints: [Endpoint]) throws -> Security {
    var security = try keys(endpoints)
    security.allowsPublicBind = insecurePublicBind
    return security
  }

  private func keys(_ endpoints: [Endpoint]) throws -> Security {
    let connected = endpoints.filter { !$0.isBound }
    let keys = serverKey.elements
    guard let key else {
      try check(
        clients == nil && keys.isEmpty, "--clients and --server-key want --key, this end's own secret key")
      return Security()
    }
    try check(
      clients != nil || !keys.isEmpty,
      "say what --key is for: --clients (who may connect) or --server-key (whom to trust)")
    try check(
      keys.count <= 1 || keys.count == connected.count,
      "--server-key has \(keys.count) keys for \(connected.count) endpoints that are connected to: name one for all, or one for each"
    )
    try check(
      keys.isEmpty || !connected.isEmpty,
      "--server-key is for endpoints that are connected to, and there is none")
    try check(
      clients == nil || endpoints.contains(where: \.isBound),
      "--clients is for endpoints that are bound, and there is none")
    let servers = connected.enumerated().compactMap { index, endpoint in
      keys.isEmpty ? nil : (endpoint: endpoint, key: keys[keys.count == 1 ? 0 : index])
    }
    do throws(KeyError) {
      return try Security(key: key, clients: clients, servers: servers)
    } catch {
      throw Failure(error)
    }
  }
}
