/// One JSON value (RFC 8259) as a flat tape of nodes over bytes that the caller keeps.
///
/// `parse` checks all of the input, also what nobody looks at later, and writes a node a value and
/// a node a key, in input order. The tape's memory is reused, so that parsing record after record
/// allocates nothing once it has grown to the largest. Nodes hold offsets, not pointers: each call
/// that reads text takes the same `bytes` that were parsed. Given other bytes, answers are wrong
/// but reads stay in bounds.
///
/// Departures from what RFC 8259 leaves open: a byte order mark is an error (the caller drops it);
/// equal keys are allowed and the last wins in look-ups; a lone surrogate escape is allowed and
/// decodes to U+FFFD; ill-formed UTF-8 inside a string is no JSON error unless asked for, it is
/// flagged and repaired when the string is read.
@safe
package struct JSONDocument: ~Copyable, @unchecked Sendable {
  // Sendable although it owns raw memory: the memory has one owner, and moves with it.

  /// Bounds of what is accepted.
  package struct Limits: Sendable {
    /// Levels of arrays and objects: 1 allows `[]` but not `[[]]`.
    package var depth: Int
    /// Values and keys; a node costs 16 bytes, so that the default bounds the tape at 16 MiB.
    package var nodes: Int

    package init(depth: Int = 256, nodes: Int = 1 << 20) {
      self.depth = depth
      self.nodes = nodes
    }
  }

  private var tape: UnsafeMutablePointer<JSONNode>
  private var capacity: Int
  /// The number of nodes; 0 before the first `parse` and after one that threw.
  package private(set) var count = 0
  /// Whether a string or key holds ill-formed UTF-8.
  package private(set) var hasInvalidUTF8 = false
  var scratch: [UInt8] = []
  var scratchRanges: [Range<Int>] = []

  package init() {
    capacity = 64
    unsafe tape = .allocate(capacity: capacity)
  }

  deinit {
    // Nodes are trivial: nothing to deinitialise.
    unsafe tape.deallocate()
  }

  /// Reads one value that fills `bytes` but for white space around it.
  ///
  /// - Parameter strictEncoding: throw `invalidUTF8` for ill-formed UTF-8 in a string.
  /// - Throws: the first fault in input order (of a string: its end comes before its encoding).
  package mutating func parse(
    _ bytes: UnsafeRawBufferPointer, limits: Limits = Limits(), strictEncoding: Bool = false
  ) throws(JSONError) {
    count = 0
    hasInvalidUTF8 = false
    guard bytes.count < Int(UInt32.max) else {
      throw JSONError(code: .tooLong, offset: 0, found: nil, expected: .fewerBytes)
    }
    guard let base = bytes.baseAddress else {
      throw JSONError(code: .unexpectedEnd, offset: 0, found: nil, expected: .value)
    }
    // The scanner reads base..<base + count only, and hands the tape back, moved if it has grown.
    var scanner = unsafe JSONScanner(
      base: base, end: bytes.count, limits: limits, strictEncoding: strictEncoding,
      tape: tape, capacity: capacity)
    defer {
      unsafe tape = scanner.tape
      capacity = scanner.capacity
    }
    try scanner.scan()
    count = scanner.count
    hasInvalidUTF8 = scanner.sawInvalidUTF8
  }

  /// The index of the value that fills the input.
  package var root: Int { 0 }

  /// A node by index, `0..<count`.
  package subscript(index: Int) -> JSONNode {
    precondition(index >= 0 && index < count, "no such node")
    // In bounds, and all nodes below count are initialised.
    return unsafe tape[index]
  }

  /// The kind of the value at `index`.
  package func kind(_ index: Int) -> JSONNode.Kind { self[index].kind }
}

extension JSONDocument {
  /// The first element of the array at `index`, or nil if it is empty or no array.
  package func firstElement(of index: Int) -> Int? {
    let node = self[index]
    guard node.kind == .array, Int(node.link) > index + 1 else { return nil }
    return index + 1
  }

  /// The element after `element` in `array`, or nil.
  package func element(after element: Int, in array: Int) -> Int? {
    let next = Int(self[element].link)
    return next < Int(self[array].link) ? next : nil
  }

  /// The first key of the object at `index`, or nil if it is empty or no object; the value of a
  /// key is the node after it.
  package func firstKey(of index: Int) -> Int? {
    let node = self[index]
    guard node.kind == .object, Int(node.link) > index + 1 else { return nil }
    return index + 1
  }

  /// The key after `key` in `object`, or nil. Keys come in input order, equal ones included.
  package func key(after key: Int, in object: Int) -> Int? {
    let next = Int(self[key + 1].link)
    return next < Int(self[object].link) ? next : nil
  }

  /// The number of elements or members, in time linear in it; 0 for other kinds.
  package func childCount(of index: Int) -> Int {
    let node = self[index]
    guard node.kind == .array || node.kind == .object else { return 0 }
    let end = Int(node.link)
    let keyed = node.kind == .object ? 1 : 0
    var child = index + 1
    var result = 0
    while child < end {
      result += 1
      child = Int(self[child + keyed].link)
    }
    return result
  }

  /// The element at `position` (from 0) of the array at `index`, or nil.
  package func element(_ position: Int, of index: Int) -> Int? {
    guard position >= 0, var child = firstElement(of: index) else { return nil }
    for _ in 0..<position {
      guard let next = element(after: child, in: index) else { return nil }
      child = next
    }
    return child
  }

  /// The value of the last member named `key` in the object at `index`; nil if there is none or
  /// the node is no object.
  package func member(
    _ key: JSONKey, of index: Int, in bytes: UnsafeRawBufferPointer
  ) -> Int? {
    let object = self[index]
    guard object.kind == .object else { return nil }
    let end = Int(object.link)
    var child = index &+ 1
    var result: Int?
    while child < end {
      // Inside an object, keys and values alternate, and links lead to nodes before its end.
      let node = unsafe tape[child]
      if node.link == key.hash || !node.isPlain, unsafe equals(node, key.bytes, in: bytes) {
        result = child &+ 1
      }
      child = unsafe Int(tape[child &+ 1].link)
    }
    return result
  }

  /// The value that `path` leads to from `start`, or nil.
  package func value(
    at path: JSONPath, from start: Int = 0, in bytes: UnsafeRawBufferPointer
  ) -> Int? {
    var index = start
    for step in path.steps {
      let next: Int? =
        switch step {
        case .key(let key): unsafe member(key, of: index, in: bytes)
        case .index(let position): element(position, of: index)
        }
      guard let next else { return nil }
      index = next
    }
    return index
  }

  /// Whether two members of the object at `index` have the same name once unescaped.
  ///
  /// Small objects are compared pairwise, others sorted: time is n log n in their size.
  package mutating func hasDuplicateKeys(
    _ index: Int, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let object = self[index]
    guard object.kind == .object else { return false }
    return switch unsafe hasDuplicatesPairwise(index, in: bytes) {
    case .some(let answer): answer
    case .none: unsafe hasDuplicatesSorted(index, in: bytes)
    }
  }

  /// The answer for at most 24 keys without escapes or repairs, else nil.
  private func hasDuplicatesPairwise(
    _ index: Int, in bytes: UnsafeRawBufferPointer
  ) -> Bool? {
    let end = Int(self[index].link)
    var seen = 0
    var child = index + 1
    var answer = false
    while child < end {
      let node = self[child]
      guard node.isPlain, seen < 24 else { return nil }
      seen += 1
      var other = index + 1
      while other < child, !answer {
        let earlier = self[other]
        if earlier.link == node.link, unsafe sameRawBytes(earlier, node, in: bytes) {
          answer = true
        }
        other = Int(self[other + 1].link)
      }
      child = Int(self[child + 1].link)
    }
    return answer
  }

  private mutating func hasDuplicatesSorted(
    _ index: Int, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let end = Int(self[index].link)
    var text = scratch
    var ranges = scratchRanges
    scratch = []
    scratchRanges = []
    text.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    var child = index + 1
    while child < end {
      let start = text.count
      _ = unsafe appendString(child, in: bytes, to: &text)
      ranges.append(start..<text.count)
      child = Int(self[child + 1].link)
    }
    ranges.sort { text[$0].lexicographicallyPrecedes(text[$1]) }
    var answer = false
    for i in ranges.indices.dropFirst() where !answer {
      answer = text[ranges[i - 1]] == text[ranges[i]]
    }
    scratch = text
    scratchRanges = ranges
    return answer
  }

  private func sameRawBytes(
    _ a: JSONNode, _ b: JSONNode, in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let (first, second) = unsafe (slice(a, of: bytes), slice(b, of: bytes))
    guard first.count == second.count else { return false }
    guard let x = first.baseAddress, let y = second.baseAddress else { return true }
    // Both slices lie in `bytes` and have this count.
    return unsafe ByteSearch.areEqual(x, y, first.count)
  }
}

extension JSONDocument {
  /// The raw bytes of a node: see `JSONNode.range`. Empty if `bytes` are not those parsed and too
  /// short.
  package func rawBytes(
    _ index: Int, in bytes: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    unsafe slice(self[index], of: bytes)
  }

  func slice(_ node: JSONNode, of bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let range = node.range
    guard range.upperBound <= bytes.count else {
      return unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    }
    // In bounds by the guard.
    return unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
  }
}
