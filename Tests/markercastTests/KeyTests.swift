import Foundation
import Testing
import ZeroMQ

@Suite(.timeLimit(.minutes(10))) struct KeyTests {
  private func mode(_ path: String) throws -> Int {
    try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func aPairIsWrittenForItsOwnerAndNeverReplacedUnasked() throws {
    let folder = try Workplace()
    let made = try Program.run("keys", "generate", "beam-1", "--out", "keys", in: folder)
    #expect(made.status == 0, "\(made.errors)")
    #expect(made.output.contains("keys/beam-1.secret") && made.output.contains("keys/beam-1.public"))
    #expect(try mode(folder.path("keys/beam-1.secret")) == 0o600)
    #expect(try mode(folder.path("keys/beam-1.public")) == 0o644)
    let secret = try String(contentsOfFile: folder.path("keys/beam-1.secret"), encoding: .utf8)
    let lines = secret.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].hasPrefix("# markercast secret key of beam-1"))
    let pair = try CurveKeyPair(secretKey: String(lines[1]))
    for half in ["secret", "public"] {
      let shown = try Program.run("keys", "show", "keys/beam-1.\(half)", in: folder)
      #expect(shown.output == "\(pair.publicKey)\n")
    }
    let again = try Program.run("keys", "generate", "beam-1", "--out", "keys", in: folder)
    #expect(again.status == 65 && again.errors.contains("keys/beam-1.secret is there already"))
    #expect(try String(contentsOfFile: folder.path("keys/beam-1.secret"), encoding: .utf8) == secret)
    #expect(try Program.run("keys", "generate", "beam-1", "--out", "keys", "--force", in: folder).status == 0)
    #expect(try String(contentsOfFile: folder.path("keys/beam-1.secret"), encoding: .utf8) != secret)
    #expect(try mode(folder.path("keys/beam-1.secret")) == 0o600)
  }

  @Test(arguments: [
    (
      ["--key", "open.secret", "--clients", "clients"], 65, "open.secret holds a secret key and has mode 640"
    ),
    (["--key", "world.secret", "--clients", "clients"], 65, "chmod 600 world.secret"),
    (
      ["--key", "cut.secret", "--clients", "clients"], 65,
      "cut.secret:2: expected a key, 40 characters of Z85 text"
    ),
    (["--key", "empty.secret", "--clients", "clients"], 65, "empty.secret has 0 keys where one is wanted"),
    (["--key", "binary.secret", "--clients", "clients"], 65, "binary.secret:1: expected a key"),
    (["--key", "clients", "--clients", "clients"], 65, "clients is no file of keys"),
    (["--key", "none.secret", "--clients", "clients"], 66, "there is no key file none.secret"),
    (
      ["--key", "public.secret", "--clients", "clients"], 65,
      "holds a public key where a secret one is wanted"
    ),
    (["--key", "a.secret", "--clients", "nobody"], 66, "there is no list of clients nobody"),
    (
      ["--key", "a.secret", "--clients", "a.secret"], 65,
      "a.secret holds a secret key where public ones are wanted"
    ),
    (["--key", "a.secret", "--clients", "spoilt"], 65, "spoilt/b.public:1: expected a key"),
    (
      ["--key", "a.secret", "--server-key", "a.secret"], 65, "holds a secret key where public ones are wanted"
    ),
    (["--key", "a.secret", "--server-key", "two.public"], 65, "two.public has 2 keys where one is wanted"),
    (["--key", "a.secret"], 64, "say what --key is for"),
    (["--clients", "clients"], 64, "--clients and --server-key want --key"),
    (["--key", "a.secret", "--server-key", "a.public,a.public"], 64, "2 keys for 1 endpoints"),
  ])
  func keysThatCannotBeUsedAreRefused(flags: [String], status: Int32, sentence: String) throws {
    let folder = try Workplace()
    for folder in ["clients", "spoilt"].map(folder.path) {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }
    try Guarded.generate("a", in: folder)
    let secret = try String(contentsOfFile: folder.path("a.secret"), encoding: .utf8)
    let publicHalf = try String(contentsOfFile: folder.path("a.public"), encoding: .utf8)
    let key = publicHalf.split(separator: "\n")[1]
    for (name, text, mode) in [
      ("open.secret", secret, 0o640), ("world.secret", secret, 0o604),
      ("cut.secret", String(secret.dropLast(5)), 0o600),
      ("empty.secret", "# nothing\n", 0o600), ("public.secret", publicHalf, 0o600),
      ("two.public", "\(key)\n\(key)\n", 0o644), ("spoilt/b.public", "#\(key.dropFirst(2))\n", 0o644),
    ] {
      try Data(text.utf8).write(to: folder.url.appending(path: name))
      #expect(chmod(folder.path(name), mode_t(mode)) == 0)
    }
    try Data((0...255).map { UInt8($0) }).write(to: folder.url.appending(path: "binary.secret"))
    #expect(chmod(folder.path("binary.secret"), 0o600) == 0)
    let program = try Program(["serve", "--publish", folder.endpoint("out")] + flags, in: folder)
    #expect(program.wait() == status)
    #expect(program.errors.contains(sentence), "\(program.errors)")
    // What may be most of a secret is not told.
    #expect(!program.errors.contains(secret.split(separator: "\n")[1].prefix(20)))
  }

  /// systemd hands on keys of a mode of its own, in a folder that it names.
  @Test(arguments: [("$PWD/handed", true), ("$PWD/other", false)])
  func keysThatTheManagerHandsOnMayHaveAnyMode(folder name: String, isTaken: Bool) throws {
    let folder = try Workplace()
    try Guarded.generate("a", in: folder)
    let handed = folder.path("handed")
    try FileManager.default.createDirectory(atPath: handed, withIntermediateDirectories: false)
    try FileManager.default.moveItem(atPath: folder.path("a.secret"), toPath: handed + "/a.secret")
    #expect(chmod(handed + "/a.secret", 0o440) == 0)
    let program = try Program(
      [
        "-c", "export CREDENTIALS_DIRECTORY=\(name); exec \"$@\"", "sh", Program.path, "serve", "--http",
        "none",
        "--publish", folder.endpoint("out"), "--key", handed + "/a.secret", "--clients", "a.public",
      ], in: folder, executable: "/bin/sh")
    if isTaken {
      while program.isRunning, !program.errors.contains("taking frames") { usleep(10_000) }
      program.interrupt()
    }
    #expect(program.wait() == (isTaken ? 0 : 65), "\(program.errors)")
  }

  @Test(arguments: ["", ".", "a/b", "../a", "a b", String(repeating: "a", count: 65)])
  func whatIsNoNameIsRefused(name: String) throws {
    #expect(try Program.run("keys", "generate", name, in: Workplace()).status == 64)
  }

  @Test func theConfigurationFileTakesKeys() throws {
    let folder = try Workplace()
    try Guarded.generate("a", in: folder)
    let file = "key: a.secret\nclients: a.public\nserver-key: [a.public]\nmax-markers: 100\n"
    try Data(file.utf8).write(to: folder.url.appending(path: "a.yaml"))
    let printed = try Program.run("serve", "--config", "a.yaml", "--print-config", in: folder)
    for line in file.split(separator: "\n") where !line.contains("[") {
      #expect(printed.output.contains(line), "\(printed.errors)")
    }
    #expect(printed.output.contains("server-key:\n- a.public"))
  }
}
