import Forecasting
import Foundation
import Logging
import MarkerMotion
import Service
import Testing
import Wire

/// A stream's checkpoint in a file is whole or refused.
@Suite struct CheckpointTests {
  private static func configuration(_ model: Model = .rls) -> ServiceConfiguration {
    var configuration = ServiceConfiguration()
    configuration.session.model = model
    configuration.session.rate = 10
    return configuration
  }

  private func server(_ configuration: ServiceConfiguration, frames: Int = 250) throws -> StreamServer {
    let server = StreamServer(name: "chest", configuration: configuration)
    try feed(server, 0..<frames)
    return server
  }

  @discardableResult
  private func feed(_ server: StreamServer, _ range: Range<Int>) throws -> [Forecast] {
    try range.map { n in
      let t = Double(n) / 10
      let frame = Frame(
        stamp: Stamp(seconds: t)!,
        markers: [Marker(name: "m", position: [5 * sin(1.5 * t), cos(2 * t), t / 50])])
      try encodeFrame(frame, stream: "chest", as: .protobuf).withUnsafeBytes { bytes in
        _ = try server.receive(bytes, at: Receipt.now())
      }
      let forecast = try server.forecast().withUnsafeBytes { try decodeForecast($0).forecast }
      while server.learn() {}
      return forecast
    }
  }

  private func sealed(
    _ server: StreamServer, _ configuration: ServiceConfiguration, wall: Int64 = 0
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    Checkpoint.write(server, configuration: configuration.session.fingerprint, wall: wall, to: &bytes)
    Checkpoint.seal(&bytes)
    return bytes
  }

  private func refusal(
    _ bytes: [UInt8], _ configuration: ServiceConfiguration, name: String = "chest", wall: Int64 = 0
  ) -> Checkpoint.Refusal? {
    do throws(Checkpoint.Refusal) {
      try Checkpoint.read(
        bytes, into: StreamServer(name: name, configuration: configuration),
        configuration: configuration.session.fingerprint, wall: wall, mostAge: 60)
      return nil
    } catch {
      return error
    }
  }

  @Test func aServerGoesOnToTheBit() throws {
    let configuration = Self.configuration()
    let first = try server(configuration)
    let second = StreamServer(name: "chest", configuration: configuration)
    try Checkpoint.read(
      sealed(first, configuration), into: second, configuration: configuration.session.fingerprint, wall: 0,
      mostAge: 60)
    let forecasts = (try feed(first, 250..<300), try feed(second, 250..<300))
    #expect(forecasts.0 == forecasts.1)
    #expect(second.summary.frames == first.summary.frames)
  }

  @Test func refusalsTellWhy() throws {
    let configuration = Self.configuration()
    let bytes = sealed(try server(configuration), configuration)
    #expect(refusal(bytes, configuration) == nil)
    #expect(refusal([], configuration) == .notOne)
    #expect(refusal(Array(bytes.dropFirst()), configuration) == .notOne)
    #expect(refusal(Array(bytes.dropLast()), configuration) == .damaged)
    #expect(refusal(bytes + [0], configuration) == .damaged)
    #expect(refusal(bytes, configuration, name: "other") == .otherStream("chest"))
    #expect(refusal(bytes, configuration, wall: 61_000_000_000) == .tooOld(seconds: 61, most: 60))
    var other = configuration
    other.session.seed = 2
    other.session.horizons = [1]
    #expect(refusal(bytes, other) == .otherConfiguration(["horizons", "seed"]))
    var format = bytes
    format[26] = 99
    #expect(refusal(format, configuration) == .otherFormat(99))
  }

  /// Every flip of a bit is found, wherever it is: five thousand places, and every one of the head.
  @Test(arguments: [UInt64(1), 2]) func noFlippedByteIsTaken(seed: UInt64) throws {
    let configuration = Self.configuration(.lms)
    let bytes = sealed(try server(configuration, frames: 150), configuration)
    var random = Xoshiro256(seed: seed, stream: 0)
    for n in 0..<5000 {
      let place = n < 100 ? n : Int(random.next() % UInt64(bytes.count))
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(random.next() % 8)
      #expect(refusal(damaged, configuration) != nil, "place \(place), seed \(seed)")
    }
  }

  @Test func whatTellsOfForecastsAloneIsNoOtherConfiguration() {
    var (a, b) = (Self.configuration(), Self.configuration())
    a.session.explains = true
    a.budget = 1
    b.encoding = .json
    #expect(a.session.fingerprint == b.session.fingerprint)
  }
}

/// The files of checkpoints.
@Suite struct CheckpointFolderTests {
  private let root = FileManager.default.temporaryDirectory.appending(
    path: "mc-\(UUID().uuidString.prefix(8))")
  private var folder: CheckpointFolder { CheckpointFolder(path: root.appending(path: "a/b").path) }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func theNewestTwoAreKept() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    for n in 1...5 { try folder.write([UInt8(n)], of: "chest") }
    try folder.write([9], of: "chest.2")
    #expect(
      try names() == ["chest.4.checkpoint", "chest.5.checkpoint", "chest_2~\(hash("chest.2")).1.checkpoint"])
    let contents = try folder.files(of: "chest").map { try folder.read($0) }
    #expect(contents == [[5], [4]])
    let mode = try FileManager.default.attributesOfItem(atPath: folder.files(of: "chest")[0])[
      .posixPermissions]
    #expect(mode as? Int == 0o600)
  }

  @Test(arguments: [
    "../../etc/passwd", "a b", "é", String(repeating: "x", count: 250), ".", "a/b", "a\u{1b}[31m",
  ])
  func namesStayInTheFolder(stream: String) throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try folder.write([1], of: stream)
    let name = try #require(try names().first)
    #expect(name.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "/") })
    #expect(!name.hasPrefix(".") && name.utf8.count < 130)
    #expect(try folder.read(folder.files(of: stream)[0]) == [1])
    #expect(folder.files(of: stream + "_").isEmpty)
  }

  @Test func aFolderThatVanishesIsMadeAgain() throws {
    defer { try? FileManager.default.removeItem(at: root) }
    try folder.write([1], of: "chest")
    try FileManager.default.removeItem(at: root)
    #expect(folder.files(of: "chest").isEmpty)
    try folder.write([2], of: "chest")
    #expect(try names() == ["chest.1.checkpoint"])
  }

  @Test func whatCannotBeWrittenSaysWhy() throws {
    // A file where the folder should be: as true for root as for others.
    try Data().write(to: root)
    defer { try? FileManager.default.removeItem(at: root) }
    let error = #expect(throws: CheckpointFolder.Failure.self) { try folder.write([1], of: "chest") }
    #expect(error?.description.hasPrefix("cannot make the folder \(folder.path): ") == true)
  }

  private func hash(_ text: String) -> String {
    String(Array(text.utf8).withUnsafeBytes { fnv1a($0) }, radix: 16)
  }
}

/// The thread that writes checkpoints.
@Suite struct CheckpointWriterTests {
  /// A buffer that were held twice would be copied when its CRC is put in, and its copy would be elsewhere.
  @Test func aBufferComesBackInItsPlace() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "mc-\(UUID().uuidString.prefix(8))")
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = CheckpointFolder(path: root.path)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let writer = CheckpointWriter(folder: folder, logger: logger)
    Thread.detachNewThread { writer.run() }
    var places: Set<UInt> = []
    for n in 1...10 {
      var buffer = try #require(writer.takeBuffer(waits: true))
      buffer.removeAll(keepingCapacity: true)
      buffer.append(contentsOf: repeatElement(UInt8(n), count: 100_000))
      places.insert(buffer.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) })
      writer.submit(&buffer, of: "chest", wall: Int64(n))
      #expect(buffer.isEmpty)
      while case let status = writer.status(of: "chest"), status.written + status.failed < n { sched_yield() }
    }
    #expect(places.count == 1)
    let status = writer.status(of: "chest")
    #expect(status.written == 10 && status.newest == 10, "\(status.problem ?? "")")
    writer.end()
    #expect(try folder.read(folder.files(of: "chest")[0]).last == 10)
  }
}
