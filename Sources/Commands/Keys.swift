import ArgumentParser
import Service
import Wire

/// `markercast keys`: pairs of keys, for encryption and to know who is who.
struct Keys: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make and show the keys that encrypt connections and tell who may connect.",
    discussion: """
      Each program has a pair of CURVE keys: a secret one, which stays where it is, and a public one, which is given to \
      the other end. Whoever binds lists the public keys of those who may connect (--clients); whoever connects names \
      the public key of the end that it trusts (--server-key). docs/security.md has it step by step.

      EXAMPLES
        A pair for the daemon and one for each program that reads from it:
          markercast keys generate daemon --out keys
          markercast keys generate beam --out keys

        The daemon lets the beam in, which has its public key in the folder clients:
          mkdir clients; cp keys/beam.public clients/
          markercast serve --publish tcp://10.0.0.1:9872 --key keys/daemon.secret --clients clients

        What the beam is given: beam.secret, and daemon.public to know the daemon by:
          markercast monitor --subscribe tcp://10.0.0.1:9872 --key beam.secret --server-key daemon.public
      """,
    subcommands: [Generate.self, Show.self])

  struct Generate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make a pair: NAME.secret, which only you can read, and NAME.public.",
      discussion: """
        EXAMPLE
          markercast keys generate tracker-1 --out keys
        """)

    @Argument(help: "Whose keys they are: 1 to 64 letters, digits, '.', '_' and '-'.") var name: String
    @Option(help: .init("The folder to write to; made where it is missing.", valueName: "folder")) var out =
      "."
    @Flag(help: "Replace files that are there already.") var force = false

    func validate() throws {
      try check(
        Topic.isName(name.utf8) && !name.hasPrefix("."),
        "the name takes 1 to 64 letters, digits, '.', '_' and '-', and does not begin with '.'")
    }

    func run() throws {
      try reportingFailures {
        let files = try KeyFolder.generate(name: name, in: out, replacing: force)
        print(
          """
          \(files.secret)  the secret key: it stays with \(name) (--key), and only its owner can read it
          \(files.public)  the public key: for the other ends, into their folder of --clients or as their --server-key
          """)
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Print the public keys of a file, a secret key's file too.",
      discussion: """
        EXAMPLE
          markercast keys show keys/daemon.secret
        """)

    @Argument(help: .init("The file.", valueName: "file")) var file: String

    func run() throws {
      try reportingFailures {
        for key in try KeyFolder.publicKeys(ofFile: file) { print(key) }
      }
    }
  }
}
