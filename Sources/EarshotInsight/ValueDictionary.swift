/// Gives each distinct value of a dimension a small number.
struct ValueDictionary {
  private struct Entry {
    var slot: Int32
    var start: UInt32
    var count: UInt32
    var hash: UInt64
  }

  private var entries: [Entry] = []
  private var bytes: [UInt8] = []
  /// Open addressing with linear probing; -1 is free. The size is a power of two.
  private var table: [Int32] = Array(repeating: -1, count: 256)

  var count: Int { entries.count }
  var memory: Int { entries.count * MemoryLayout<Entry>.stride + bytes.count + table.count * 4 }

  func slot(_ id: Int32) -> Int { Int(entries[Int(id)].slot) }

  func value(_ id: Int32) -> ArraySlice<UInt8> {
    let entry = entries[Int(id)]
    return bytes[Int(entry.start)..<Int(entry.start + entry.count)]
  }

  /// The number of a value of a dimension's slot.
  mutating func intern(_ value: Span<UInt8>, slot: Int32) -> Int32 {
    let hash = Self.hash(value, slot: slot)
    var index = Int(truncatingIfNeeded: hash) & (table.count - 1)
    while table[index] >= 0 {
      let entry = entries[Int(table[index])]
      if entry.hash == hash, entry.slot == slot, equals(entry, value) { return table[index] }
      index = (index + 1) & (table.count - 1)
    }
    let id = Int32(entries.count)
    table[index] = id
    entries.append(
      Entry(slot: slot, start: UInt32(bytes.count), count: UInt32(value.count), hash: hash))
    for byte in value.indices { bytes.append(value[byte]) }
    if entries.count * 2 > table.count { grow() }
    return id
  }

  mutating func removeAll() { self = ValueDictionary() }

  private func equals(_ entry: Entry, _ value: Span<UInt8>) -> Bool {
    guard entry.count == value.count else { return false }
    let start = Int(entry.start)
    for index in value.indices where bytes[start + index] != value[index] { return false }
    return true
  }

  private mutating func grow() {
    table = Array(repeating: -1, count: table.count * 2)
    for (id, entry) in entries.enumerated() {
      var index = Int(truncatingIfNeeded: entry.hash) & (table.count - 1)
      while table[index] >= 0 { index = (index + 1) & (table.count - 1) }
      table[index] = Int32(id)
    }
  }

  /// FNV-1a, with its bits mixed once more at the end.
  private static func hash(_ value: Span<UInt8>, slot: Int32) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ UInt64(truncatingIfNeeded: slot)
    for index in value.indices { hash = (hash ^ UInt64(value[index])) &* 0x100_0000_01b3 }
    hash = (hash ^ hash >> 29) &* 0xbf58_476d_1ce4_e5b9
    return hash ^ hash >> 32
  }
}
