import Commands
import Evaluation

func checkConfiguration(_ bytes: UnsafeRawBufferPointer) throws {
  let text = String(decoding: bytes, as: UTF8.self)
  _ = try? ParameterSet(yaml: text)
  guard let settings = try? settings(ofConfiguration: text, path: "a.yaml") else { return }
  let again = try Commands.settings(ofConfiguration: settings, path: "b.yaml")
  try demand(again == settings, "written as a file, the settings\n\(settings)are read as\n\(again)")
}
