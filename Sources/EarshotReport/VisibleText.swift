/// Text from data made fit for a terminal or a report: nothing in it can act.
package enum VisibleText {
  /// Replaces control characters (C0, DEL, C1), bidi controls, line and paragraph separators and
  /// other invisible format characters that reorder or hide text by visible marks; joiners inside
  /// words and emoji stay.
  package static func line(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { !isHarmless($0) }) else { return text }
    var shown = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { append(scalar, to: &shown) }
    return String(shown)
  }

  /// `line`, with each run of line breaks, tabs and blanks as one blank: a quotation on one line.
  package static func quotation(_ text: String) -> String {
    var joined = String.UnicodeScalarView()
    var pendingBlank = false
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x2028, 0x2029: pendingBlank = !joined.isEmpty
      default:
        if pendingBlank { joined.append(" ") }
        pendingBlank = false
        append(scalar, to: &joined)
      }
    }
    return String(joined)
  }

  private static func append(_ scalar: Unicode.Scalar, to shown: inout String.UnicodeScalarView) {
    if isHarmless(scalar) {
      shown.append(scalar)
    } else if scalar.value < 0x20, let picture = Unicode.Scalar(0x2400 + scalar.value) {
      shown.append(picture)
    } else if scalar.value == 0x7F {
      shown.append("\u{2421}")
    } else {
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let padding = String(repeating: "0", count: max(0, 4 - digits.count))
      shown.append(contentsOf: "\u{27E8}U+\(padding)\(digits)\u{27E9}".unicodeScalars)
    }
  }

  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F: false
    // Arabic letter mark, left-to-right and right-to-left marks, separators, embeddings,
    // overrides, isolates and deprecated format characters.
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: false
    // Interlinear annotations and tags, which hide text.
    case 0xFFF9...0xFFFB, 0xFEFF, 0xE0000...0xE007F: false
    default: true
    }
  }
}
