import Breathing
import Forecasting
import Glibc

/// Takes a model through some ticks of the same breathing, for valgrind to count what they are made of.
///
///     instructions MODEL TICKS
///
/// A tick that counts is in `countedTick`, which callgrind is told of (`--toggle-collect=*countedTick*`); before them comes a
/// minute that does not count, after which everything that learns does.
@main
struct Instructions {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let model = Model(rawValue: arguments[1]), let ticks = Int32(arguments[2])
    else {
      let names = Model.allCases.map(\.rawValue).joined(separator: " ")
      print(names)
      exit(arguments.count == 1 ? 0 : 64)
    }
    subject = Subject(model)
    subject.advance(by: 600)
    for _ in 0..<ticks {
      subject.breathe()
      countedTick()
    }
  }
}

nonisolated(unsafe) private var subject = Subject(.persistence)

@inline(never)
func countedTick() {
  subject.observe()
  subject.forecast()
  subject.learn()
}
