/// What names a record in evidence, among candidates and as the key of its cited payload:
///
///   keyed hash (8 bytes), id (terminated), hash of text (8), hash of payload (8), source (4),
///   ordinal within the source (8)
///
/// Byte order is the order in which records are sampled. Two records with the same hash, id and
/// text are one for evidence; of them the one with the smallest entry stands, so that the choice
/// does not depend on the order of inputs unless their payloads are the same.
enum RecordEntry {
  /// Bytes behind those that make a record one with another.
  static let instanceBytes = 8 + 4 + 8
  static let sourceFromEnd = 4 + 8
  static let shortest = 8 + 2 + 8 + instanceBytes

  static func append(
    keyHash: UInt64, id: some Collection<UInt8>, textHash: UInt64, payloadHash: UInt64,
    source: UInt32, ordinal: UInt64, to bytes: inout [UInt8]
  ) {
    bytes.appendBigEndian(keyHash)
    bytes.appendTerminated(id)
    bytes.appendBigEndian(textHash)
    bytes.appendBigEndian(payloadHash)
    bytes.appendBigEndian(source)
    bytes.appendBigEndian(ordinal)
  }

  /// The id within an entry that `check` has passed.
  static func id(of entry: [UInt8], path: String) throws(InsightError) -> String {
    var cursor = ByteCursor(entry, at: 8, path: path)
    return String(decoding: try cursor.terminated(), as: UTF8.self)
  }

  static func check(_ entry: [UInt8], path: String) throws(InsightError) {
    guard entry.count >= shortest else {
      throw .damaged(path: path, reason: "a record's name is too short")
    }
  }

  /// Adds to the source ordinal at the end of `bytes`, which ends in an entry.
  static func shiftSource(of bytes: inout [UInt8], by offset: UInt32) {
    let index = bytes.count - sourceFromEnd
    guard index >= 0 else { return }
    var source: UInt32 = 0
    for byte in bytes[index..<index + 4] { source = source << 8 | UInt32(byte) }
    bytes.putBigEndian(source &+ offset, at: index)
  }
}

/// The k smallest of a set of entries, ascending; entries that differ only in their instance count
/// once. What is kept depends on the set alone.
struct SmallestEntries: Equatable {
  private(set) var entries: [[UInt8]] = []

  mutating func merge(_ other: SmallestEntries, limit: Int) {
    var merged: [[UInt8]] = []
    merged.reserveCapacity(limit)
    var (i, j) = (0, 0)
    while merged.count < limit, i < entries.count || j < other.entries.count {
      let takesLeft =
        j == other.entries.count
        || (i < entries.count && !precedes(other.entries[j], entries[i]))
      let next = takesLeft ? entries[i] : other.entries[j]
      if takesLeft { i += 1 } else { j += 1 }
      if let last = merged.last, Self.areOne(last, next) { continue }
      merged.append(next)
    }
    entries = merged
  }

  mutating func shiftSource(by offset: UInt32) {
    for index in entries.indices { RecordEntry.shiftSource(of: &entries[index], by: offset) }
  }

  func encode(into bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(entries.count))
    for entry in entries { bytes.appendCounted(entry) }
  }

  init() {}

  init(_ cursor: inout ByteCursor) throws(InsightError) {
    for _ in 0..<(try cursor.count()) {
      let entry = try cursor.counted()
      try RecordEntry.check(entry, path: cursor.path)
      entries.append(entry)
    }
  }

  private static func areOne(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.dropLast(RecordEntry.instanceBytes).elementsEqual(
      right.dropLast(RecordEntry.instanceBytes))
  }
}
