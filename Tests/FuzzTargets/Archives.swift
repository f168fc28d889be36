import Archiving

/// One of everything that an archive can hold.
private struct Sample: Archivable {
  var count = 0
  var isTrue = false
  var number: Double? = 1
  var text = "a"
  var fixed: [Float] = [1, 2]
  var truths = [false, true]
  var numbers: [Double] = []
  var inner: [Inner] = []

  struct Inner: Archivable {
    var place = SIMD3<Double>()
    var bytes: [UInt8] = []

    mutating func transfer(with archive: inout Archive) {
      archive.transfer(&place)
      archive.transfer(&bytes, atMost: 100, filler: 0)
    }
  }

  mutating func transfer(with archive: inout Archive) {
    archive.transfer(&count)
    archive.transfer(&isTrue)
    archive.transfer(&number, filler: 0)
    archive.transfer(&text)
    archive.transfer(&fixed)
    archive.transfer(&truths)
    archive.transfer(&numbers, atMost: 1 << 40, filler: 0)
    archive.transfer(&inner, atMost: 1000, filler: Inner())
  }
}

func checkArchives(_ bytes: UnsafeRawBufferPointer) throws {
  var archive = Archive(reading: Array(bytes))
  var sample = Sample()
  archive.transfer(&sample)
  guard archive.isExhausted else { return }
  // Truth values and texts may have been put right, once.
  let written = sample.written
  var again = Archive(reading: written)
  var copy = Sample()
  again.transfer(&copy)
  try demand(again.isExhausted, "what was written can't be read: \(again.problem ?? "bytes are left")")
  try demand(copy.written == written, "what was written is read as something else")
}

extension Archivable {
  fileprivate var written: [UInt8] {
    var archive = Archive()
    var copy = self
    archive.transfer(&copy)
    return archive.bytes
  }
}
