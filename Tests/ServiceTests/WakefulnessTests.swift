import Foundation
import Service
import Testing

@Suite struct WakefulnessTests {
  private func file(_ text: String) throws -> String {
    let path = FileManager.default.temporaryDirectory.appending(path: "mc-\(UUID().uuidString)").path
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  @Test func aDriverIsAskedForALatencyOfZero() throws {
    let (driver, device) = (try file("acpi_idle\n"), try file(""))
    defer { for path in [driver, device] { try? FileManager.default.removeItem(atPath: path) } }
    let wakefulness = Wakefulness(cpus: [], driver: driver, device: device) { Issue.record("\($0)") }
    #expect(wakefulness?.means == .latencyRequest)
    #expect(try Data(contentsOf: URL(fileURLWithPath: device)) == Data([0, 0, 0, 0]))
  }

  /// A device that can't be had is no reason to spin: one warning names it, and says what to do.
  @Test func aRefusedDeviceIsAWarning() throws {
    let driver = try file("acpi_idle\n")
    defer { try? FileManager.default.removeItem(atPath: driver) }
    var said: [String] = []
    #expect(
      Wakefulness(cpus: [], driver: driver, device: "/dev/none/of-this-name") { said.append($0) } == nil)
    #expect(
      said.count == 1 && said[0].contains("/dev/none/of-this-name: No such file or directory: "), "\(said)")
    #expect(said[0].contains("DeviceAllow=/dev/none/of-this-name rw"))
  }

  /// No machine that runs tests has 1024 CPUs.
  @Test(arguments: ["none\n", ""]) func aRefusedThreadIsAWarning(text: String) throws {
    let driver = try file(text)
    defer { try? FileManager.default.removeItem(atPath: driver) }
    var said: [String] = []
    #expect(Wakefulness(cpus: [1023], driver: driver, device: driver) { said.append($0) } == nil)
    #expect(said.count == 1 && said[0].contains("SystemCallFilter="), "\(said)")
  }
}
