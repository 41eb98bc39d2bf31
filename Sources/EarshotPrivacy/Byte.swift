/// Names and classes of ASCII bytes.
enum Byte {
  static let space = UInt8(ascii: " ")
  static let hyphen = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let slash = UInt8(ascii: "/")
  static let colon = UInt8(ascii: ":")
  static let at = UInt8(ascii: "@")
  static let plus = UInt8(ascii: "+")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  @inline(__always)
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

  @inline(__always)
  static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }

  @inline(__always)
  static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- 0x61 < 6
  }

  @inline(__always)
  static func folded(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

  /// The value of a digit, or of a hexadecimal letter (10 to 15).
  static func value(_ byte: UInt8) -> Int {
    isDigit(byte) ? Int(byte) - 0x30 : Int(byte | 0x20) - 0x57
  }
}

/// The few questions of UAX #29 that keep a redaction from splitting a grapheme.
enum Grapheme {
  /// Whether the scalar belongs to the grapheme before it (GB9, GB9a; emoji modifiers are Extend).
  static func extends(_ scalar: Unicode.Scalar) -> Bool {
    guard scalar.value >= 0x300 else { return false }
    return scalar == "\u{200D}" || scalar.properties.isGraphemeExtend
      || scalar.properties.isEmojiModifier || scalar.properties.generalCategory == .spacingMark
  }

  /// Whether the scalar draws the next one into its grapheme (GB9b: Grapheme_Cluster_Break =
  /// Prepend, Unicode 15.0).
  static func prepends(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0600...0x0605, 0x06DD, 0x070F, 0x0890...0x0891, 0x08E2, 0x0D4E, 0x110BD, 0x110CD,
      0x111C2...0x111C3, 0x1193F, 0x11941, 0x11A3A, 0x11A84...0x11A89, 0x11D46, 0x11F02:
      true
    default: false
    }
  }
}
