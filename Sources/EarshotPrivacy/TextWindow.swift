internal import EarshotModel

/// A stretch of a text, as the recognizers see it: bytes outside read as 0, which no rule accepts.
///
/// What has been redacted already bounds the window, so that a rule sees exactly what it would see
/// in the masked text. This is what makes redacting twice the same as redacting once.
@safe
struct TextWindow {
  private let text: UnsafeRawBufferPointer
  /// The window in byte offsets of the text, half-open: `lower..<upper`.
  let lower: Int
  let upper: Int

  /// `lower <= upper`, both inside `text`; the buffer must outlive the window.
  init(_ text: UnsafeRawBufferPointer, from lower: Int, to upper: Int) {
    unsafe self.text = unsafe text
    self.lower = lower
    self.upper = upper
  }

  func narrowed(from lower: Int, to upper: Int) -> TextWindow {
    unsafe TextWindow(text, from: lower, to: upper)
  }

  @inline(__always)
  subscript(index: Int) -> UInt8 {
    guard index >= lower, index < upper else { return 0 }
    // Inside the window, and the window is inside the text.
    return unsafe text[index]
  }

  /// The first digit, colon or `@` at or after `index`, or `upper`. Eight bytes at a time.
  func nextTrigger(from index: Int) -> Int {
    var index = index
    // Most texts have long stretches of neither: 32 bytes at a time first.
    while index + 32 <= upper, hasNoTrigger(at: index) { index += 32 }
    while index + 8 <= upper {
      // index + 8 <= upper <= text.count.
      let word = unsafe text.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let hits = Self.triggers(in: UInt64(littleEndian: word))
      if hits != 0 { return index + hits.trailingZeroBitCount / 8 }
      index += 8
    }
    while index < upper, !Self.isTrigger(self[index]) { index += 1 }
    return index
  }

  /// Whether none of 32 bytes is a trigger; `index + 32 <= upper`.
  @inline(__always)
  private func hasNoTrigger(at index: Int) -> Bool {
    var hits: UInt64 = 0
    for offset in stride(from: index, to: index + 32, by: 8) {
      // offset + 8 <= index + 32 <= upper <= text.count.
      hits |= Self.triggers(in: unsafe text.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    return hits == 0
  }

  private static func isTrigger(_ byte: UInt8) -> Bool {
    (0x30...0x3A).contains(byte) || byte == Byte.at
  }

  /// The high bit of each byte in 0x30...0x3A (digits and the colon) or equal to 0x40 (`@`). Exact:
  /// the sums are made of the low seven bits, so no carry leaves a byte.
  @inline(__always)
  private static func triggers(in word: UInt64) -> UInt64 {
    let low = word & 0x7F7F_7F7F_7F7F_7F7F
    let from30 = low &+ 0x5050_5050_5050_5050
    let from3B = low &+ 0x4545_4545_4545_4545
    let other = (low ^ 0x4040_4040_4040_4040) &+ 0x7F7F_7F7F_7F7F_7F7F
    return ((from30 & ~from3B) | ~other) & ~word & 0x8080_8080_8080_8080
  }

  /// The end of the run of digits at `index`.
  func digitsEnd(from index: Int) -> Int {
    var index = index
    while Byte.isDigit(self[index]) { index += 1 }
    return index
  }

  /// Whether the bytes are exactly one of our masks.
  func isMask(from start: Int, to stop: Int) -> Bool {
    RedactionKind.allCases.contains { holds($0.mask, from: start, to: stop) }
  }

  /// Whether the bytes equal `literal`.
  func holds(_ literal: StaticString, from start: Int, to stop: Int) -> Bool {
    guard stop - start == literal.utf8CodeUnitCount else { return false }
    for offset in 0..<literal.utf8CodeUnitCount {
      // offset is below the literal's length.
      guard unsafe literal.utf8Start[offset] == self[start + offset] else { return false }
    }
    return true
  }

  /// The code point that begins at `index`, or nil at the end or inside a code point.
  func scalar(at index: Int) -> Unicode.Scalar? {
    guard index < upper else { return nil }
    let lead = self[index]
    if lead < 0x80 { return Unicode.Scalar(lead) }
    let length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 0
    guard length > 0, index + length <= upper else { return nil }
    var value = UInt32(lead) & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(self[index + offset] & 0x3F) }
    return Unicode.Scalar(value)
  }

  /// The code point that ends before `index`.
  func scalar(before index: Int) -> Unicode.Scalar? {
    scalar(at: scalarStart(before: index))
  }

  /// Where the code point that ends before `index` begins.
  func scalarStart(before index: Int) -> Int {
    var start = index - 1
    while start > lower, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }
}
