import Evaluation
import Foundation
import Recordings
import Service
import ZeroMQ

/// An end that is not success: a sentence for people and a status for scripts (sysexits).
struct Failure: Error {
  /// The statuses. Usage, 64, is the argument parser's.
  enum Status: Int32 {
    case badData = 65
    case missingInput = 66
    case unavailable = 69
    case fault = 70
  }

  let status: Status
  let sentence: String

  init(_ status: Status, _ sentence: String) {
    self.status = status
    self.sentence = sentence
  }

  init(_ error: RecordingError) {
    self.init(error.isMissing ? .missingInput : .badData, error.description)
  }

  init(_ error: KeyError) {
    self.init(error.isMissing ? .missingInput : .badData, error.description)
  }

  init(_ error: ZeroMQError) {
    let advice =
      switch error.code {
      case EADDRINUSE: "; end the program that has it, or name another"
      case EINVAL, EPROTONOSUPPORT: "; name one such as tcp://127.0.0.1:5556 or ipc:///tmp/markers"
      case ENODEV, EADDRNOTAVAIL: "; name an address of this machine"
      case ENOENT, EACCES, ENOTDIR: "; name a folder that exists and can be written"
      default: ""
      }
    self.init(.unavailable, error.description + advice)
  }

  func exit() -> Never {
    FileHandle.standardError.write(Data("Error: \(sentence)\n".utf8))
    Foundation.exit(status.rawValue)
  }
}

/// Runs `body` with the errors of recordings and sockets turned into failures.
func reportingFailures<Result>(_ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as RecordingError {
    throw Failure(error)
  } catch let error as ZeroMQError {
    throw Failure(error)
  } catch let error as EvaluationError {
    throw Failure(.badData, error.description)
  } catch let error as KeyError {
    throw Failure(error)
  } catch let error as PublicBind {
    throw Failure(.unavailable, error.description)
  } catch let error as HTTPBindError {
    throw Failure(.unavailable, error.description)
  }
}
