internal import EarshotFormats
internal import EarshotModel

/// Reads a rating as written: `4`, `4.5`, `4,5`, `4/5`, `4 / 5`, or stars one by one.
enum RatingText {
  /// The value in units of 1e-4, or nil if the text is no rating of this metric: 0 to 10 for nps, 1
  /// to 5 for csat and stars. A rating `of` another top than the metric's is none.
  static func value(_ bytes: [UInt8], _ range: Range<Int>, _ metric: RatingMetric) -> Int64? {
    var text = trimmed(bytes[range])
    guard text.count <= 40 else { return nil }
    let top: Int64 = metric == .nps ? 100_000 : 50_000
    if let slash = text.firstIndex(of: 0x2F) {
      guard number(trimmed(text[(slash + 1)...])) == top else { return nil }
      text = trimmed(text[..<slash])
    }
    guard let value = stars(text) ?? number(text) else { return nil }
    return value <= top && value >= (metric == .nps ? 0 : 10_000) ? value : nil
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var text = text
    while let byte = text.first, byte == 0x20 || byte == 0x09 { text.removeFirst() }
    while let byte = text.last, byte == 0x20 || byte == 0x09 { text.removeLast() }
    return text
  }

  /// ★ and ⭐ count, ☆ and U+FE0F don't.
  private static func stars(_ text: ArraySlice<UInt8>) -> Int64? {
    guard text.first == 0xE2 else { return nil }
    var count: Int64 = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch scalar.value {
      case 0x2605, 0x2B50: count += 1
      case 0x2606, 0xFE0F: break
      default: return nil
      }
    }
    return count * 10_000
  }

  private static func number(_ text: ArraySlice<UInt8>) -> Int64? {
    var text = Array(text)
    if let comma = text.firstIndex(of: 0x2C), !text.contains(0x2E) { text[comma] = 0x2E }
    // The pointer is used inside the closure only.
    return unsafe text.withUnsafeBytes { unsafe DecimalText.fixedPoint($0, scale: 4) }
  }
}
