import ArgumentParser
import Evaluation
import Recordings

/// The options of `evaluate --suite`.
struct SuiteOptions: ParsableArguments {
  @Flag(
    help: .init(
      "Run the models on the robustness suite instead of recordings: motions that are not regular breathing, made here."
    ))
  var suite = false

  @Option(help: .init("Run these rows of the suite only.", valueName: "name,..."))
  var rows: List<MotionName>?

  /// The motions of the rows that are asked for, in the order of the suite.
  var motions: [NamedMotion] {
    let names = rows.map { Set($0.elements.map(\.name)) }
    return NamedMotion.all().filter { names?.contains($0.name) ?? true }
  }
}

/// A motion of the robustness suite, by its name.
struct MotionName: ExpressibleByArgument {
  let name: String

  init?(argument: String) {
    guard NamedMotion.named(argument) != nil else { return nil }
    name = argument
  }

  static var allValueStrings: [String] { NamedMotion.all().map(\.name) }
  var defaultValueDescription: String { name }
}
