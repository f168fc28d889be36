import MarkerMotion

// What holds for markers in every encoding.

/// A name that can stand in a table, a label and a log: 1 to 64 bytes of characters that are shown.
func checkName(_ name: String) throws(Rejection) {
  guard !name.isEmpty, isPrintable(name, longest: 64) else { throw .badMarkerName }
}

/// A session id of at most 128 bytes of characters that are shown; none where it is empty.
func session(_ id: String) throws(Rejection) -> String? {
  guard isPrintable(id, longest: 128) else { throw .badSession }
  return id.isEmpty ? nil : id
}

private func isPrintable(_ text: String, longest: Int) -> Bool {
  guard text.utf8.count <= longest else { return false }
  // Of most names no property need be looked up.
  return text.utf8.allSatisfy { (0x20..<0x7F).contains($0) }
    || text.unicodeScalars.allSatisfy(isShown)
}

/// A marker's place, or nil where none of its coordinates is there.
func position(_ x: Double?, _ y: Double?, _ z: Double?, of name: String) throws(Rejection) -> Position? {
  if x == nil, y == nil, z == nil { return nil }
  guard let x, let y, let z else { throw .partialPosition(name) }
  guard x.isFinite, y.isFinite, z.isFinite else { throw .nonFinite(name) }
  return Position(x, y, z)
}

/// A message with a marker's name, status and place.
protocol MarkerMessage {
  var name: String { get }
  var status: Markercast_V1_MarkerStatus { get }
  var position: Markercast_V1_Position { get }
  var hasPosition: Bool { get }
}

extension Markercast_V1_Marker: MarkerMessage {}
extension Markercast_V1_MarkerForecast: MarkerMessage {}

extension MarkerMessage {
  /// The place, which must be there as the status says; a status that is absent or unknown says nothing.
  func place() throws(Rejection) -> Position? {
    let message = position
    let place = try Wire.position(
      message.hasX ? message.x : nil, message.hasY ? message.y : nil, message.hasZ ? message.z : nil,
      of: name)
    switch status {
    case .measured where place == nil, .missing where place != nil: throw .partialPosition(name)
    default: return place
    }
  }
}

extension Markercast_V1_Position {
  init(_ position: Position) {
    self.init()
    x = position.x
    y = position.y
    z = position.z
  }
}

/// The markers of a frame, as they are taken in.
struct MarkerIntake {
  private(set) var markers: [Marker] = []
  private let limit: Int

  /// An intake of at most `limit` markers, into the storage of others, which are taken out of it.
  init(limit: Int, reusing storage: inout [Marker]) {
    self.limit = limit
    swap(&markers, &storage)
    markers.removeAll(keepingCapacity: true)
  }

  /// An intake of at most `limit` markers.
  init(limit: Int) { self.limit = limit }

  /// Takes in a marker; its place is asked for once its name is known to be good.
  mutating func add(_ name: String, at place: () throws(Rejection) -> Position?) throws(Rejection) {
    guard markers.count < limit else { throw .tooManyMarkers(limit: limit) }
    try checkName(name)
    guard !markers.contains(where: { $0.name == name }) else { throw .duplicateMarker(name) }
    let place = try place()
    if let place {
      guard max(abs(place.x), abs(place.y), abs(place.z)) <= Marker.farthest else { throw .outOfRange(name) }
    }
    markers.append(Marker(name: name, position: place))
  }
}
