import Foundation

/// What is finished of an evaluation, kept in files until all of it is, so that the same command goes on where it was
/// interrupted.
package struct RunStore: Sendable {
  private let folder: URL

  /// A store in `folder`, which is made where it is missing.
  package init(folder: URL) throws {
    self.folder = folder
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw EvaluationError(
        "cannot keep finished runs in \(folder.path): set XDG_CACHE_HOME to a folder that can be written")
    }
  }

  /// The result kept under `key`; its forecasts are left on the disk.
  package func result(_ key: String) -> UnitResult? {
    guard let data = try? Data(contentsOf: file(key, "json")) else { return nil }
    return try? JSONDecoder().decode(UnitResult.self, from: data)
  }

  /// The forecasts kept under `key`.
  package func forecasts(_ key: String) -> [ScoredForecasts]? {
    guard let data = try? Data(contentsOf: file(key, "forecasts")) else { return nil }
    return try? PropertyListDecoder().decode([ScoredForecasts].self, from: data)
  }

  /// Keeps `result` under `key`, whole or not at all; returns it without its forecasts.
  package func keep(_ result: UnitResult, _ key: String) throws -> UnitResult {
    var rest = result
    rest.forecasts = nil
    do {
      if let forecasts = result.forecasts {
        let encoder = PropertyListEncoder()
        encoder.outputFormat = .binary
        try encoder.encode(forecasts).write(to: file(key, "forecasts"), options: .atomic)
      }
      try JSONEncoder().encode(rest).write(to: file(key, "json"), options: .atomic)
    } catch {
      throw EvaluationError(
        "cannot keep a finished run in \(folder.path): make room there, or set XDG_CACHE_HOME to another folder"
      )
    }
    return rest
  }

  /// Removes what is kept under `key`.
  package func remove(_ key: String) {
    for kind in ["json", "forecasts"] { try? FileManager.default.removeItem(at: file(key, kind)) }
  }

  private func file(_ key: String, _ kind: String) -> URL { folder.appending(path: "\(key).\(kind)") }
}

/// A number that tells things apart by their parts: FNV-1a, 64 bits (G. Fowler, L. C. Noll, K.-P. Vo 1991; RFC 9923).
package struct Fingerprint: Hashable, Sendable {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// The fingerprint of nothing.
  package init() {}

  /// Adds a text, and where it ends.
  package mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
    add(UInt8(0xff))
  }

  /// Adds a number.
  package mutating func add(_ number: UInt64) {
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: number >> shift)) }
  }

  private mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }

  /// Sixteen hexadecimal digits.
  package var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
