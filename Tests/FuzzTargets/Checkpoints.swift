import Forecasting
import MarkerMotion
import Service

private let models: [Model] = [
  .persistence, .mean, .rls, .lms, .linear, .uoro, .dni, .features, .localRidge, .guidedAnalogue, .mixture,
]

private func configuration(_ model: Model) -> ServiceConfiguration {
  var configuration = ServiceConfiguration()
  configuration.session.model = model
  configuration.session.rate = 10
  configuration.session.horizons = [0.1, 0.25]
  return configuration
}

/// A checkpoint of each model that has learned for some seconds.
private let files: [Model: [UInt8]] = Dictionary(
  uniqueKeysWithValues: models.map { model in
    let configuration = configuration(model)
    let server = StreamServer(name: "couch", configuration: configuration)
    var tracker = Tracker()
    for _ in 0..<200 { follow(&tracker, with: server) }
    var bytes: [UInt8] = []
    Checkpoint.write(server, configuration: configuration.session.fingerprint, wall: 0, to: &bytes)
    return (model, bytes)
  })

@discardableResult
private func follow(_ tracker: inout Tracker, with server: StreamServer) -> ArraySlice<UInt8> {
  _ = try? tracker.next().read { try server.receive($0, at: .now()) }
  let message = server.forecast()
  while server.learn() {}
  return message
}

/// The bytes choose a model, and what is changed in a checkpoint of it before it is sealed: what no crash leaves behind, but
/// another's hand may.
func checkCheckpoints(_ bytes: UnsafeRawBufferPointer) throws {
  var source = ByteSource(bytes)
  let model = source.choice(models)
  let configuration = configuration(model)
  var file = files[model]!
  // The head is read as what it is; a file that ends in it has no seal either.
  let head = 64
  let numbers: [UInt64] = [
    0, 1, .max, 1 << 62, 1 << 32, Double.nan.bitPattern, Double.infinity.bitPattern, (1e300).bitPattern,
    (-1.0).bitPattern, UInt64(bitPattern: .min),
  ]
  while !source.isEmpty {
    let change = source.byte()
    let place = head + ((source.byte() << 8 | source.byte()) << 8 | source.byte()) % (file.count - head)
    switch change & 7 {
    case 0...2: file[place] = UInt8(source.byte())
    case 3: file[place] ^= 1 << UInt8(change >> 3 & 7)
    case 4: file.removeSubrange(max(head + 1, place)...)
    case 5: file.insert(contentsOf: source.bytes(1 + change >> 3), at: place)
    default:
      let number = source.choice(numbers)
      for i in 0..<min(8, file.count - place) {
        file[place + i] = UInt8(truncatingIfNeeded: number >> (8 * i))
      }
    }
  }
  Checkpoint.seal(&file)
  let server = StreamServer(name: "couch", configuration: configuration)
  do throws(Checkpoint.Refusal) {
    try Checkpoint.read(
      file, into: server, configuration: configuration.session.fingerprint, wall: 0, mostAge: 60)
  } catch { return }
  var tracker = Tracker()
  for _ in 0..<20 { try check(follow(&tracker, with: server)) }
}
