/// Values written to bytes, or read back into values that were made alike: one description of a type serves both ways.
///
///     mutating func transfer(with archive: inout Archive) {
///       archive.transfer(&count)
///       archive.transfer(&weights)
///     }
///
/// What is read must have the shape of what is there: an array keeps its count. Where it does not, or the bytes end, nothing more
/// is read and `problem` says so. Numbers are in the machine's own order, so that large arrays are copied whole.
public struct Archive: Sendable {
  /// What was written, or is read.
  public internal(set) var bytes: [UInt8]
  /// Whether values are read from the bytes.
  public let isReading: Bool
  /// Why reading has ended early; nil where it has not.
  public private(set) var problem: String?
  @usableFromInline var place = 0

  /// An archive to write to.
  public init() {
    bytes = []
    isReading = false
  }

  /// Writes by `body` to the storage of `buffer`, whose bytes are let go.
  ///
  /// The storage changes hands and is never held twice: an array that is held twice is copied as it is cleared, and its copy takes a
  /// little more room each time.
  public static func write(to buffer: inout [UInt8], _ body: (inout Archive) -> Void) {
    var archive = Archive()
    swap(&archive.bytes, &buffer)
    archive.bytes.removeAll(keepingCapacity: true)
    body(&archive)
    swap(&archive.bytes, &buffer)
  }

  /// An archive to read from.
  public init(reading bytes: [UInt8]) {
    self.bytes = bytes
    isReading = true
  }

  /// Whether all bytes have been read, and none was missing.
  public var isExhausted: Bool { problem == nil && place == bytes.count }

  /// Ends the reading, as what was read makes no sense.
  public mutating func refuse(_ reason: @autoclosure () -> String) {
    if problem == nil { problem = reason() }
  }
}

extension Archive {
  /// Transfers a number, or several that lie in memory without a gap.
  @inlinable
  public mutating func transfer<Value: ArchivedNumber>(_ value: inout Value) {
    withUnsafeMutableBytes(of: &value) { move($0) }
  }

  /// More than anything is counted to: what happens a thousand times a second is so often after nine thousand years.
  public static let mostCounted = 1 << 48

  /// Transfers a whole number, and refuses one beyond `range`.
  public mutating func transfer(_ value: inout Int, within range: ClosedRange<Int>) {
    var number = value
    transfer(&number)
    guard range.contains(number) else {
      return refuse("it holds \(number) where there are \(range.lowerBound) to \(range.upperBound)")
    }
    value = number
  }

  /// Transfers a number of things, and refuses one to which a little could not be added.
  public mutating func transfer(count: inout Int) { transfer(&count, within: 0...Self.mostCounted) }

  /// Transfers a number of things, and refuses one to which a little could not be added.
  public mutating func transfer(count: inout UInt64) {
    var number = Int(truncatingIfNeeded: count)
    transfer(count: &number)
    count = UInt64(truncatingIfNeeded: number)
  }

  /// Transfers as many counts as there are.
  public mutating func transfer(counts: inout [UInt64]) {
    guard agree(counts.count, "counts") else { return }
    for i in counts.indices { transfer(count: &counts[i]) }
  }

  /// Transfers whatever number of counts there are, up to `most`.
  public mutating func transfer(counts: inout [UInt64], atMost most: Int) {
    resize(&counts, atMost: most, filler: 0)
    for i in counts.indices { transfer(count: &counts[i]) }
  }

  /// Transfers as many numbers as there are.
  @inlinable
  public mutating func transfer<Value: ArchivedNumber>(_ values: inout [Value]) {
    guard agree(values.count, "numbers") else { return }
    values.withUnsafeMutableBytes { move($0) }
  }

  /// Transfers whatever number of numbers there are, up to `most`, between items equal to `filler`.
  @inlinable
  public mutating func transfer<Value: ArchivedNumber>(
    _ values: inout [Value], atMost most: Int, filler: Value
  ) {
    resize(&values, atMost: most, filler: filler)
    values.withUnsafeMutableBytes { move($0) }
  }

  /// Transfers a truth value.
  public mutating func transfer(_ value: inout Bool) {
    var byte: UInt8 = value ? 1 : 0
    transfer(&byte)
    value = byte != 0
  }

  /// Transfers as many truth values as there are.
  public mutating func transfer(_ values: inout [Bool]) {
    guard agree(values.count, "truth values") else { return }
    for i in values.indices { transfer(&values[i]) }
  }

  /// Transfers whatever number of truth values there are, up to `most`.
  public mutating func transfer(_ values: inout [Bool], atMost most: Int) {
    resize(&values, atMost: most, filler: false)
    for i in values.indices { transfer(&values[i]) }
  }

  /// Transfers a number, or that there is none.
  @inlinable
  public mutating func transfer<Value: ArchivedNumber>(_ value: inout Value?, filler: Value) {
    var isThere = value != nil
    transfer(&isThere)
    var number = value ?? filler
    if isThere { transfer(&number) }
    value = isThere ? number : nil
  }

  /// Transfers a text.
  public mutating func transfer(_ text: inout String) {
    var utf8 = Array(text.utf8)
    transfer(&utf8, atMost: 1 << 20, filler: 0)
    if isReading { text = String(decoding: utf8, as: UTF8.self) }
  }

  /// Transfers a text, or that there is none.
  public mutating func transfer(_ text: inout String?) {
    var isThere = text != nil
    transfer(&isThere)
    var characters = text ?? ""
    if isThere { transfer(&characters) }
    text = isThere ? characters : nil
  }

  /// Transfers whatever number of texts there are, up to `most`.
  public mutating func transfer(_ texts: inout [String], atMost most: Int) {
    resize(&texts, atMost: most, filler: "")
    for i in texts.indices { transfer(&texts[i]) }
  }

  /// Transfers a value by its own description.
  @inlinable
  public mutating func transfer(_ value: inout some Archivable) {
    value.transfer(with: &self)
  }

  /// Transfers as many values as there are, by their own description.
  @inlinable
  public mutating func transfer<Value: Archivable>(_ values: inout [Value]) {
    guard agree(values.count, "values") else { return }
    for i in values.indices { values[i].transfer(with: &self) }
  }

  /// Transfers whatever number of values there are, up to `most`, each read into a copy of `filler`.
  @inlinable
  public mutating func transfer<Value: Archivable>(_ values: inout [Value], atMost most: Int, filler: Value) {
    resize(&values, atMost: most, filler: filler)
    for i in values.indices { values[i].transfer(with: &self) }
  }

  /// Transfers a count and, on reading, makes so many values; none where there can't be so many, or the bytes are too few.
  @inlinable
  mutating func resize<Value>(_ values: inout [Value], atMost most: Int, filler: Value) {
    var count = values.count
    transfer(&count)
    guard isReading else { return }
    values.removeAll(keepingCapacity: true)
    guard problem == nil else { return }
    guard (0...most).contains(count), count <= bytes.count - place else {
      return refuse("it tells of \(count) items where at most \(most) can be")
    }
    values.append(contentsOf: repeatElement(filler, count: count))
  }

  /// Whether as many items were written as there are.
  @usableFromInline
  mutating func agree(_ count: Int, _ what: String) -> Bool {
    var written = count
    transfer(&written)
    if written != count { refuse("it holds \(written) \(what) where there are \(count)") }
    return problem == nil
  }

  @usableFromInline
  mutating func move(_ value: UnsafeMutableRawBufferPointer) {
    guard problem == nil else { return }
    guard isReading else {
      bytes.append(contentsOf: value)
      return
    }
    guard value.count <= bytes.count - place else { return refuse("it ends too early") }
    // Both are as long as that, and one is an array of this archive's own.
    bytes.withUnsafeBytes {
      value.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[place..<place + value.count]))
    }
    place += value.count
  }
}

/// A value whose changing part can be written to an archive and read back.
public protocol Archivable {
  /// Writes to the archive what changes in a value's life, or sets it to what was written by one that was made alike.
  mutating func transfer(with archive: inout Archive)
}

/// A number, or a vector of them, of which every pattern of bits is a value.
public protocol ArchivedNumber: BitwiseCopyable {}

extension Int: ArchivedNumber {}
extension Int64: ArchivedNumber {}
extension UInt8: ArchivedNumber {}
extension UInt64: ArchivedNumber {}
extension Float: ArchivedNumber {}
extension Double: ArchivedNumber {}
extension SIMD3: ArchivedNumber where Scalar == Double {}
