/// Why a message is not taken. It never reaches a model; it is counted under `name`.
package enum Rejection: Error, Hashable, Sendable, CustomStringConvertible {
  /// The message is not a topic and a payload.
  case wrongFrameCount(Int)
  /// The topic is not `markers/` and a stream's name.
  case badTopic
  /// As many streams are served as are allowed.
  case tooManyStreams(limit: Int)
  /// More frames came than the worker had room for.
  case overrun
  /// The payload is empty.
  case empty
  /// The payload is longer than any honest frame.
  case tooLarge(count: Int)
  /// The payload is neither protobuf nor JSON of the schema.
  case malformed(String)
  /// The payload is of a schema that is newer than this code.
  case newerSchema(UInt32)
  /// The payload names another stream than the topic.
  case streamMismatch
  /// No time stamp is there.
  case noStamp
  /// The time stamp is not finite or beyond 292 years.
  case badStamp
  /// No markers are there.
  case noMarkers
  /// More markers are there than are allowed.
  case tooManyMarkers(count: Int)
  /// A marker's name is empty, too long, or holds control characters.
  case badMarkerName
  /// A name stands twice.
  case duplicateMarker(String)
  /// A marker has some coordinates and not all, or is missing and has some.
  case partialPosition(String)
  /// A coordinate is NaN or infinite.
  case nonFinite(String)
  /// A coordinate is further than 10 km from the origin.
  case outOfRange(String)
  /// The session id is too long or holds control characters.
  case badSession

  /// The longest payload that is looked at, in bytes: 64 markers take 6 kB.
  package static let largestPayload = 65_536
  /// The most markers in a frame.
  package static let mostMarkers = 64

  /// What it is counted under.
  package var name: String {
    switch self {
    case .wrongFrameCount: "wrong_frame_count"
    case .badTopic: "bad_topic"
    case .tooManyStreams: "too_many_streams"
    case .overrun: "overrun"
    case .empty: "empty"
    case .tooLarge: "too_large"
    case .malformed: "malformed"
    case .newerSchema: "newer_schema"
    case .streamMismatch: "stream_mismatch"
    case .noStamp: "no_stamp"
    case .badStamp: "bad_stamp"
    case .noMarkers: "no_markers"
    case .tooManyMarkers: "too_many_markers"
    case .badMarkerName: "bad_marker_name"
    case .duplicateMarker: "duplicate_marker"
    case .partialPosition: "partial_position"
    case .nonFinite: "non_finite"
    case .outOfRange: "out_of_range"
    case .badSession: "bad_session"
    }
  }

  /// One sentence: what is wrong, and what to do.
  package var description: String {
    switch self {
    case .wrongFrameCount(let count):
      "the message has \(count) parts: send two, the topic and the payload"
    case .badTopic:
      "the topic is not markers/<stream> with a name of 1 to 64 letters, digits, '.', '_' or '-': rename the stream"
    case .tooManyStreams(let limit):
      "\(limit) streams are served already: raise --max-streams to take on more"
    case .overrun: "frames come faster than they can be taken: send fewer or add --workers"
    case .empty: "the payload is empty: send a frame"
    case .tooLarge(let count):
      "the payload has \(count) bytes: send at most \(Self.largestPayload)"
    case .malformed(let place): "the payload is malformed \(place): send a frame as markercast.proto has it"
    case .newerSchema(let version):
      "the payload has schema version \(version) and this markercast reads up to \(schemaVersion): upgrade markercast"
    case .streamMismatch: "the payload names another stream than the topic: make them agree or leave it out"
    case .noStamp: "the payload has no time stamp: send stamp_ns, stamp_s or t"
    case .badStamp:
      "the time stamp is not a time within 292 years of the clock's start: send seconds or nanoseconds"
    case .noMarkers: "the payload has no markers: list them, without a position where they are not seen"
    case .tooManyMarkers(let count):
      "the payload has \(count) markers: send at most \(Self.mostMarkers)"
    case .badMarkerName: "a marker's name is empty, longer than 64 bytes or has control characters: rename it"
    case .duplicateMarker(let name): "marker '\(name)' is there twice: give each marker a name of its own"
    case .partialPosition(let name):
      "marker '\(name)' has part of a position, or is missing and has one: send x, y and z or none"
    case .nonFinite(let name):
      "marker '\(name)' has a coordinate that is NaN or infinite: leave its position out"
    case .outOfRange(let name): "marker '\(name)' is more than 10 km away: send millimetres"
    case .badSession: "the session id is longer than 128 bytes or has control characters: shorten it"
    }
  }
}
