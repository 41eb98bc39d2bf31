extension JSONDocument {
  /// Appends the text of the string or key at `index`: escapes resolved, ill-formed UTF-8 and lone
  /// surrogate escapes replaced by U+FFFD. Appends nothing for other kinds.
  ///
  /// - Returns: whether anything was replaced.
  @discardableResult
  package func appendString(
    _ index: Int, in bytes: UnsafeRawBufferPointer, to output: inout [UInt8]
  ) -> Bool {
    let node = self[index]
    guard node.kind == .string || node.kind == .key else { return false }
    let raw = unsafe slice(node, of: bytes)
    if node.isPlain {
      unsafe output.append(contentsOf: raw)
      return false
    }
    guard node.flags.contains(.escaped) else {
      return unsafe UTF8Repair.append(raw, to: &output)
    }
    return unsafe JSONUnescape.append(raw, to: &output)
  }

  /// The text of the string or key at `index` as a `String`, for messages and configuration; nil
  /// for other kinds.
  package func string(_ index: Int, in bytes: UnsafeRawBufferPointer) -> String? {
    guard kind(index) == .string || kind(index) == .key else { return nil }
    var text: [UInt8] = []
    _ = unsafe appendString(index, in: bytes, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Whether the string or key at `index` has the text `text` (UTF-8) once unescaped.
  package func string(
    _ index: Int, equals text: [UInt8], in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let node = self[index]
    guard node.kind == .string || node.kind == .key else { return false }
    return unsafe equals(node, text, in: bytes)
  }

  func equals(
    _ node: JSONNode, _ text: [UInt8], in bytes: UnsafeRawBufferPointer
  ) -> Bool {
    let raw = unsafe slice(node, of: bytes)
    if node.isPlain {
      guard raw.count == text.count else { return false }
      // Both have this count; the pointer is used inside the closure only.
      return unsafe text.withUnsafeBytes { other in
        guard let x = raw.baseAddress, let y = other.baseAddress else { return true }
        return unsafe ByteSearch.areEqual(x, y, raw.count)
      }
    }
    // Unescaping shrinks at most sixfold, repair grows at most threefold.
    guard raw.count <= text.count * 6, text.count <= raw.count * 3 else { return false }
    var decoded: [UInt8] = []
    _ = unsafe JSONUnescape.append(raw, to: &decoded)
    return decoded == text
  }
}

/// Resolves the escapes of a JSON string that the scanner has accepted.
enum JSONUnescape {
  /// Appends `raw` with escapes resolved and ill-formed parts replaced; returns whether any were.
  static func append(_ raw: UnsafeRawBufferPointer, to output: inout [UInt8]) -> Bool {
    guard let base = raw.baseAddress else { return false }
    let end = raw.count
    var position = 0
    var repaired = false
    while position < end {
      let stop = unsafe ByteSearch.firstOfThree(base, position, end, 0x5C, 0x5C, 0x5C)
      if stop > position {
        // position..<stop lies in bounds; a backslash never splits a well-formed sequence.
        let plain = unsafe UnsafeRawBufferPointer(rebasing: raw[position..<stop])
        if unsafe UTF8Repair.append(plain, to: &output) { repaired = true }
      }
      guard stop &+ 1 < end else { break }
      let letter = unsafe raw[stop &+ 1]
      position = stop &+ 2
      if letter == 0x75 {
        if unsafe appendUnicode(raw, &position, to: &output) { repaired = true }
      } else {
        output.append(simple(letter))
      }
    }
    return repaired
  }

  private static func simple(_ letter: UInt8) -> UInt8 {
    switch letter {
    case 0x62: 0x08
    case 0x66: 0x0C
    case 0x6E: 0x0A
    case 0x72: 0x0D
    case 0x74: 0x09
    default: letter
    }
  }

  /// Appends the escape whose digits begin at `position`, with the second half of a surrogate pair
  /// if one follows; returns true for a lone surrogate.
  private static func appendUnicode(
    _ raw: UnsafeRawBufferPointer, _ position: inout Int, to output: inout [UInt8]
  ) -> Bool {
    let unit = unsafe hexUnit(raw, position)
    position = min(position &+ 4, raw.count)
    if unit & 0xF800 != 0xD800 {
      UTF8Repair.append(unit, to: &output)
      return false
    }
    // A low surrogate may follow as \uDC00...\uDFFF; reads are bounded by the count.
    if unit < 0xDC00, position &+ 6 <= raw.count, unsafe raw[position] == 0x5C,
      unsafe raw[position &+ 1] == 0x75
    {
      let low = unsafe hexUnit(raw, position &+ 2)
      if low & 0xFC00 == 0xDC00 {
        position &+= 6
        UTF8Repair.append(0x1_0000 &+ (unit & 0x3FF) &<< 10 &+ (low & 0x3FF), to: &output)
        return false
      }
    }
    output.append(contentsOf: UTF8Repair.replacement)
    return true
  }

  private static func hexUnit(_ raw: UnsafeRawBufferPointer, _ start: Int) -> UInt32 {
    var unit: UInt32 = 0
    // The scanner has seen four digits; the clamp guards against bytes that were not parsed.
    for i in min(start, raw.count)..<min(start &+ 4, raw.count) {
      let byte = unsafe raw[i]
      let digit = byte < 0x3A ? byte & 0x0F : (byte & 0x0F) &+ 9
      unit = unit &<< 4 | UInt32(digit)
    }
    return unit
  }
}
