import CZeroMQ

/// A pair of keys for CURVE (Curve25519), as Z85 text of 40 characters each (rfc.zeromq.org/spec/32).
public struct CurveKeyPair: Hashable, Sendable {
  /// The key that others may know.
  public let publicKey: String
  /// The key that nobody else may know.
  public let secretKey: String

  /// A new pair.
  /// - Throws: where libzmq was built without CURVE.
  public static func generate() throws(ZeroMQError) -> CurveKeyPair {
    var publicKey = [CChar](repeating: 0, count: 41)
    var secretKey = [CChar](repeating: 0, count: 41)
    try check(zmq_curve_keypair(&publicKey, &secretKey), "cannot generate CURVE keys")
    return CurveKeyPair(publicKey: text(publicKey), secretKey: text(secretKey))
  }

  /// The pair of a secret key.
  /// - Throws: where `secretKey` is no Z85 text of 40 characters.
  public init(secretKey: String) throws(ZeroMQError) {
    guard Self.isKey(secretKey) else {
      throw ZeroMQError(code: 22, operation: "a CURVE key is 40 characters of Z85 text")
    }
    var publicKey = [CChar](repeating: 0, count: 41)
    try check(zmq_curve_public(&publicKey, secretKey), "cannot derive the public CURVE key")
    self.init(publicKey: Self.text(publicKey), secretKey: secretKey)
  }

  private init(publicKey: String, secretKey: String) {
    self.publicKey = publicKey
    self.secretKey = secretKey
  }

  /// Whether `text` has the form of a key.
  public static func isKey(_ text: String) -> Bool {
    var bytes = [UInt8](repeating: 0, count: 32)
    // libzmq reads up to the first byte of zero.
    return text.utf8.count == 40 && text.utf8.allSatisfy { $0 > 0x20 } && zmq_z85_decode(&bytes, text) != nil
  }

  /// The Z85 text of a key's 32 bytes; nil where there are not so many.
  static func text(ofKey bytes: [UInt8]) -> String? {
    var text = [CChar](repeating: 0, count: 41)
    guard bytes.count == 32, zmq_z85_encode(&text, bytes, bytes.count) != nil else { return nil }
    return Self.text(text)
  }

  private static func text(_ key: [CChar]) -> String {
    String(decoding: key.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
