/// Why a message is not taken. It never reaches a model; it is counted under `name`.
public enum Rejection: Error, Hashable, Sendable {
  /// The message is not a topic and a payload.
  case wrongFrameCount(Int)
  /// The topic is not a kind and the name of a stream.
  case badTopic
  /// As many streams are served as are allowed.
  case tooManyStreams(limit: Int)
  /// More frames came than the worker had room for.
  case overrun
  /// The payload is empty.
  case empty
  /// The payload is longer than any honest one.
  case tooLarge(count: Int, limit: Int)
  /// The payload is neither protobuf nor JSON of the schema; which it seems to be, and the place where known.
  case malformed(String)
  /// The payload is of a schema that is newer than this code.
  case newerSchema(UInt32)
  /// The payload names another stream than the topic.
  case streamMismatch(String)
  /// No time stamp is there.
  case noStamp
  /// The time stamp is not finite or beyond 292 years.
  case badStamp
  /// No markers are there.
  case noMarkers
  /// More markers are there than are allowed.
  case tooManyMarkers(limit: Int)
  /// The streams have as many markers together as are allowed.
  case tooManyMarkersInAll(limit: Int)
  /// A marker's name is empty, too long, or holds characters that are not shown.
  case badMarkerName
  /// A marker of this name is there twice.
  case duplicateMarker(String)
  /// The marker of this name has some coordinates and not all, or disagrees with its status.
  case partialPosition(String)
  /// A number of the marker of this name is NaN or infinite.
  case nonFinite(String)
  /// The JSON has NaN or Infinity, which are no numbers in it, at this byte.
  case nonFiniteToken(byte: Int)
  /// The marker of this name is further than 10 km from the origin.
  case outOfRange(String)
  /// The session id is too long or holds characters that are not shown.
  case badSession

  /// What it is counted under.
  public var name: String { reason.rawValue }
}

extension Rejection {
  /// What messages are counted under that were not taken.
  package enum Reason: String, CaseIterable, Sendable {
    case brokenConnection = "broken_connection"
    case wrongFrameCount = "wrong_frame_count"
    case badTopic = "bad_topic"
    case tooManyStreams = "too_many_streams"
    case overrun
    case empty
    case tooLarge = "too_large"
    case malformed
    case newerSchema = "newer_schema"
    case streamMismatch = "stream_mismatch"
    case noStamp = "no_stamp"
    case badStamp = "bad_stamp"
    case noMarkers = "no_markers"
    case tooManyMarkers = "too_many_markers"
    case tooManyMarkersInAll = "too_many_markers_in_all"
    case badMarkerName = "bad_marker_name"
    case duplicateMarker = "duplicate_marker"
    case partialPosition = "partial_position"
    case nonFinite = "non_finite"
    case outOfRange = "out_of_range"
    case badSession = "bad_session"

    /// Whether a message can be refused so before its stream looks at it.
    package var isOfNoStream: Bool {
      switch self {
      case .brokenConnection, .wrongFrameCount, .badTopic, .tooManyStreams, .overrun, .tooLarge: true
      default: false
      }
    }

    /// Whether a stream can refuse a message so: of the largest those that no stream is to look at are refused before.
    package var isOfStream: Bool { !isOfNoStream || self == .tooLarge }
  }

  package var reason: Reason {
    switch self {
    case .wrongFrameCount: .wrongFrameCount
    case .badTopic: .badTopic
    case .tooManyStreams: .tooManyStreams
    case .overrun: .overrun
    case .empty: .empty
    case .tooLarge: .tooLarge
    case .malformed: .malformed
    case .newerSchema: .newerSchema
    case .streamMismatch: .streamMismatch
    case .noStamp: .noStamp
    case .badStamp: .badStamp
    case .noMarkers: .noMarkers
    case .tooManyMarkers: .tooManyMarkers
    case .tooManyMarkersInAll: .tooManyMarkersInAll
    case .badMarkerName: .badMarkerName
    case .duplicateMarker: .duplicateMarker
    case .partialPosition: .partialPosition
    case .nonFinite, .nonFiniteToken: .nonFinite
    case .outOfRange: .outOfRange
    case .badSession: .badSession
    }
  }
}

extension Rejection: CustomStringConvertible {
  /// One sentence: what is wrong, where, and what to do. It is one line, whatever the message holds.
  public var description: String {
    switch self {
    case .wrongFrameCount(let count):
      "the message has \(count) parts: send two, the topic and the payload"
    case .badTopic:
      "the topic is not a kind and a stream's name, as markers/couch1: "
        + "name the stream with 1 to \(Topic.longestName) letters, digits, '.', '_' or '-'"
    case .tooManyStreams(let limit):
      "\(limit) streams are served already: raise --max-streams to take on more"
    case .overrun: "frames come faster than they can be taken: send fewer or add --workers"
    case .empty: "the payload is empty: send a frame"
    case .tooLarge(let count, let limit): "the payload has \(count) bytes: send at most \(limit)"
    case .malformed(let place): "the payload is malformed, \(place): send what markercast.proto describes"
    case .newerSchema(let version):
      "the payload has schema version \(version) and this markercast reads \(schemaVersion): upgrade markercast"
    case .streamMismatch(let stream):
      "the payload names the stream \(Self.quoted(stream)) and the topic another: make them agree, or leave it out"
    case .noStamp: "the payload has no time stamp: send stamp_ns, stamp_s, or t in the bare form"
    case .badStamp:
      "the time stamp is not within 292 years of the clock's start: send seconds or nanoseconds as it shows them"
    case .noMarkers: "the payload has no markers: list them, without a position where they are not seen"
    case .tooManyMarkers(let limit): "the payload has more than \(limit) markers: send at most \(limit)"
    case .tooManyMarkersInAll(let limit):
      "the streams have \(limit) markers together already: raise --max-markers to take on more"
    case .badMarkerName:
      "a marker's name is empty, longer than 64 bytes or has characters that are not shown: rename it"
    case .duplicateMarker(let name):
      "the marker \(Self.quoted(name)) is there twice: give each marker a name of its own"
    case .partialPosition(let name):
      "the marker \(Self.quoted(name)) has half a position or not the one its status tells of: send x, y and z, or none"
    case .nonFinite(let name):
      "the marker \(Self.quoted(name)) has a number that is NaN or infinite: leave its position out"
    case .nonFiniteToken(let byte):
      "the JSON has NaN or Infinity at byte \(byte), which it has no numbers for: write null, or leave it out"
    case .outOfRange(let name): "the marker \(Self.quoted(name)) is more than 10 km away: send millimetres"
    case .badSession:
      "the session id is longer than 128 bytes or has characters that are not shown: shorten it"
    }
  }

  /// What a message holds, fit for a log.
  private static func quoted(_ text: String) -> String { "\"\(showable(text))\"" }
}
