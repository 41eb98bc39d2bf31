/// A hash table from byte strings to numbers, looked up by a hash that grows a byte at a time: all
/// prefixes of a word are tried in one pass.
///
/// Its keys are a lexicon's, so texts cannot make it collide; they only probe.
struct ByteTable: Sendable {
  private var slots: [UInt32] = Array(repeating: 0, count: 16)
  private var entries: [Entry] = []
  private var bytes: [UInt8] = []

  private struct Entry {
    var hash: UInt64
    var start: UInt32
    var count: UInt32
    var value: UInt32
  }

  /// FNV-1a's offset basis and prime (Fowler, Noll, Vo).
  static let seed: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always)
  static func extend(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  static func hash(_ key: [UInt8]) -> UInt64 {
    var hash = seed
    for byte in key { hash = extend(hash, byte) }
    return hash
  }

  var isEmpty: Bool { entries.isEmpty }

  subscript(key: [UInt8]) -> UInt32? {
    get { find(Self.hash(key), key, 0, key.count) }
    set {
      if let newValue, self[key] == nil { insert(key, newValue) }
    }
  }

  /// The value of the key `word[start..<stop]`, whose hash is given.
  @inline(__always)
  func find(_ hash: UInt64, _ word: [UInt8], _ start: Int, _ stop: Int) -> UInt32? {
    let mask = slots.count - 1
    var slot = Self.slot(hash, mask)
    while true {
      let number = slots[slot]
      if number == 0 { return nil }
      let entry = entries[Int(number) - 1]
      if entry.hash == hash, Int(entry.count) == stop - start,
        isEqual(entry, word, start)
      {
        return entry.value
      }
      slot = (slot + 1) & mask
    }
  }

  @inline(__always)
  private static func slot(_ hash: UInt64, _ mask: Int) -> Int {
    Int(truncatingIfNeeded: hash ^ hash >> 32) & mask
  }

  private func isEqual(_ entry: Entry, _ word: [UInt8], _ start: Int) -> Bool {
    for index in 0..<Int(entry.count) where bytes[Int(entry.start) + index] != word[start + index] {
      return false
    }
    return true
  }

  private mutating func insert(_ key: [UInt8], _ value: UInt32) {
    let hash = Self.hash(key)
    entries.append(
      Entry(hash: hash, start: UInt32(bytes.count), count: UInt32(key.count), value: value))
    bytes += key
    if entries.count * 2 > slots.count {
      slots = Array(repeating: 0, count: slots.count * 2)
      for index in entries.indices { place(index) }
    } else {
      place(entries.count - 1)
    }
  }

  private mutating func place(_ index: Int) {
    let mask = slots.count - 1
    var slot = Self.slot(entries[index].hash, mask)
    while slots[slot] != 0 { slot = (slot + 1) & mask }
    slots[slot] = UInt32(index + 1)
  }
}
