import FuzzTargets
import Glibc

/// What FUZZ_TARGET names; where it names none, the targets' names are printed.
private let target: FuzzTarget = {
  if let target = getenv("FUZZ_TARGET").flatMap({ FuzzTarget(rawValue: String(cString: $0)) }) {
    return target
  }
  for target in FuzzTarget.allCases { print(target.rawValue) }
  fflush(nil)
  _exit(0)
}()

/// What libFuzzer calls, whose main function this program has (llvm.org/docs/LibFuzzer.html).
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  if let problem = target.problem(with: UnsafeRawBufferPointer(start: data, count: count)) {
    fatalError(problem)
  }
  return 0
}
