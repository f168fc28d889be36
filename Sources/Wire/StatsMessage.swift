/// A payload of `stats/<stream>`.
package func encodeStats(_ stats: Markercast_V1_Stats, as encoding: Encoding) -> [UInt8] {
  encoding.encode(stats)
}

/// The statistics in a payload of `stats/<stream>`; told apart by content.
package func decodeStats(_ payload: UnsafeRawBufferPointer) throws(Rejection) -> Markercast_V1_Stats {
  try Payload(payload, limit: DecodingLimits.largestReport).decode()
}
