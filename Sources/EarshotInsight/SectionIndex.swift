/// Where the sections of a state begin: the cells of one kind, theme, and either the whole run or
/// its segments. Bounded by the number of themes; lets a pass leave out what it does not need.
struct SectionIndex: Sendable {
  /// Ascending in both.
  private(set) var sections: [(prefix: UInt64, offset: Int)] = []

  /// The section of a cell: its kind, theme and whether it has a dimension, as a number in the
  /// order of keys.
  static func prefix(of key: [UInt8]) -> UInt64 {
    guard let kind = key.kind else { return 0 }
    var prefix = UInt64(kind.rawValue)
    guard [.counts, .group, .candidates].contains(kind), key.count >= 7 || kind == .candidates,
      key.count >= 5
    else { return prefix << 40 }
    for index in 1...4 { prefix = prefix << 8 | UInt64(key[index]) }
    // An empty dimension is its end mark alone.
    let isWholeRun = kind == .candidates || (key[5] == 0 && key[6] == 1)
    return prefix << 8 | (isWholeRun ? 0 : 1)
  }

  /// Notes that a cell of `key` begins at `offset`.
  mutating func note(_ key: [UInt8], at offset: Int) {
    let prefix = Self.prefix(of: key)
    if sections.last?.prefix != prefix { sections.append((prefix, offset)) }
  }

  /// Where to begin to look for a key: the last section that begins with it or before it.
  func offset(for key: [UInt8]) -> Int? {
    let index = firstIndex(above: Self.prefix(of: key))
    return index > 0 ? sections[index - 1].offset : nil
  }

  /// Where the section behind that of a key begins; nil behind the last.
  func offset(behind key: [UInt8]) -> Int? {
    let index = firstIndex(above: Self.prefix(of: key))
    return index < sections.count ? sections[index].offset : nil
  }

  private func firstIndex(above prefix: UInt64) -> Int {
    var (low, high) = (0, sections.count)
    while low < high {
      let middle = (low + high) / 2
      if sections[middle].prefix <= prefix { low = middle + 1 } else { high = middle }
    }
    return low
  }

  func encode(into bytes: inout [UInt8]) {
    bytes.appendVarint(UInt64(sections.count))
    var last = 0
    for (prefix, offset) in sections {
      bytes.appendBigEndian(prefix)
      bytes.appendVarint(UInt64(offset - last))
      last = offset
    }
  }

  init() {}

  init(_ cursor: inout ByteCursor) throws(InsightError) {
    var last: UInt64 = 0
    for _ in 0..<(try cursor.count()) {
      let prefix = try cursor.bigEndian64()
      last &+= try cursor.varint()
      guard last < 1 << 62 else {
        throw .damaged(path: cursor.path, reason: "a section is out of range")
      }
      sections.append((prefix, Int(last)))
    }
  }
}
