/// Appends JSON to bytes: commas are placed, the order of calls is the caller's duty.
///
/// Strings must be well-formed UTF-8 (see `UTF8Repair`); they pass unchanged but for `"`, `\` and
/// U+0000...U+001F. Numbers follow `DecimalText`.
package struct JSONWriter: Sendable {
  /// What has been written; may be taken or cleared between values.
  package var bytes: [UInt8]
  private var needsComma = false
  private let forScript: Bool

  /// - Parameter forScript: also escape `<`, U+2028 and U+2029, for JSON inside an HTML script
  ///   element.
  package init(capacity: Int = 0, forScript: Bool = false) {
    bytes = []
    bytes.reserveCapacity(capacity)
    self.forScript = forScript
  }

  package mutating func beginObject() { begin(0x7B) }
  package mutating func endObject() { end(0x7D) }
  package mutating func beginArray() { begin(0x5B) }
  package mutating func endArray() { end(0x5D) }

  /// Ends a line of JSON lines: `\n`, and the next value takes no comma.
  package mutating func endLine() {
    bytes.append(0x0A)
    needsComma = false
  }

  /// A key that needs no escaping, such as a column name of ours.
  package mutating func key(_ name: StaticString) {
    let comma = needsComma
    needsComma = false
    // One growth check for the whole key: keys are half of what a row of ours consists of.
    bytes.append(addingCapacity: name.utf8CodeUnitCount + 4) { output in
      if comma { output.append(0x2C) }
      output.append(0x22)
      name.withUTF8Buffer { unsafe Self.copy(UnsafeRawBufferPointer($0), to: &output) }
      output.append(0x22)
      output.append(0x3A)
    }
  }

  /// A key from data, escaped.
  package mutating func key(_ name: UnsafeRawBufferPointer) {
    unsafe string(name)
    bytes.append(0x3A)
    needsComma = false
  }

  /// A key from data, escaped.
  package mutating func key(_ name: [UInt8]) {
    // The pointer is used inside the closure only.
    unsafe name.withUnsafeBytes { unsafe key($0) }
  }

  /// A string value.
  package mutating func string(_ text: UnsafeRawBufferPointer) {
    let comma = needsComma
    needsComma = true
    // Most strings need no escape: one growth check and one copy.
    let isPlain = unsafe text.baseAddress.map { unsafe plainEnd($0, 0, text.count) == text.count }
    if isPlain ?? true {
      bytes.append(addingCapacity: text.count + 3) { output in
        if comma { output.append(0x2C) }
        output.append(0x22)
        unsafe Self.copy(text, to: &output)
        output.append(0x22)
      }
      return
    }
    if comma { bytes.append(0x2C) }
    bytes.append(0x22)
    unsafe appendEscaped(text)
    bytes.append(0x22)
  }

  /// A string value.
  package mutating func string(_ text: [UInt8]) {
    // The pointer is used inside the closure only.
    unsafe text.withUnsafeBytes { unsafe string($0) }
  }

  /// A string value made of a range of `text`, whose bounds must lie in it.
  package mutating func string(_ text: [UInt8], _ range: Range<Int>) {
    // The slice is bounds-checked; the pointer is used inside the closure only.
    unsafe text[range].withUnsafeBytes { unsafe string($0) }
  }

  /// A string value.
  package mutating func string(_ text: StaticString) {
    text.withUTF8Buffer { unsafe string(UnsafeRawBufferPointer($0)) }
  }

  /// A string value, for what is not on a hot path.
  package mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { unsafe string(UnsafeRawBufferPointer($0)) }
  }

  package mutating func null() {
    let comma = needsComma
    needsComma = true
    bytes.append(addingCapacity: 5) { output in
      if comma { output.append(0x2C) }
      output.append(0x6E)
      output.append(0x75)
      output.append(0x6C)
      output.append(0x6C)
    }
  }

  package mutating func bool(_ value: Bool) {
    comma()
    if value {
      bytes.append(contentsOf: [0x74, 0x72, 0x75, 0x65])
    } else {
      bytes.append(contentsOf: [0x66, 0x61, 0x6C, 0x73, 0x65])
    }
  }

  /// An integer without a point.
  package mutating func integer(_ value: Int) {
    comma()
    DecimalText.append(integer: Int64(value), to: &bytes)
  }

  /// `value` / 10^`scale` with a point, or null: see `DecimalText.append(fixedPoint:scale:to:)`.
  package mutating func fixedPoint(_ value: Int64?, scale: Int) {
    guard let value else { return null() }
    comma()
    DecimalText.append(fixedPoint: value, scale: scale, to: &bytes)
  }

  /// At most `places` decimals; null for nil, NaN and infinities.
  package mutating func decimal(_ value: Double?, places: Int) {
    guard let value, value.isFinite else { return null() }
    comma()
    DecimalText.append(value, places: places, to: &bytes)
  }

  /// `digits` significant digits; null for nil, NaN and infinities.
  package mutating func significant(_ value: Double?, digits: Int = 6) {
    guard let value, value.isFinite else { return null() }
    comma()
    DecimalText.append(value, significantDigits: digits, to: &bytes)
  }

  /// A value that is JSON already, unchanged.
  package mutating func raw(_ json: UnsafeRawBufferPointer) {
    comma()
    unsafe bytes.append(contentsOf: json)
  }
}

extension JSONWriter {
  @inline(__always)
  private mutating func comma() {
    if needsComma { bytes.append(0x2C) }
    needsComma = true
  }

  /// Appends bytes for which the caller has made room.
  @inline(__always)
  private static func copy(_ text: UnsafeRawBufferPointer, to output: inout OutputSpan<UInt8>) {
    precondition(text.count <= output.freeCapacity)
    guard let base = text.baseAddress else { return }
    unsafe output.withUnsafeMutableBufferPointer { memory, count in
      // The precondition has checked that text.count bytes are free after `count`.
      guard let start = memory.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(start + count).copyMemory(from: base, byteCount: text.count)
      count += text.count
    }
  }

  private mutating func begin(_ bracket: UInt8) {
    comma()
    bytes.append(bracket)
    needsComma = false
  }

  private mutating func end(_ bracket: UInt8) {
    bytes.append(bracket)
    needsComma = true
  }

  private mutating func appendEscaped(_ text: UnsafeRawBufferPointer) {
    guard let base = text.baseAddress else { return }
    var position = 0
    while position < text.count {
      let stop = unsafe plainEnd(base, position, text.count)
      if stop > position {
        // position...stop lies in bounds.
        unsafe bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: text[position..<stop]))
      }
      guard stop < text.count else { return }
      position = unsafe stop + appendEscape(text, stop)
    }
  }

  /// The first offset from `start` on that needs an escape, or `end`.
  @inline(__always)
  private func plainEnd(_ base: UnsafeRawPointer, _ start: Int, _ end: Int) -> Int {
    var i = start
    while i &+ 8 <= end {
      let word = unsafe ByteSearch.load(base, i)
      var stops = ByteSearch.stringStops(word)
      if forScript {
        stops |= ByteSearch.equal(word, ByteSearch.ones &* 0x3C)
        stops |= ByteSearch.equal(word, ByteSearch.ones &* 0xE2)
      }
      if stops != 0 { return i &+ (stops.trailingZeroBitCount &>> 3) }
      i &+= 8
    }
    while i < end {
      // In bounds by the loop's condition.
      let byte = unsafe base.load(fromByteOffset: i, as: UInt8.self)
      if byte < 0x20 || byte == 0x22 || byte == 0x5C { return i }
      if forScript, byte == 0x3C || byte == 0xE2 { return i }
      i &+= 1
    }
    return end
  }

  /// Escapes what stands at `offset`; returns how many bytes of the text that were.
  private mutating func appendEscape(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    // plainEnd has found a byte here.
    let byte = unsafe text[offset]
    bytes.append(byte == 0xE2 ? byte : 0x5C)
    switch byte {
    case 0x22, 0x5C: bytes.append(byte)
    case 0x08: bytes.append(0x62)
    case 0x09: bytes.append(0x74)
    case 0x0A: bytes.append(0x6E)
    case 0x0C: bytes.append(0x66)
    case 0x0D: bytes.append(0x72)
    case 0xE2: return unsafe appendSeparator(text, offset)
    default: appendUnicodeDigits(UInt16(byte))
    }
    return 1
  }

  /// After an E2 already written: makes U+2028 and U+2029 an escape instead.
  private mutating func appendSeparator(_ text: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    guard offset + 2 < text.count, unsafe text[offset + 1] == 0x80,
      unsafe text[offset + 2] & 0xFE == 0xA8
    else { return 1 }
    bytes[bytes.count - 1] = 0x5C
    unsafe appendUnicodeDigits(0x2028 + UInt16(text[offset + 2] & 1))
    return 3
  }

  private mutating func appendUnicodeDigits(_ unit: UInt16) {
    bytes.append(0x75)
    for shift in [12, 8, 4, 0] {
      let digit = UInt8(truncatingIfNeeded: unit >> UInt16(shift)) & 0x0F
      bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }
}
