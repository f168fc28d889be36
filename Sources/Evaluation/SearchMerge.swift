extension SearchResult {
  /// The whole search of all its shards, each with the name of its file, in any order: what one machine would have found.
  ///
  /// - Throws: `EvaluationError` where they are not of one search, or one is missing or there twice.
  package init(merging shards: [(file: String, result: SearchResult)]) throws {
    guard let (firstFile, first) = shards.first else {
      throw EvaluationError("there is nothing to merge: name the files of the shards")
    }
    var files: [Int: String] = [:]
    for (file, result) in shards {
      guard result.fingerprint == first.fingerprint else {
        throw EvaluationError(
          "\(file) is of another search than \(firstFile), of other settings or recordings: merge the shards of one"
        )
      }
      guard result.shards == first.shards else {
        throw EvaluationError(
          "\(file) is one of \(result.shards) shards, \(firstFile) one of \(first.shards): merge those of one division"
        )
      }
      if let other = files.updateValue(file, forKey: result.shard) {
        throw EvaluationError(
          "\(other) and \(file) are both shard \(result.shard)/\(result.shards): name each once")
      }
    }
    let missing = (1...first.shards).filter { files[$0] == nil }.map { "\($0)/\(first.shards)" }
    guard missing.isEmpty else {
      throw EvaluationError(
        missing.count == 1
          ? "shard \(missing[0]) is missing: run it, or name its file"
          : "shards \(missing.joined(separator: ", ")) are missing: run them, or name their files")
    }
    self = first
    (shard, self.shards) = (1, 1)
    trials = shards.flatMap(\.result.trials).sorted { $0.index < $1.index }
    guard trials.map(\.index) == Array(0..<count) else {
      throw EvaluationError(
        "\(firstFile) and the others do not hold every setting once: run the shards again")
    }
  }
}
