import Foundation

/// The public keys of those who may connect: of one file, or of all files of a folder that end in `.public`.
struct ClientList: Sendable {
  let path: String
  let keys: Set<String>

  /// Reads the list.
  init(path: String) throws(KeyError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw KeyError(
        "there is no list of clients \(path): name a folder of public keys, or a file of them, one a line",
        isMissing: true)
    }
    var keys: Set<String> = []
    for file in isFolder.boolValue ? try Self.files(of: path) : [path] {
      keys.formUnion(try KeyFile.publicKeys(path: file))
    }
    self.path = path
    self.keys = keys
  }

  private static func files(of folder: String) throws(KeyError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".public") }
        .sorted().map { "\(folder)/\($0)" }
    } catch {
      throw KeyError("cannot read the folder of clients \(folder): let this user list it")
    }
  }
}
