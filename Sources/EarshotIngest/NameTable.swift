/// Finds the slots of a column by its name's bytes: open addressing, nothing allocated a look-up.
///
/// A folding table takes ASCII letters of either case for equal and leaves blanks, `_` and `-` out.
struct NameTable: Sendable {
  private struct Entry: Sendable {
    var name: Range<Int>
    var slots: [Int]
  }

  private let isFolding: Bool
  private var pool: [UInt8] = []
  private var entries: [Entry] = []
  private var buckets: [Int32] = Array(repeating: -1, count: 16)
  /// By entry: its name in `pool`, its slots in `slotList`.
  private var names: [Range<Int>] = []
  private var ranges: [Range<Int>] = []
  /// Slots of all names, one after the other.
  private(set) var slotList: [Int] = []

  init(isFolding: Bool) { self.isFolding = isFolding }

  var isEmpty: Bool { entries.isEmpty }

  mutating func add(_ name: [UInt8], slot: Int) {
    let name = isFolding ? Self.folded(name) : name
    if let known = entries.firstIndex(where: { Array(pool[$0.name]) == name }) {
      entries[known].slots.append(slot)
    } else {
      entries.append(Entry(name: pool.count..<pool.count + name.count, slots: [slot]))
      pool += name
    }
    rebuild()
  }

  private mutating func rebuild() {
    var size = 16
    while size < entries.count * 4 { size *= 2 }
    buckets = Array(repeating: -1, count: size)
    slotList = []
    ranges = []
    names = entries.map { $0.name }
    for (index, entry) in entries.enumerated() {
      ranges.append(slotList.count..<slotList.count + entry.slots.count)
      slotList += entry.slots
      // The pointer is used inside the closure only.
      let code = unsafe Array(pool[entry.name]).withUnsafeBytes { unsafe self.hash($0) }
      var bucket = code & (size - 1)
      while buckets[bucket] >= 0 { bucket = (bucket + 1) & (size - 1) }
      buckets[bucket] = Int32(index)
    }
  }

  /// The range in `slotList` of the slots that a column of this name fills; empty if there is none.
  func slots(_ name: UnsafeRawBufferPointer) -> Range<Int> {
    if names.isEmpty { return 0..<0 }
    let mask = buckets.count - 1
    var bucket = unsafe hash(name) & mask
    while buckets[bucket] >= 0 {
      let index = Int(buckets[bucket])
      if unsafe isEqual(name, names[index]) { return ranges[index] }
      bucket = (bucket + 1) & mask
    }
    return 0..<0
  }

  /// FNV-1a over the bytes that count. The table is small and fixed: nobody gains by collisions.
  private func hash(_ name: UnsafeRawBufferPointer) -> Int {
    var hash: UInt32 = 0x811C_9DC5
    // Iteration stays in the buffer.
    for offset in 0..<name.count {
      guard let byte = unsafe kept(name[offset]) else { continue }
      hash = (hash ^ UInt32(byte)) &* 0x0100_0193
    }
    return Int(hash ^ hash >> 15)
  }

  private func isEqual(_ name: UnsafeRawBufferPointer, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    for offset in 0..<name.count {
      guard let byte = unsafe kept(name[offset]) else { continue }
      if index == range.upperBound || pool[index] != byte { return false }
      index += 1
    }
    return index == range.upperBound
  }

  /// The byte as it is compared; nil if it doesn't count.
  @inline(__always)
  private func kept(_ byte: UInt8) -> UInt8? {
    if !isFolding { return byte }
    if byte == 0x20 || byte == 0x5F || byte == 0x2D { return nil }
    return byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  /// A name as a folding table compares it.
  static func folded(_ name: [UInt8]) -> [UInt8] {
    let table = NameTable(isFolding: true)
    return name.compactMap { table.kept($0) }
  }
}
