/// Word-at-a-time tests on eight bytes held in a little-endian `UInt64` (SWAR).
///
/// Each function returns a mask whose lowest set bit lies in the first byte, in memory order, that
/// matches; bits above it may be false, because a subtraction borrows upwards only. Callers use
/// `trailingZeroBitCount >> 3` and nothing else of the mask.
enum ByteSearch {
  static let ones: UInt64 = 0x0101_0101_0101_0101
  static let highs: UInt64 = 0x8080_8080_8080_8080

  /// The eight bytes at `offset`, first byte lowest.
  @inline(__always)
  static func load(_ base: UnsafeRawPointer, _ offset: Int) -> UInt64 {
    // The caller has checked that offset + 8 bytes are readable.
    unsafe UInt64(littleEndian: base.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Marks bytes equal to the byte that `pattern` repeats eight times.
  @inline(__always)
  static func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
    let difference = word ^ pattern
    return (difference &- ones) & ~difference & highs
  }

  /// Marks what ends a run of plain bytes in a JSON string: quote, backslash, U+0000...U+001F.
  @inline(__always)
  static func stringStops(_ word: UInt64) -> UInt64 {
    let control = (word &- (ones &* 0x20)) & ~word & highs
    return control | equal(word, ones &* 0x22) | equal(word, ones &* 0x5C)
  }

  /// Whether `count` bytes at both places are equal.
  @inline(__always)
  static func areEqual(_ a: UnsafeRawPointer, _ b: UnsafeRawPointer, _ count: Int) -> Bool {
    // Each load ends at or before `count`; the last one may overlap those before it.
    if count < 8 {
      for i in 0..<count {
        let (x, y) = unsafe (
          a.load(fromByteOffset: i, as: UInt8.self), b.load(fromByteOffset: i, as: UInt8.self)
        )
        if x != y { return false }
      }
      return true
    }
    var i = 0
    while i &+ 8 < count {
      if unsafe load(a, i) != load(b, i) { return false }
      i &+= 8
    }
    return unsafe load(a, count &- 8) == load(b, count &- 8)
  }

  /// The first offset in `offset..<end` of one of three bytes, or `end`.
  @inline(__always)
  static func firstOfThree(
    _ base: UnsafeRawPointer, _ offset: Int, _ end: Int, _ a: UInt8, _ b: UInt8, _ c: UInt8
  ) -> Int {
    let patternA = ones &* UInt64(a)
    let patternB = ones &* UInt64(b)
    let patternC = ones &* UInt64(c)
    var i = offset
    while i &+ 8 <= end {
      let word = unsafe load(base, i)
      let mask = equal(word, patternA) | equal(word, patternB) | equal(word, patternC)
      if mask != 0 { return i &+ (mask.trailingZeroBitCount &>> 3) }
      i &+= 8
    }
    while i < end {
      // In bounds by the loop's condition.
      let byte = unsafe base.load(fromByteOffset: i, as: UInt8.self)
      if byte == a || byte == b || byte == c { return i }
      i &+= 1
    }
    return end
  }
}
