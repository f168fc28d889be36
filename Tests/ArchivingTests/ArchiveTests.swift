import Archiving
import Testing

/// An archive brings back what was written, and refuses what does not fit.
@Suite struct ArchiveTests {
  private struct Sample: Archivable, Equatable {
    var count = 0
    var weights: [Float] = [0, 0, 0]
    var isBegun = false
    var seen = [false, false]
    var learned: Int?
    var open: [Double] = []
    var name = ""
    var parts: [Part] = [Part(), Part()]

    mutating func transfer(with archive: inout Archive) {
      archive.transfer(&count)
      archive.transfer(&weights)
      archive.transfer(&isBegun)
      archive.transfer(&seen)
      archive.transfer(&learned, filler: 0)
      archive.transfer(&open, atMost: 10, filler: 0)
      archive.transfer(&name)
      archive.transfer(&parts)
    }
  }

  private struct Part: Archivable, Equatable {
    var place = SIMD3<Double>()

    mutating func transfer(with archive: inout Archive) { archive.transfer(&place) }
  }

  private var sample: Sample {
    Sample(
      count: -7, weights: [1, .infinity, -0.0], isBegun: true, seen: [true, false], learned: 12,
      open: [1, 2, 3], name: "chest/é", parts: [Part(place: [1, 2, 3]), Part(place: [4, 5, 6])])
  }

  private func written(_ value: Sample) -> [UInt8] {
    var (archive, copy) = (Archive(), value)
    archive.transfer(&copy)
    #expect(copy == value)
    return archive.bytes
  }

  @Test func whatWasWrittenComesBack() {
    var archive = Archive(reading: written(sample))
    var result = Sample()
    archive.transfer(&result)
    #expect(result == sample && archive.isExhausted)
    #expect(result.weights[2].sign == .minus)
  }

  @Test func absenceComesBack() {
    var archive = Archive(reading: written(Sample()))
    var result = sample
    result.weights = [9, 9, 9]
    archive.transfer(&result)
    #expect(result == Sample() && archive.isExhausted)
  }

  @Test func everyShorterRestIsRefused() {
    let bytes = written(sample)
    for count in bytes.indices {
      var archive = Archive(reading: Array(bytes[..<count]))
      var result = Sample()
      archive.transfer(&result)
      #expect(!archive.isExhausted && archive.problem != nil)
    }
  }

  @Test func anotherShapeIsRefused() {
    var result = Sample()
    result.weights = [0, 0]
    var archive = Archive(reading: written(sample))
    archive.transfer(&result)
    #expect(archive.problem == "it holds 3 numbers where there are 2")
  }

  @Test func aBufferIsWrittenToInItsPlace() {
    func place(_ bytes: [UInt8]) -> UInt { bytes.withUnsafeBytes { UInt(bitPattern: $0.baseAddress) } }
    var (numbers, buffer): ([Double], [UInt8]) = (Array(repeating: 1, count: 50_000), [])
    Archive.write(to: &buffer) { $0.transfer(&numbers) }
    let (first, room) = (place(buffer), buffer.capacity)
    for _ in 0..<10 {
      Archive.write(to: &buffer) { $0.transfer(&numbers) }
      #expect(place(buffer) == first && buffer.capacity == room && buffer.count == 400_008)
    }
  }

  @Test(arguments: [-1, .min, .max, Archive.mostCounted + 1])
  func aCountToWhichNothingCanBeAddedIsRefused(number: Int) {
    var (archive, number) = (Archive(), number)
    archive.transfer(&number)
    var (count, other) = (7, UInt64(7))
    var reading = Archive(reading: archive.bytes)
    reading.transfer(count: &count)
    #expect(reading.problem?.hasPrefix("it holds \(number) where there are 0 to ") == true && count == 7)
    reading = Archive(reading: archive.bytes)
    reading.transfer(count: &other)
    #expect(reading.problem != nil && other == 7)
  }

  @Test func countsComeBackAndEachIsLookedAt() {
    var counts: [UInt64] = [1, 2, UInt64(Archive.mostCounted)]
    var archive = Archive()
    archive.transfer(counts: &counts)
    var (same, any): ([UInt64], [UInt64]) = ([0, 0, 0], [])
    var reading = Archive(reading: archive.bytes)
    reading.transfer(counts: &same)
    #expect(same == counts && reading.isExhausted)
    reading = Archive(reading: archive.bytes)
    reading.transfer(counts: &any, atMost: 3)
    #expect(any == counts && reading.isExhausted)

    same = [0, 0]
    reading = Archive(reading: archive.bytes)
    reading.transfer(counts: &same)
    #expect(reading.problem == "it holds 3 counts where there are 2")
    reading = Archive(reading: archive.bytes)
    reading.transfer(counts: &any, atMost: 2)
    #expect(reading.problem != nil && any.isEmpty)

    var wild = archive.bytes
    wild[wild.count - 1] = 0x80
    same = [0, 0, 0]
    for most in [nil, 3] {
      reading = Archive(reading: wild)
      if let most { reading.transfer(counts: &any, atMost: most) } else { reading.transfer(counts: &same) }
      let number = Int.min + Archive.mostCounted
      #expect(reading.problem?.hasPrefix("it holds \(number) where there are 0 to ") == true)
    }
  }

  @Test func moreThanThereCanBeIsRefused() {
    var (archive, many) = (Archive(), Array(repeating: 1.0, count: 11))
    archive.transfer(&many, atMost: .max, filler: 0)
    var reading = Archive(reading: archive.bytes)
    var few: [Double] = []
    reading.transfer(&few, atMost: 10, filler: 0)
    #expect(reading.problem != nil && few.isEmpty)
  }
}
