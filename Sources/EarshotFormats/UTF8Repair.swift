/// Validation, repair and decoding of UTF-8 (RFC 3629; Unicode 15.0, table 3-7).
///
/// Repair replaces each *maximal subpart* of an ill-formed sequence by one U+FFFD, as Unicode
/// (section 3.9) recommends and WHATWG's decoder does: `E2 82` at the end is one replacement,
/// `C0 80` two. All functions accept any bytes.
package enum UTF8Repair {
  /// U+FFFD in UTF-8.
  package static let replacement: [UInt8] = [0xEF, 0xBF, 0xBD]

  /// Whether `bytes` is well-formed UTF-8.
  package static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let base = bytes.baseAddress else { return true }
    return unsafe isValid(base, 0, bytes.count)
  }

  /// The length in bytes of the longest well-formed prefix of `bytes` from `start` on; the offset
  /// of the first ill-formed sequence is `start` plus this.
  package static func validPrefixLength(
    _ bytes: UnsafeRawBufferPointer, from start: Int = 0
  ) -> Int {
    guard let base = bytes.baseAddress, start >= 0, start < bytes.count else { return 0 }
    return unsafe validEnd(base, start, bytes.count) - start
  }

  /// Appends `bytes` with U+FFFD for each maximal subpart of an ill-formed sequence.
  /// - Returns: whether anything was replaced.
  @discardableResult
  package static func append(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) -> Bool {
    guard let base = bytes.baseAddress else { return false }
    var position = 0
    var repaired = false
    while true {
      let end = unsafe validEnd(base, position, bytes.count)
      // position...end lies in bounds: validEnd never passes the count.
      unsafe output.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[position..<end]))
      if end == bytes.count { return repaired }
      repaired = true
      output.append(0xEF)
      output.append(0xBF)
      output.append(0xBD)
      position = unsafe end - step(base + end, bytes.count - end)
    }
  }

  /// The number of code points in the byte range `range` of `bytes`, a range that begins and ends
  /// between code points of well-formed UTF-8. In ill-formed text: the bytes that are no
  /// continuation bytes.
  package static func codePointCount(
    _ bytes: UnsafeRawBufferPointer, in range: Range<Int>
  ) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    let range = range.clamped(to: 0..<bytes.count)
    var i = range.lowerBound
    var continuations = 0
    while i &+ 8 <= range.upperBound {
      let word = unsafe ByteSearch.load(base, i)
      let marks = (word &>> 7) & (~word &>> 6) & ByteSearch.ones
      continuations &+= Int((marks &* ByteSearch.ones) &>> 56)
      i &+= 8
    }
    while i < range.upperBound {
      // In bounds by the clamped range.
      if unsafe bytes[i] & 0xC0 == 0x80 { continuations &+= 1 }
      i &+= 1
    }
    return range.count - continuations
  }

  /// The code point at byte offset `position`, which must lie in bounds, and moves `position` past
  /// it. An ill-formed sequence gives U+FFFD and moves past its maximal subpart.
  @inlinable
  @inline(__always)
  package static func decode(
    _ bytes: UnsafeRawBufferPointer, at position: inout Int
  ) -> UInt32 {
    guard position >= 0, position < bytes.count, let base = bytes.baseAddress else {
      position &+= 1
      return 0xFFFD
    }
    // Reads stay below the count: step looks at no more than the bytes left, and the reads after
    // it are those which step has accepted.
    let start = unsafe base + position
    let lead = unsafe UInt32(start.load(as: UInt8.self))
    if lead < 0x80 {
      position &+= 1
      return lead
    }
    let length = unsafe step(start, bytes.count &- position)
    guard length > 0 else {
      position &-= length
      return 0xFFFD
    }
    position &+= length
    let second = unsafe UInt32(start.load(fromByteOffset: 1, as: UInt8.self)) & 0x3F
    if length == 2 { return (lead & 0x1F) &<< 6 | second }
    let third = unsafe UInt32(start.load(fromByteOffset: 2, as: UInt8.self)) & 0x3F
    if length == 3 { return (lead & 0x0F) &<< 12 | second &<< 6 | third }
    let fourth = unsafe UInt32(start.load(fromByteOffset: 3, as: UInt8.self)) & 0x3F
    return (lead & 0x07) &<< 18 | second &<< 12 | third &<< 6 | fourth
  }

  /// Appends a Unicode scalar value; anything else (surrogates, above U+10FFFF) as U+FFFD.
  package static func append(_ codePoint: UInt32, to output: inout [UInt8]) {
    switch codePoint {
    case 0..<0x80:
      output.append(UInt8(truncatingIfNeeded: codePoint))
    case 0x80..<0x800:
      output.append(UInt8(truncatingIfNeeded: 0xC0 | codePoint &>> 6))
      output.append(UInt8(truncatingIfNeeded: 0x80 | codePoint & 0x3F))
    case 0x800..<0xD800, 0xE000..<0x1_0000:
      output.append(UInt8(truncatingIfNeeded: 0xE0 | codePoint &>> 12))
      output.append(UInt8(truncatingIfNeeded: 0x80 | codePoint &>> 6 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | codePoint & 0x3F))
    case 0x1_0000..<0x11_0000:
      output.append(UInt8(truncatingIfNeeded: 0xF0 | codePoint &>> 18))
      output.append(UInt8(truncatingIfNeeded: 0x80 | codePoint &>> 12 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | codePoint &>> 6 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | codePoint & 0x3F))
    default:
      output.append(contentsOf: replacement)
    }
  }

  /// The length (1...4) of the well-formed sequence at `start`, or minus the length (-1...-3) of
  /// the maximal subpart of an ill-formed one. Reads at most `left` bytes; `left` is at least 1.
  @inlinable
  @inline(__always)
  package static func step(_ start: UnsafeRawPointer, _ left: Int) -> Int {
    // Every read is preceded by a check against `left`.
    let lead = unsafe start.load(as: UInt8.self)
    if lead < 0x80 { return 1 }
    if lead < 0xC2 || lead > 0xF4 || left < 2 { return -1 }
    let second = unsafe start.load(fromByteOffset: 1, as: UInt8.self)
    if lead < 0xE0 { return second & 0xC0 == 0x80 ? 2 : -1 }
    let low: UInt8 = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80
    let high: UInt8 = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF
    if second < low || second > high { return -1 }
    if left < 3 { return -2 }
    if unsafe start.load(fromByteOffset: 2, as: UInt8.self) & 0xC0 != 0x80 { return -2 }
    if lead < 0xF0 { return 3 }
    if left < 4 { return -3 }
    return unsafe start.load(fromByteOffset: 3, as: UInt8.self) & 0xC0 == 0x80 ? 4 : -3
  }
}

extension UTF8Repair {
  /// Whether `start..<end` of the memory at `base` is well-formed UTF-8, 8 bytes a step.
  ///
  /// Table 3-7 as comparisons of each byte with the three before it: a byte is a continuation
  /// exactly when the byte before is a lead, the second before a lead of three or more, or the
  /// third before a lead of four; C0, C1 and F5...FF never occur; and the second byte after E0,
  /// ED, F0 and F4 has a narrower range.
  static func isValid(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Bool {
    // Scalar steps until three bytes lie behind, so that the loads before a block stay in bounds.
    var i = start
    while i < end, i < start &+ 3 {
      let length = unsafe step(base + i, end &- i)
      if length < 0 { return false }
      i &+= length
    }
    let blockStart = i
    while i &+ 8 <= end {
      if unsafe !isValidBlock(base + i) { return false }
      i &+= 8
    }
    if i > blockStart {
      // What lies before i is well-formed but for a sequence that may reach over i: go back to it.
      // Bytes blockStart - 3 ..< i are in bounds.
      let limit = i &- 3
      while i > limit, unsafe base.load(fromByteOffset: i &- 1, as: UInt8.self) & 0xC0 == 0x80 {
        i &-= 1
      }
      if unsafe base.load(fromByteOffset: i &- 1, as: UInt8.self) >= 0xC0 { i &-= 1 }
    }
    while i < end {
      let length = unsafe step(base + i, end &- i)
      if length < 0 { return false }
      i &+= length
    }
    return true
  }

  /// Whether none of the 8 bytes at `block` is out of place; reads from 3 bytes before it.
  ///
  /// Every mask keeps its answer in the highest bit of each byte; shifting left by n moves bit
  /// 7 - n of a byte there. Sums of at most 0x0F and 0x7F don't carry into the next byte.
  @inline(__always)
  private static func isValidBlock(_ block: UnsafeRawPointer) -> Bool {
    // The caller has checked that block - 3 ..< block + 8 is readable.
    let byte = unsafe ByteSearch.load(block, 0)
    let back3 = unsafe ByteSearch.load(block, -3)
    // All ASCII, and so were the three before: nothing can be open.
    if (byte | back3) & ByteSearch.highs == 0 { return true }
    let back1 = unsafe ByteSearch.load(block, -1)
    let back2 = unsafe ByteSearch.load(block, -2)
    let continuation = byte & ~(byte &<< 1)
    let lead = back1 & back1 &<< 1
    let leadOfThree = back2 & back2 &<< 1 & back2 &<< 2
    let leadOfFour = back3 & back3 &<< 1 & back3 &<< 2 & back3 &<< 3
    var bad = continuation ^ (lead | leadOfThree | leadOfFour)
    // The leads with rules of their own, told by their low nibble, beside the byte after them.
    let fourth = lead & back1 &<< 2 & back1 &<< 3
    let third = lead & back1 &<< 2 & ~fourth
    let nibble = back1 & (ByteSearch.ones &* 0x0F)
    let is0 = isZero(nibble)
    let bit5 = byte &<< 2
    let bit4 = byte &<< 3
    // C0 and C1.
    let isLow = ~(back1 &<< 2) & ~(back1 &<< 3)
    bad |= lead & isLow & isZero(nibble & (ByteSearch.ones &* 0x0E))
    // E0 is followed by A0 or more, ED by 9F or less.
    bad |= third & is0 & ~bit5
    bad |= third & isZero(nibble ^ (ByteSearch.ones &* 0x0D)) & bit5
    // F0 is followed by 90 or more, F4 by 8F or less; F5 and above never occur.
    bad |= fourth & is0 & ~(bit5 | bit4)
    bad |= fourth & isZero(nibble ^ (ByteSearch.ones &* 0x04)) & (bit5 | bit4)
    bad |= fourth & (nibble &+ (ByteSearch.ones &* 0x7B))
    return bad & ByteSearch.highs == 0
  }

  /// Marks the zero bytes of a word whose bytes are at most 0x0F.
  @inline(__always)
  private static func isZero(_ nibbles: UInt64) -> UInt64 {
    ~(nibbles &+ (ByteSearch.ones &* 0x7F))
  }

  /// The end of the longest well-formed run from `start`: `end`, or the offset of the first
  /// ill-formed sequence.
  static func validEnd(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
    var i = start
    while i < end {
      if i &+ 8 <= end, unsafe ByteSearch.load(base, i) & ByteSearch.highs == 0 {
        i &+= 8
        continue
      }
      // At least one byte is left, and step reads no more than it is told of.
      let length = unsafe step(base + i, end &- i)
      if length < 0 { return i }
      i &+= length
    }
    return end
  }
}
