import Glibc

/// What this process uses of the machine.
struct ProcessUsage {
  /// Memory that is resident, in bytes; nil where the kernel does not say.
  let residentBytes: Int?
  /// Seconds that CPUs have worked for it.
  let cpuSeconds: Double
  /// Descriptors that are open; nil where the kernel does not say.
  let descriptors: Int?

  init() {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    cpuSeconds = [usage.ru_utime, usage.ru_stime].reduce(0) {
      $0 + Double($1.tv_sec) + Double($1.tv_usec) / 1e6
    }
    residentBytes = Self.pages().map { $0 * sysconf(Int32(_SC_PAGESIZE)) }
    descriptors = Self.openDescriptors()
  }

  /// The second number of /proc/self/statm.
  private static func pages() -> Int? {
    guard let file = fopen("/proc/self/statm", "r") else { return nil }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, Int32(line.count), file) != nil else { return nil }
    let fields = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split(
      separator: " ")
    return fields.count > 1 ? Int(fields[1]) : nil
  }

  private static func openDescriptors() -> Int? {
    guard let folder = opendir("/proc/self/fd") else { return nil }
    defer { closedir(folder) }
    var count = 0
    while let entry = readdir(folder) { if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { count += 1 } }
    // The one that the folder itself is read by is not ours.
    return count - 1
  }
}
