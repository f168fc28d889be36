import CLinux
import Glibc

/// What the kernel granted of realtime scheduling, locked memory, CPUs and their wakefulness.
///
/// The threads that a frame passes through run SCHED_FIFO: before every ordinary thread of the machine.
public struct Realtime: Codable, Hashable, Sendable, CustomStringConvertible {
  /// The workers' SCHED_FIFO priority; nil where it was not asked for, or refused.
  public internal(set) var priority: Int32?
  /// Whether no page of the process leaves memory again.
  public internal(set) var isMemoryLocked = false
  /// The CPUs that threads are pinned to; none where the kernel chooses.
  public internal(set) var cpus: [Int] = []
  /// By what CPUs are kept from sleeping between frames; nil where that was not asked for, or refused.
  public internal(set) var awake: Awake?

  /// What keeps CPUs from sleeping.
  public enum Awake: String, Codable, Sendable {
    /// A request to the kernel, by the device of this name.
    case latencyRequest = "cpu_dma_latency"
    /// A thread on each CPU that gives way to any other.
    case spinning
  }

  private enum CodingKeys: String, CodingKey {
    case priority = "fifo_priority"
    case isMemoryLocked = "memory_locked"
    case cpus, awake
  }

  /// What was granted, in a few words.
  public var description: String {
    var parts = priority.map { ["scheduled fifo \($0)"] } ?? []
    if isMemoryLocked { parts.append("memory locked") }
    if !cpus.isEmpty { parts.append("cpus \(cpus.map(String.init).joined(separator: ","))") }
    if let awake { parts.append("awake by \(awake.rawValue)") }
    return parts.isEmpty ? "nothing granted" : parts.joined(separator: ", ")
  }

  /// Below the kernel's own interrupt threads, at 50, which bring the frames.
  private static let workerPriority: Int32 = 40
  /// Above the workers, so that no worker's learning holds up the receipt of a frame that has the same CPU.
  private static let socketPriority: Int32 = 41

  /// A thread that a frame passes through.
  enum Role {
    /// Moves messages between the outer sockets and the workers, or bytes between the sockets and the network.
    case sockets
    /// Forecasts and learns; the number is its own among the workers.
    case worker(Int)
  }

  /// Gives the calling thread what was granted, and touches the memory that it will need.
  func enter(_ role: Role) {
    if let priority = priority(of: role) { _ = linux_schedule(priority) }
    if let cpu = cpu(of: role) { _ = linux_pin(Int32(cpu)) }
    guard isMemoryLocked else { return }
    linux_touch_stack()
    // 32 MB: what a few streams grow to. More is touched as it comes.
    linux_touch_heap(512)
  }

  /// The priority of a thread, where priorities were granted.
  func priority(of role: Role) -> Int32? {
    guard priority != nil else { return nil }
    return if case .sockets = role { Self.socketPriority } else { priority }
  }

  /// The CPU of a thread: the sockets' is the first, the workers take the next ones in turn.
  func cpu(of role: Role) -> Int? {
    guard !cpus.isEmpty else { return nil }
    return switch role {
    case .sockets: cpus[0]
    case .worker(let number): cpus[(number + 1) % cpus.count]
    }
  }
}

extension Realtime {
  /// Asks the kernel for what `configuration` wants; `warn` is told of each thing that is refused, and what to do.
  ///
  /// To be called from a thread that may run wherever the process may, before there are others.
  init(_ configuration: ServiceConfiguration, warn: (String) -> Void) {
    if configuration.isRealtime {
      if Self.canSchedule() {
        priority = Self.workerPriority
      } else {
        warn(
          "realtime scheduling is refused, so forecasts wait their turn among the machine's programs: give the service LimitRTPRIO=\(Self.socketPriority) (systemd/realtime.conf), or the program the capability (setcap cap_sys_nice,cap_ipc_lock+ep)"
        )
      }
      if Self.lockMemory() {
        isMemoryLocked = true
      } else {
        warn(
          "locking memory is refused, so a page that was put aside may hold up a forecast: give the service LimitMEMLOCK=infinity (systemd/realtime.conf), or the program the capability (setcap cap_sys_nice,cap_ipc_lock+ep)"
        )
      }
    }
    let missing = configuration.cpus.filter { linux_allows_cpu(Int32(clamping: $0)) == 0 }
    cpus = configuration.cpus.filter { !missing.contains($0) }
    if !missing.isEmpty {
      warn(
        "CPU \(missing.map(String.init).joined(separator: ", ")) of --cpus is not among those that this process may use, so no thread is pinned to it: name others (nproc --all counts them), or widen the service's CPUAffinity= and AllowedCPUs="
      )
    }
  }

  private static func canSchedule() -> Bool {
    _ = linux_raise_limit(linux_limit_rtprio)
    // Only tried: each thread asks for itself when it begins.
    defer { _ = linux_schedule(0) }
    return linux_schedule(socketPriority) == 0
  }

  private static func lockMemory() -> Bool {
    let limit = linux_raise_limit(linux_limit_memlock)
    linux_keep_freed_memory()
    guard linux_lock_memory() == 0 else { return false }
    guard limit != rlim_t.max else { return true }
    // Where the limit holds for this process, taking more memory than it allows would fail from now on.
    let size = Int(clamping: limit) &+ 4096
    let beyond = mmap(nil, max(size, 4096), PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if beyond == MAP_FAILED {
      munlockall()
      return false
    }
    munmap(beyond, max(size, 4096))
    return true
  }
}
