/// All phrases of a lexicon as one automaton over symbols.
struct PhraseTrie: Sendable {
  /// What ends at a node: a phrase of entry `entry`.
  struct Terminal: Sendable {
    var entry: Int32
    /// Index of the next terminal of the node; -1 at the end.
    var next: Int32
  }

  /// One place of the automaton; all that is asked of it lies together.
  struct Node: Sendable {
    /// Languages of the phrases that pass through.
    var mask: UInt64
    /// A bit for each symbol that can follow, by its lowest six bits: most that cannot are told
    /// without a look-up.
    var filter: UInt64 = 0
    /// Index of the first terminal; -1 for none.
    var firstTerminal: Int32 = -1
    /// Bit 0: a word can follow; bit 1: any token can.
    var continuation: UInt8 = 0
  }

  private(set) var nodes = [Node(mask: 0)]
  private(set) var terminals: [Terminal] = []
  private var edges = EdgeTable()

  static let root: UInt32 = 0

  /// The child of a node over a symbol, made if it is new; phrases of the mask's languages pass.
  mutating func step(
    _ node: UInt32, _ symbol: UInt32, isJoined: Bool, _ mask: UInt64
  ) -> UInt32 {
    let key = Self.key(node, symbol, isJoined: isJoined)
    if let known = edges.find(key) {
      nodes[Int(known)].mask |= mask
      return known
    }
    let created = UInt32(nodes.count)
    nodes.append(Node(mask: mask))
    nodes[Int(node)].continuation |= symbol == SymbolTable.any ? 2 : 1
    nodes[Int(node)].filter |= 1 << UInt64(symbol & 63)
    edges.insert(key, created)
    return created
  }

  mutating func visit(_ node: UInt32, _ mask: UInt64) { nodes[Int(node)].mask |= mask }

  /// Lets a phrase of an entry end at a node, once.
  mutating func end(at node: UInt32, entry: Int32) {
    let head = nodes[Int(node)].firstTerminal
    if head >= 0, terminals[Int(head)].entry == entry { return }
    terminals.append(Terminal(entry: entry, next: head))
    nodes[Int(node)].firstTerminal = Int32(terminals.count - 1)
  }

  @inline(__always)
  func child(of node: UInt32, _ symbol: UInt32, isJoined: Bool) -> UInt32? {
    edges.find(Self.key(node, symbol, isJoined: isJoined))
  }

  @inline(__always)
  private static func key(_ node: UInt32, _ symbol: UInt32, isJoined: Bool) -> UInt64 {
    UInt64(node) << 33 | UInt64(symbol) << 1 | (isJoined ? 1 : 0)
  }
}

/// A hash table from 64-bit keys to 32-bit values with open addressing; key 2^64 - 1 is not used.
struct EdgeTable: Sendable {
  private var keys: [UInt64] = Array(repeating: .max, count: 64)
  private var values: [UInt32] = Array(repeating: 0, count: 64)
  private var count = 0

  @inline(__always)
  private static func slot(_ key: UInt64, _ mask: Int) -> Int {
    // Multiplicative hashing with 2^64 / golden ratio (Knuth, TAOCP 3, 6.4).
    Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
  }

  @inline(__always)
  func find(_ key: UInt64) -> UInt32? {
    let mask = keys.count - 1
    var slot = Self.slot(key, mask)
    while true {
      let found = keys[slot]
      if found == key { return values[slot] }
      if found == .max { return nil }
      slot = (slot + 1) & mask
    }
  }

  mutating func insert(_ key: UInt64, _ value: UInt32) {
    if (count + 1) * 2 > keys.count { grow() }
    let mask = keys.count - 1
    var slot = Self.slot(key, mask)
    while keys[slot] != .max && keys[slot] != key { slot = (slot + 1) & mask }
    if keys[slot] == .max { count += 1 }
    keys[slot] = key
    values[slot] = value
  }

  private mutating func grow() {
    let old = (keys, values)
    keys = Array(repeating: .max, count: old.0.count * 2)
    values = Array(repeating: 0, count: old.0.count * 2)
    count = 0
    for (key, value) in zip(old.0, old.1) where key != .max { insert(key, value) }
  }
}
