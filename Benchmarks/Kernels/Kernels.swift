import Breathing
import Forecasting
import Foundation

/// Times one step of learning at a time, for whoever asks: a driver that takes turns with the same algorithm elsewhere.
///
/// Each line of input is `MODEL HIDDEN WINDOW MILLISECONDS`, with `-` for a size that the model does not have; the answer is
/// the median time of a step in nanoseconds, less what looking at the clock takes. Recurrent models have the papers' setting
/// and one horizon, so that their `learn` is one step of one network; `rls` and `features` have twenty, and learn in `observe`
/// and `learn`.
@main
struct Kernels {
  static func main() {
    var subjects: [String: Subject] = [:]
    let clock = median { _ in measured {} }
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      guard words.count == 4, let model = Model(rawValue: words[0]), let milliseconds = Int(words[3]) else {
        let problem = "Error: '\(line)' is no MODEL HIDDEN WINDOW MILLISECONDS: write 'rtrl 10 10 100', say\n"
        FileHandle.standardError.write(Data(problem.utf8))
        exit(65)
      }
      let name = words[0...2].joined(separator: " ")
      var subject = subjects.removeValue(forKey: name) ?? made(model, Int(words[1]), Int(words[2]))
      let time = median(milliseconds: milliseconds) { _ in step(of: model, &subject) }
      subjects[name] = subject
      print(time > clock ? time - clock : 0)
      fflush(nil)
    }
  }

  private static func made(_ model: Model, _ hidden: Int?, _ window: Int?) -> Subject {
    let isRecurrent = hidden != nil
    var subject = Subject(
      model, preset: isRecurrent ? .pohl2021 : .standard,
      parameters: HyperParameters(hidden: hidden, window: window),
      horizons: isRecurrent ? [1] : Subject.horizons)
    // Past the first whole window.
    subject.advance(by: 200)
    return subject
  }

  /// Nanoseconds of what learns in a tick of `subject`.
  private static func step(of model: Model, _ subject: inout Subject) -> UInt64 {
    subject.breathe()
    switch model {
    case .rls, .features:
      return measured {
        subject.observe()
        subject.learn()
      }
    default:
      subject.observe()
      return measured { subject.learn() }
    }
  }
}

/// The median of what `sample` gives for so long, and 33 times at least.
private func median(milliseconds: Int = 20, _ sample: (Int) -> UInt64) -> UInt64 {
  let end = now() + UInt64(milliseconds) * 1_000_000
  var times: [UInt64] = []
  while times.count < 33 || now() < end { times.append(sample(times.count)) }
  times.sort()
  return times[times.count / 2]
}

@inline(__always)
private func measured(_ body: () -> Void) -> UInt64 {
  let start = now()
  body()
  return now() - start
}

private func now() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
