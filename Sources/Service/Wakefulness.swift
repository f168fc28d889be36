import CLinux
import Foundation

/// Keeps CPUs from sleeping until it is let go.
///
/// A CPU that has slept since the last frame takes the next one late, and computes slowly at first. Where the kernel
/// has a driver that puts CPUs to sleep, it is asked for a wake-up latency of 0 us, which holds for all CPUs of the
/// machine (its Documentation/power/pm_qos_interface.rst). Where it has none, as in a virtual machine, whose idle CPUs
/// are given back to the host, a thread spins on each CPU, and gives way to any other.
package final class Wakefulness: Sendable {
  /// By what.
  package let means: Realtime.Awake
  private let request: Int32
  private let spinners: SpinningThreads?

  /// Keeps `cpus` awake, where there are none all that the calling thread may run on; nil where it is refused, of which
  /// `warn` is told, and what to do.
  package init?(
    cpus: [Int], driver: String = "/sys/devices/system/cpu/cpuidle/current_driver",
    device: String = "/dev/cpu_dma_latency", warn: (String) -> Void
  ) {
    let refused = "keeping the CPUs awake is refused, so a frame may find them asleep"
    if Self.firstLine(of: driver) ?? "none" != "none" {
      means = .latencyRequest
      spinners = nil
      request = open(device, O_WRONLY | O_CLOEXEC)
      var latency: Int32 = 0
      guard request >= 0, write(request, &latency, MemoryLayout.size(ofValue: latency)) > 0 else {
        warn(
          "\(refused): \(device): \(String(cString: strerror(errno))): run as root, or give the service's user the device by a udev rule and DeviceAllow=\(device) rw (systemd/realtime.conf)"
        )
        return nil
      }
    } else {
      means = .spinning
      request = -1
      let cpus = cpus.isEmpty ? (0..<1024).filter { linux_allows_cpu($0) != 0 }.map { Int($0) } : cpus
      let spinners = SpinningThreads(cpus.count, named: "awake") {
        linux_pin(Int32(clamping: cpus[$0])) == 0 && linux_schedule_last() == 0
      }
      self.spinners = spinners
      guard spinners.count == cpus.count else {
        warn(
          "\(refused): a thread at the lowest priority can't be had on each of them: allow the service sched_setscheduler and sched_setaffinity (SystemCallFilter=)"
        )
        return nil
      }
    }
  }

  deinit {
    spinners?.stop()
    if request >= 0 { close(request) }
  }

  private static func firstLine(of path: String) -> Substring? {
    (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").first
  }
}
