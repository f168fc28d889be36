/// A key that was pressed.
package enum Key: Hashable, Sendable {
  case up, down, left, right, tab, backTab, escape
  /// Control-C: the terminal makes no signal of it.
  case interrupt
  /// Control-L: all is to be drawn anew.
  case redraw
  /// A character of ASCII.
  case letter(Character)
}

/// Makes keys of the bytes that a terminal sends: characters, and the sequences of ECMA-48 for arrows.
package struct KeyDecoder: Sendable {
  private static let escape: UInt8 = 0x1B
  /// What has come of a sequence.
  private var begun: [UInt8] = []

  /// A decoder that has seen nothing.
  package init() {}

  /// Whether a sequence, or the escape key, has begun.
  package var isWaiting: Bool { !begun.isEmpty }

  /// The keys that `bytes` end; those that mean nothing are passed over.
  package mutating func keys(_ bytes: some Sequence<UInt8>) -> [Key] {
    bytes.compactMap { take($0) }
  }

  /// Nothing has come for a while: an escape that stands alone was the key.
  package mutating func pause() -> Key? {
    defer { begun = [] }
    return begun == [Self.escape] ? .escape : nil
  }

  private mutating func take(_ byte: UInt8) -> Key? {
    if byte == Self.escape {
      defer { begun = [Self.escape] }
      return pause()
    }
    switch begun.count {
    case 0: return plain(byte)
    case 1 where byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O"):
      begun.append(byte)
      return nil
    case 1:
      // A key with Alt.
      begun = []
      return nil
    default: return sequence(byte)
    }
  }

  private func plain(_ byte: UInt8) -> Key? {
    switch byte {
    case 0x03: .interrupt
    case 0x09: .tab
    case 0x0C: .redraw
    case 0x20..<0x7F: .letter(Character(Unicode.Scalar(byte)))
    default: nil
    }
  }

  /// Parameters are passed over; the sequence ends with a byte from @ on.
  private mutating func sequence(_ byte: UInt8) -> Key? {
    guard !(0x20..<0x40).contains(byte) else { return nil }
    begun = []
    switch byte {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return .right
    case UInt8(ascii: "D"): return .left
    case UInt8(ascii: "Z"): return .backTab
    default: return nil
    }
  }
}
