/// Elements in one piece that begins at a line of the cache, so that no vector register that is read or written lies across two
/// lines where rows are whole registers. An `Array` begins at any multiple of 16 bytes, with which a pass along weights takes
/// almost twice as long (docs/speed.md).
///
/// Here an array has room for a line more, and its elements lie where the line begins. A copy begins elsewhere: its elements
/// are moved there when their memory is next asked for to be written.
///
/// Pointers lead to the `count` elements from `first`, which is in the array's first line and so leaves room for them.
@usableFromInline
@frozen
struct AlignedElements<Element: BitwiseCopyable> {
  @usableFromInline var array: [Element]
  /// Where the first element is.
  @usableFromInline var first: Int
  @usableFromInline let count: Int

  /// So many copies of `value`.
  init(repeating value: Element, count: Int) {
    array = Array(repeating: value, count: count + Self.room)
    first = array.withUnsafeBufferPointer(Self.line)
    self.count = count
  }

  /// So many elements that are to be set before they are read, and whose memory is not touched until then.
  init(unset count: Int) where Element == Double {
    let room = count + Self.room
    // Sound as every pattern of bits is a Double, and needs no end.
    array = Array(unsafeUninitializedCapacity: room) { $1 = room }
    first = array.withUnsafeBufferPointer(Self.line)
    self.count = count
  }

  var indices: Range<Int> { 0..<count }

  @inlinable
  subscript(index: Int) -> Element {
    get {
      precondition(index >= 0 && index < count, "an element outside a matrix")
      return array.withUnsafeBufferPointer { $0[first &+ index] }
    }
    set {
      // An index outside the array is an error; one in the room beside the elements loses this value alone.
      array[first &+ index] = newValue
    }
  }

  @inlinable
  func withUnsafeBufferPointer<Result>(_ body: (UnsafeBufferPointer<Element>) -> Result) -> Result {
    array.withUnsafeBufferPointer { body(UnsafeBufferPointer(start: $0.baseAddress! + first, count: count)) }
  }

  @inlinable
  mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Element>) -> Result
  ) -> Result {
    var start = first
    let count = count
    defer { first = start }
    return array.withUnsafeMutableBufferPointer { buffer in
      let line = Self.line(in: UnsafeBufferPointer(buffer))
      if line != start {
        // Both are within the array, which has room for `count` elements behind any element of its first line.
        (buffer.baseAddress! + line).update(from: buffer.baseAddress! + start, count: count)
        start = line
      }
      return body(UnsafeMutableBufferPointer(start: buffer.baseAddress! + line, count: count))
    }
  }

  /// The elements of a line.
  @usableFromInline static var room: Int { 64 / MemoryLayout<Element>.stride }

  /// The first element at which a line begins.
  @inlinable
  static func line(in buffer: UnsafeBufferPointer<Element>) -> Int {
    (-Int(bitPattern: buffer.baseAddress) & 63) / MemoryLayout<Element>.stride
  }
}

extension AlignedElements: Sendable where Element: Sendable {}

extension AlignedElements: Equatable where Element: Equatable {
  @usableFromInline
  static func == (a: Self, b: Self) -> Bool {
    a.withUnsafeBufferPointer { a in b.withUnsafeBufferPointer { a.elementsEqual($0) } }
  }
}

extension AlignedElements: Hashable where Element: Hashable {
  @usableFromInline
  func hash(into hasher: inout Hasher) {
    withUnsafeBufferPointer { for element in $0 { hasher.combine(element) } }
  }
}
