import Glibc
import ZeroMQ

/// A file of keys: comments, which begin with "# ", and keys as Z85 text, one a line, each with a note behind it or not.
///
/// A space is no character of Z85, so that no key is ever taken for a comment.
struct KeyFile {
  /// Larger files are none of keys.
  private static let longest = 1 << 20
  private static let secretMark = "# markercast secret key"
  private static let publicMark = "# markercast public key"

  /// The keys, in the file's order.
  let keys: [String]
  /// Whether the file says of itself that its key is secret; nil where it says nothing.
  let isSecret: Bool?

  /// Reads the file at `path`; where it `mustBePrivate`, others than its owner may not be able to.
  init(path: String, mustBePrivate: Bool = false) throws(KeyError) {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw Self.error(errno, path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.longest else {
      throw KeyError("\(path) is no file of keys: name one that markercast keys generate has made")
    }
    if mustBePrivate { try Self.checkPrivate(status.st_mode, path) }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    let count = read(file, &bytes, bytes.count)
    guard count >= 0 else { throw Self.error(errno, path) }
    var keys: [String] = []
    var isSecret: Bool?
    let lines = bytes.prefix(count).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      let line = String(decoding: bytes, as: UTF8.self)
      if line.hasPrefix(Self.secretMark) { isSecret = true }
      if line.hasPrefix(Self.publicMark) { isSecret = false }
      guard let word = line.split(whereSeparator: \.isWhitespace).first, word != "#" else { continue }
      // Never the text itself: it may be most of a secret.
      guard CurveKeyPair.isKey(String(word)) else {
        throw KeyError(
          "\(path):\(index + 1): expected a key, 40 characters of Z85 text, or a comment behind '# ': "
            + "copy the file anew, or make a new pair with markercast keys generate")
      }
      keys.append(String(word))
    }
    self.keys = keys
    self.isSecret = isSecret
  }

  private static func error(_ code: Int32, _ path: String) -> KeyError {
    code == ENOENT
      ? .missing(path) : KeyError("cannot read the key file \(path): \(String(cString: strerror(code)))")
  }

  private static func checkPrivate(_ mode: mode_t, _ path: String) throws(KeyError) {
    // systemd hands credentials on with an access list, which shows as the group's bits.
    if let folder = getenv("CREDENTIALS_DIRECTORY"), path.hasPrefix(String(cString: folder) + "/") { return }
    guard mode & 0o077 == 0 else {
      throw KeyError(
        "\(path) holds a secret key and has mode \(String(mode & 0o777, radix: 8)), so that others have a hand in it: "
          + "chmod 600 \(path), and make a new pair if somebody may have read it")
    }
  }

  // MARK: - Pairs

  /// The only one of a file's keys.
  private static func only(_ keys: [String], _ path: String) throws(KeyError) -> String {
    guard keys.count == 1 else {
      throw KeyError("\(path) has \(keys.count) keys where one is wanted: name a file of one")
    }
    return keys[0]
  }

  /// The pair whose secret half is in the file at `path`.
  static func pair(path: String) throws(KeyError) -> CurveKeyPair {
    let file = try KeyFile(path: path, mustBePrivate: true)
    guard file.isSecret != false else {
      throw KeyError(
        "\(path) holds a public key where a secret one is wanted: name the file that ends in .secret")
    }
    let key = try only(file.keys, path)
    do throws(ZeroMQError) {
      return try CurveKeyPair(secretKey: key)
    } catch { throw KeyError("cannot use the key of \(path): \(error.reason)") }
  }

  /// The public keys in the file at `path`.
  static func publicKeys(path: String) throws(KeyError) -> [String] {
    let file = try KeyFile(path: path)
    guard file.isSecret != true else {
      throw KeyError(
        "\(path) holds a secret key where public ones are wanted: name the file that ends in .public, "
          + "and keep the secret one on its own machine")
    }
    return file.keys
  }

  /// The public key in the file at `path`.
  static func publicKey(path: String) throws(KeyError) -> String {
    try only(publicKeys(path: path), path)
  }

  // MARK: - Writing

  /// What a file of the secret key is to hold.
  static func text(ofSecret key: String, name: String) -> String {
    "\(secretMark) of \(name): keep it on this machine and to yourself; \(name).public is for others\n\(key)\n"
  }

  /// What a file of the public key is to hold.
  static func text(ofPublic key: String, name: String) -> String {
    "\(publicMark) of \(name)\n\(key)\n"
  }

  /// Writes a file that was not there before, with just these permissions.
  static func write(_ text: String, to path: String, mode: mode_t) throws(KeyError) {
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else {
      throw errno == EEXIST
        ? .exists(path) : KeyError("cannot write \(path): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let bytes = Array(text.utf8)
    guard fchmod(file, mode) == 0, Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0
    else {
      throw KeyError("cannot write \(path): \(String(cString: strerror(errno)))")
    }
  }
}
