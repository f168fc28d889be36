import Foundation
import ZeroMQ

/// Makes key pairs, and tells what is in their files.
public enum KeyFolder {
  /// Makes a pair and writes it to `name.secret`, which only its owner can read, and `name.public` in `folder`.
  ///
  /// Files that are there are left alone unless `replacing`.
  /// - Returns: the two files' paths.
  public static func generate(
    name: String, in folder: String, replacing: Bool
  ) throws(KeyError) -> (secret: String, public: String) {
    try checkCurve()
    let paths = ["secret", "public"].map { "\(folder == "." ? "" : "\(folder)/")\(name).\($0)" }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw KeyError("cannot make the folder \(folder): name one that exists and can be written")
    }
    if replacing { for path in paths { unlink(path) } }
    // Both or none: a secret key beside another one's public half would be a trap.
    for path in paths where access(path, F_OK) == 0 { throw .exists(path) }
    let pair: CurveKeyPair
    do throws(ZeroMQError) { pair = try .generate() } catch { throw KeyError(error.description) }
    try KeyFile.write(KeyFile.text(ofSecret: pair.secretKey, name: name), to: paths[0], mode: 0o600)
    try KeyFile.write(KeyFile.text(ofPublic: pair.publicKey, name: name), to: paths[1], mode: 0o644)
    return (paths[0], paths[1])
  }

  /// The public keys of a file, of which a secret key's file has one.
  public static func publicKeys(ofFile path: String) throws(KeyError) -> [String] {
    try KeyFile(path: path).isSecret == true
      ? [KeyFile.pair(path: path).publicKey] : KeyFile.publicKeys(path: path)
  }

  /// Throws where libzmq can do without CURVE only.
  static func checkCurve() throws(KeyError) {
    guard libraryHas("curve") else {
      throw KeyError(
        "the libzmq of this machine was built without CURVE: install one with it, such as Debian's libzmq5")
    }
  }
}
