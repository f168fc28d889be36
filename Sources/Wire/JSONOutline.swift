/// What stands at the top of a JSON object: enough to tell the bare form from the schema's mapping.
///
/// Making one checks the syntax of the whole text, its nesting, its UTF-8, and that no member that matters stands
/// twice.
struct JSONOutline {
  /// The members that matter, by their names in the mapping or in the bare form.
  enum Member: Int, CaseIterable {
    case t, markers, sequence, session, reset, stream, schemaVersion, stampNs, stampS

    init?(_ name: String) {
      switch name {
      case "t": self = .t
      case "markers": self = .markers
      case "sequence": self = .sequence
      case "session": self = .session
      case "reset": self = .reset
      case "stream": self = .stream
      case "schemaVersion", "schema_version": self = .schemaVersion
      case "stampNs", "stamp_ns": self = .stampNs
      case "stampS", "stamp_s": self = .stampS
      default: return nil
      }
    }
  }

  /// Where the first NaN or Infinity stands, in bytes.
  private(set) var nonFinite: Int?
  private var places = InlineArray<9, Int?>(repeating: nil)
  private var marksObject = false

  init(_ text: UnsafeRawBufferPointer) throws(Rejection) {
    var scanner = JSONScanner(text)
    var seen: UInt = 0
    try scanner.object { (scanner) throws(Rejection) in
      let name = try scanner.name()
      guard let member = Member(name) else { return try scanner.skip() }
      guard seen & 1 << member.rawValue == 0 else { throw scanner.problem("'\(name)' is there twice") }
      seen |= 1 << member.rawValue
      let next = scanner.peek()
      if next != UInt8(ascii: "n") { places[member.rawValue] = scanner.place }
      if member == .markers { marksObject = next == UInt8(ascii: "{") }
      var ahead = scanner
      try scanner.skip()
      // A newer schema may differ in anything else, so this is said first.
      if member == .schemaVersion, let version = try? ahead.count(), version > schemaVersion {
        throw .newerSchema(UInt32(clamping: version))
      }
    }
    try scanner.expectEnd()
    nonFinite = scanner.nonFinite
  }

  /// Where the value of a member begins, in bytes; nil where it is absent or null.
  subscript(member: Member) -> Int? { places[member.rawValue] }

  /// Whether this is `{"t": ..., "markers": {...}}` and not the mapping, whose stamps have other names.
  var isBare: Bool {
    self[.stampNs] == nil && self[.stampS] == nil && (self[.t] != nil || marksObject)
  }
}
