/// Scans one JSON value into a tape: one pass, no recursion, nothing allocated but a larger tape.
///
/// Advice to whoever changes it next: `scan` alternates between two states, *a value must follow*
/// (outer loop) and *a value has ended* (inner loop). An open container's `link` holds the index
/// of its parent until it is closed, which makes the tape its own stack. Offsets are checked
/// against `end` before each read; nothing is read past it, not even by the word loops.
@safe
struct JSONScanner {
  // Safe although it holds pointers: it lives inside `JSONDocument.parse`, whose caller keeps
  // both memories alive.
  private let base: UnsafeRawPointer
  private let end: Int
  private let maxDepth: Int
  private let maxNodes: Int
  private let strictEncoding: Bool
  private(set) var tape: UnsafeMutablePointer<JSONNode>
  private(set) var capacity: Int
  private(set) var count = 0
  private(set) var sawInvalidUTF8 = false
  private var position = 0
  private var depth = 0
  /// Index of the innermost open container; meaningless at depth 0.
  private var open = 0

  init(
    base: UnsafeRawPointer, end: Int, limits: JSONDocument.Limits, strictEncoding: Bool,
    tape: UnsafeMutablePointer<JSONNode>, capacity: Int
  ) {
    unsafe self.base = base
    self.end = end
    maxDepth = limits.depth
    maxNodes = min(limits.nodes, Int(UInt32.max))
    self.strictEncoding = strictEncoding
    unsafe self.tape = tape
    self.capacity = capacity
  }

  mutating func scan() throws(JSONError) {
    var expectation = JSONError.Expectation.value
    values: while true {
      skipSpace()
      guard position < end else { throw ended(expectation) }
      let byte = byte(position)
      switch byte {
      case 0x22:
        try scanString(.string)
      case 0x7B:
        try openContainer(.object)
        skipSpace()
        guard position < end else { throw ended(.keyOrEnd) }
        if self.byte(position) == 0x7D {
          closeContainer()
        } else {
          try scanKey(.keyOrEnd)
          expectation = .value
          continue values
        }
      case 0x5B:
        try openContainer(.array)
        skipSpace()
        if position < end, self.byte(position) == 0x5D {
          closeContainer()
        } else {
          expectation = .value
          continue values
        }
      case 0x2D, 0x30...0x39:
        try scanNumber(first: byte)
      case 0x74:
        try scanLiteral(0x6575_7274, length: 4, .true, .literalTrue)
      case 0x66:
        try scanLiteral(0x6573_6C61, length: 5, .false, .literalFalse)
      case 0x6E:
        try scanLiteral(0x6C6C_756E, length: 4, .null, .literalNull)
      default:
        throw unexpected(position, expectation)
      }
      while true {
        skipSpace()
        if depth == 0 { break values }
        // open is the index of a node written earlier.
        let inObject = unsafe tape[open].kind == .object
        guard position < end else { throw ended(inObject ? .commaOrBrace : .commaOrBracket) }
        let byte = self.byte(position)
        if byte == 0x2C {
          position &+= 1
          if inObject {
            skipSpace()
            try scanKey(.keyAfterComma)
            expectation = .value
          } else {
            expectation = .valueAfterComma
          }
          continue values
        }
        guard byte == (inObject ? 0x7D : 0x5D) else {
          throw unexpected(position, inObject ? .commaOrBrace : .commaOrBracket)
        }
        closeContainer()
      }
    }
    guard position == end else {
      throw JSONError(
        code: .trailingBytes, offset: position, found: byte(position), expected: .end)
    }
  }
}

extension JSONScanner {
  @inline(__always)
  private func byte(_ offset: Int) -> UInt8 {
    // Every caller has checked offset < end.
    unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  private mutating func skipSpace() {
    while position < end {
      let byte = byte(position)
      if byte > 0x20 { return }
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      position &+= 1
    }
  }

  @inline(__always)
  private mutating func append(
    _ kind: JSONNode.Kind, _ start: Int, _ stop: Int, flags: JSONNode.Flags = []
  ) throws(JSONError) {
    try append(kind, start, stop, link: UInt32(truncatingIfNeeded: count &+ 1), flags: flags)
  }

  @inline(__always)
  private mutating func append(
    _ kind: JSONNode.Kind, _ start: Int, _ stop: Int, link: UInt32, flags: JSONNode.Flags
  ) throws(JSONError) {
    if count == capacity { grow() }
    guard count < maxNodes else { throw tooManyNodes(start) }
    // count < capacity; offsets fit because the input is shorter than 4 GiB.
    unsafe (tape + count).initialize(
      to: JSONNode(
        startOffset: UInt32(truncatingIfNeeded: start), endOffset: UInt32(truncatingIfNeeded: stop),
        link: link, kind: kind, flags: flags))
    count &+= 1
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<JSONNode>.allocate(capacity: capacity * 2)
    // The first count nodes are initialised; the old memory is not used again.
    unsafe larger.moveInitialize(from: tape, count: count)
    unsafe tape.deallocate()
    unsafe tape = larger
    capacity *= 2
  }

  @inline(__always)
  private mutating func openContainer(_ kind: JSONNode.Kind) throws(JSONError) {
    guard depth < maxDepth else {
      throw JSONError(
        code: .tooDeep, offset: position, found: byte(position), expected: .fewerLevels)
    }
    let parent = open
    open = count
    try append(
      kind, position, position, link: UInt32(truncatingIfNeeded: parent), flags: [])
    depth &+= 1
    position &+= 1
  }

  @inline(__always)
  private mutating func closeContainer() {
    position &+= 1
    // open is the index of a node written by openContainer.
    let parent = unsafe Int(tape[open].link)
    unsafe tape[open].endOffset = UInt32(truncatingIfNeeded: position)
    unsafe tape[open].link = UInt32(truncatingIfNeeded: count)
    open = parent
    depth &-= 1
  }

  @inline(__always)
  private mutating func scanKey(_ expectation: JSONError.Expectation) throws(JSONError) {
    guard position < end else { throw ended(expectation) }
    guard byte(position) == 0x22 else { throw unexpected(position, expectation) }
    try scanString(.key)
    skipSpace()
    guard position < end else { throw ended(.colon) }
    guard byte(position) == 0x3A else { throw unexpected(position, .colon) }
    position &+= 1
  }

  @inline(__always)
  private mutating func scanLiteral(
    _ word: UInt32, length: Int, _ kind: JSONNode.Kind, _ expectation: JSONError.Expectation
  ) throws(JSONError) {
    // The last four bytes of the literal; its first byte has been seen. In bounds by the check.
    if position &+ length <= end,
      unsafe UInt32(
        littleEndian: base.loadUnaligned(
          fromByteOffset: position &+ length &- 4, as: UInt32.self)) == word
    {
      try append(kind, position, position &+ length)
      position &+= length
      return
    }
    throw wrongLiteral(word, length, expectation)
  }

  /// Where a literal departs from its letters.
  @inline(never)
  private func wrongLiteral(
    _ word: UInt32, _ length: Int, _ expectation: JSONError.Expectation
  ) -> JSONError {
    var letters = word
    var offset = position &+ length &- 4
    while offset < end {
      if offset > position, byte(offset) != UInt8(truncatingIfNeeded: letters) {
        return unexpected(offset, expectation)
      }
      letters &>>= 8
      offset &+= 1
    }
    return ended(expectation)
  }
}

extension JSONScanner {
  /// Digits are checked against the grammar and left as written.
  @inline(__always)
  private mutating func scanNumber(first: UInt8) throws(JSONError) {
    let start = position
    var i = position
    var flags: JSONNode.Flags = []
    if first == 0x2D {
      i &+= 1
      guard i < end else { throw ended(.digit) }
    }
    let lead = byte(i)
    guard isDigit(lead) else { throw unexpected(i, .digit) }
    i &+= 1
    if lead == 0x30 {
      if i < end, isDigit(byte(i)) { throw unexpected(i, .noLeadingZero) }
    } else {
      skipDigits(&i)
    }
    if i < end, byte(i) == 0x2E {
      flags = .fractional
      i &+= 1
      try scanDigits(&i, .digitAfterPoint)
    }
    if i < end, byte(i) | 0x20 == 0x65 {
      flags = .fractional
      i &+= 1
      if i < end, byte(i) == 0x2B || byte(i) == 0x2D { i &+= 1 }
      try scanDigits(&i, .digitOfExponent)
    }
    try append(.number, start, i, flags: flags)
    position = i
  }

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  private func skipDigits(_ i: inout Int) {
    while i < end, isDigit(byte(i)) { i &+= 1 }
  }

  @inline(__always)
  private func scanDigits(
    _ i: inout Int, _ expectation: JSONError.Expectation
  ) throws(JSONError) {
    guard i < end else { throw ended(expectation) }
    guard isDigit(byte(i)) else { throw unexpected(i, expectation) }
    skipDigits(&i)
  }
}

extension JSONScanner {
  /// Scans from the opening quote at `position` past the closing one.
  @inline(__always)
  private mutating func scanString(_ kind: JSONNode.Kind) throws(JSONError) {
    let start = position &+ 1
    var i = start
    var high: UInt64 = 0
    var flags: JSONNode.Flags = []
    string: while true {
      plain: do {
        while i &+ 8 <= end {
          let word = unsafe ByteSearch.load(base, i)
          let stops = ByteSearch.stringStops(word)
          if stops == 0 {
            high |= word
            i &+= 8
            continue
          }
          // The bits below the first stop's highest: the bytes before it.
          high |= word & ((stops & (0 &- stops)) &- 1)
          i &+= stops.trailingZeroBitCount &>> 3
          break plain
        }
        while i < end {
          let byte = byte(i)
          if byte == 0x22 || byte == 0x5C || byte < 0x20 { break plain }
          high |= UInt64(byte)
          i &+= 1
        }
        throw ended(.stringEnd)
      }
      let stop = byte(i)
      if stop == 0x22 { break string }
      guard stop == 0x5C else { throw controlCharacter(i) }
      flags.insert(.escaped)
      i = try escapeEnd(i)
    }
    if high & ByteSearch.highs != 0 {
      flags.insert(.nonASCII)
      if unsafe !UTF8Repair.isValid(base, start, i) {
        flags.insert(.invalidUTF8)
        sawInvalidUTF8 = true
        if strictEncoding { throw invalidUTF8(start, i) }
      }
    }
    if kind == .key {
      // start...i lie in bounds.
      let hash = unsafe JSONKey.hash(base + start, i &- start)
      try append(.key, start, i, link: hash, flags: flags)
    } else {
      try append(.string, start, i, flags: flags)
    }
    position = i &+ 1
  }

  /// The offset after the escape whose backslash is at `i`.
  @inline(never)
  private func escapeEnd(_ i: Int) throws(JSONError) -> Int {
    guard i &+ 1 < end else { throw ended(.escape) }
    switch byte(i &+ 1) {
    case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74:
      return i &+ 2
    case 0x75:
      for digit in i &+ 2..<i &+ 6 {
        guard digit < end else { throw ended(.hexDigit) }
        switch byte(digit) {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66: continue
        default: throw unexpected(digit, .hexDigit)
        }
      }
      return i &+ 6
    default:
      throw unexpected(i &+ 1, .escape)
    }
  }
}

extension JSONScanner {
  @inline(never)
  private func unexpected(_ offset: Int, _ expectation: JSONError.Expectation) -> JSONError {
    JSONError(
      code: .unexpectedByte, offset: offset, found: byte(offset), expected: expectation)
  }

  @inline(never)
  private func ended(_ expectation: JSONError.Expectation) -> JSONError {
    JSONError(code: .unexpectedEnd, offset: end, found: nil, expected: expectation)
  }

  @inline(never)
  private func controlCharacter(_ offset: Int) -> JSONError {
    JSONError(
      code: .controlCharacter, offset: offset, found: byte(offset), expected: .noControl)
  }

  @inline(never)
  private func invalidUTF8(_ start: Int, _ stop: Int) -> JSONError {
    // start..<stop lies in bounds, and the first ill-formed sequence before stop.
    let offset = unsafe UTF8Repair.validEnd(base, start, stop)
    return JSONError(
      code: .invalidUTF8, offset: offset, found: byte(offset), expected: .utf8)
  }

  @inline(never)
  private func tooManyNodes(_ offset: Int) -> JSONError {
    JSONError(
      code: .tooManyValues, offset: offset, found: offset < end ? byte(offset) : nil,
      expected: .fewerValues)
  }
}
