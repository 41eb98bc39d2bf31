internal import CICU

/// Reads and judges single code points of valid UTF-8.
package enum CodePoint {
  /// The code point that begins at a byte offset, and its length in bytes.
  @inline(__always)
  package static func decode(_ text: Span<UInt8>, at index: Int) -> (value: UInt32, length: Int) {
    // Valid UTF-8: a lead byte is followed by as many trail bytes as it says.
    let lead = UInt32(text[index])
    if lead < 0x80 { return (lead, 1) }
    if lead < 0xE0 { return ((lead & 0x1F) << 6 | trail(text, index + 1), 2) }
    if lead < 0xF0 {
      return ((lead & 0x0F) << 12 | trail(text, index + 1) << 6 | trail(text, index + 2), 3)
    }
    let high = (lead & 0x07) << 18 | trail(text, index + 1) << 12
    return (high | trail(text, index + 2) << 6 | trail(text, index + 3), 4)
  }

  /// Written without spaces between words (Han, kana, Thai, Lao, Burmese, Khmer): patterns match
  /// there as substrings.
  static func isUnspaced(_ point: UInt32) -> Bool {
    switch point {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x19E0...0x19FF, 0xA9E0...0xA9FF,
      0xAA60...0xAA7F, 0x3005...0x3007, 0x3021...0x3029, 0x3031...0x3035, 0x3038...0x303B,
      0x3040...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF,
      0xFF66...0xFF9F, 0x1AFF0...0x1B16F, 0x20000...0x323AF:
      true
    default: false
    }
  }

  /// Continues the grapheme before it, in a script for which `isUnspaced` holds.
  static func extendsGrapheme(_ point: UInt32) -> Bool {
    switch point {
    case 0x3041...0x3098, 0x309B...0x30FF, 0x3400...0x9FFF: false
    default: earshot_icu_extends_grapheme(Int32(bitPattern: point))
    }
  }

  /// Begins an emoji.
  static func isPictograph(_ point: UInt32) -> Bool {
    earshot_icu_is_pictograph(Int32(bitPattern: point))
  }

  package static func isLetter(_ point: UInt32) -> Bool {
    point < 0x80
      ? (point | 0x20) &- 0x61 < 26 : earshot_icu_is_letter(Int32(bitPattern: point))
  }

  package static func isUpper(_ point: UInt32) -> Bool {
    point < 0x80 ? point &- 0x41 < 26 : earshot_icu_is_upper(Int32(bitPattern: point))
  }

  package static func isLower(_ point: UInt32) -> Bool {
    point < 0x80 ? point &- 0x61 < 26 : earshot_icu_is_lower(Int32(bitPattern: point))
  }

  /// Columns that a character takes on a terminal: 0, 1 or 2.
  package static func columns(_ scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x300 { return scalar.value < 0x20 || scalar.value == 0x7F ? 0 : 1 }
    return Int(earshot_icu_columns(Int32(bitPattern: scalar.value)))
  }

  private static func trail(_ text: Span<UInt8>, _ index: Int) -> UInt32 {
    UInt32(text[index]) & 0x3F
  }
}

/// ICU's versions, for the manifest.
package enum ICUVersion {
  /// `72.1` and the like.
  package static var library: String { unsafe text { unsafe earshot_icu_version($0) } }
  package static var cldr: String { unsafe text { unsafe earshot_icu_cldr_version($0) } }

  private static func text(_ fill: (UnsafeMutablePointer<CChar>) -> Void) -> String {
    unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 20) { buffer in
      guard let base = buffer.baseAddress else { return "" }
      unsafe fill(base)
      return unsafe String(cString: base)
    }
  }
}
