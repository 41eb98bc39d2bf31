/// Writes merged cells, less what the rest of them makes superfluous: groups of single days where
/// the days span more than 31, and cited records that no group or candidate names.
///
/// What is dropped depends on the merged cells alone, and what one merge drops no later merge would
/// have kept. So it does not matter how often, and in which grouping, cells are merged.
struct Settlement {
  private var span: (first: Int32, last: Int32)?
  private var names: CellSorter

  init(scratch: String) {
    names = CellSorter(scratch: scratch, name: "names")
  }

  mutating func write(
    _ cells: consuming CellMerger, to writer: consuming CellWriter
  ) throws(InsightError) {
    var (key, value): ([UInt8], [UInt8]) = ([], [])
    var hasCell = try cells.next(&key, &value)
    while hasCell, key.kind != .cited {
      if try keeps(key, value) { try writer.append(key: key, value: value) }
      hasCell = try cells.next(&key, &value)
    }
    var named = try names.sorted()
    var hasName = try named.advance()
    while hasCell {
      while hasName, precedes(named.key, key) { hasName = try named.advance() }
      if !hasName { break }
      if named.key == key { try writer.append(key: key, value: value) }
      hasCell = try cells.next(&key, &value)
    }
    try writer.finish()
  }

  /// Notes the days and names of a cell; false where it is superfluous.
  private mutating func keeps(_ key: [UInt8], _ value: [UInt8]) throws(InsightError) -> Bool {
    switch key.kind {
    case .counts:
      try noteDay(key)
    case .group:
      if isDaily(key), let span, Int(span.last) - Int(span.first) >= longestDailySpan {
        return false
      }
      var cursor = ByteCursor(value, path: "state")
      for entry in try SmallestEntries(&cursor).entries { try addName(entry[...]) }
    case .candidates:
      var cursor = ByteCursor(value, path: "state")
      for entry in try SmallestEntries(&cursor).entries {
        try addName(entry.dropFirst(CandidateReason.rankBytes))
      }
    default: break
    }
    return true
  }

  /// The days of the base without a dimension are those of the run.
  private mutating func noteDay(_ key: [UInt8]) throws(InsightError) {
    var cursor = ByteCursor(key, at: 1, path: "state")
    guard try cursor.bigEndian32() == 0, try cursor.terminated().isEmpty,
      try cursor.terminated().isEmpty, let day = try cursor.day()
    else { return }
    span = (min(span?.first ?? day, day), max(span?.last ?? day, day))
  }

  /// The scope stands before the four bytes of the ordinal.
  private func isDaily(_ key: [UInt8]) -> Bool {
    key.count >= 5 && key[key.count - 5] == GroupScope.day.rawValue
  }

  private mutating func addName(_ entry: ArraySlice<UInt8>) throws(InsightError) {
    try names.add(key: [CellKind.cited.rawValue] + entry)
  }
}
