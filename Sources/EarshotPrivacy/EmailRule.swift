internal import EarshotModel

/// E-mail addresses: a local part, `@`, and a domain of at least two labels that ends in letters
/// or in a punycode label. A handle (`@nova`) has no local part and is left alone.
///
/// Letters of the alphabets that are written with blanks (Latin, Greek, Cyrillic, Hebrew, Arabic)
/// may stand in both parts (RFC 6531); others would draw the words before into the address.
enum EmailRule {
  /// The longest local part that is looked for to the right of a number (RFC 5321, 4.5.3.1.1).
  static let longestLocal = 64
  /// The longest domain (RFC 5321, 4.5.3.1.2).
  private static let longestDomain = 255

  static func match(around at: Int, in window: TextWindow) -> Match? {
    guard let stop = domainEnd(from: at + 1, in: window) else { return nil }
    var start = at
    while isLocal(at: start - 1, in: window) { start -= 1 }
    while start < at, !isEdge(at: start, in: window) { start += 1 }
    return start < at ? Match(start, stop, .email) : nil
  }

  static func isLocal(at index: Int, in window: TextWindow) -> Bool {
    let byte = window[index]
    if Byte.isAlphanumeric(byte) || isForeign(at: index, in: window) { return true }
    switch byte {
    case Byte.dot, Byte.hyphen, Byte.plus, UInt8(ascii: "_"), UInt8(ascii: "%"),
      UInt8(ascii: "'"), UInt8(ascii: "&"), UInt8(ascii: "~"):
      return true
    default: return false
    }
  }

  private static func isEdge(at index: Int, in window: TextWindow) -> Bool {
    let byte = window[index]
    if byte < 0x80 { return Byte.isAlphanumeric(byte) || byte == UInt8(ascii: "_") }
    // A combining mark stays with the letter before it.
    return window.scalar(at: index).map { !Grapheme.extends($0) } ?? false
  }

  private static func domainEnd(from start: Int, in window: TextWindow) -> Int? {
    var end: Int?
    var label = start
    var index = start
    while index - start <= longestDomain {
      if isLabel(at: index, in: window) {
        index += 1
        continue
      }
      guard index > label, window[label] != Byte.hyphen else { break }
      let isFirst = label == start
      if !isFirst, let stop = topLevelEnd(label, index, in: window) { end = stop }
      guard window[index] == Byte.dot else { break }
      index += 1
      label = index
    }
    return end
  }

  /// The end of the top-level label `start..<stop`, or nil if it is none.
  private static func topLevelEnd(_ start: Int, _ stop: Int, in window: TextWindow) -> Int? {
    var stop = stop
    while stop > start, window[stop - 1] == Byte.hyphen { stop -= 1 }
    if stop - start > 4, window.holdsPunycodePrefix(at: start) { return stop }
    guard stop - start >= 2, stop - start <= 63 else { return nil }
    for index in start..<stop where Byte.isDigit(window[index]) || window[index] == Byte.hyphen {
      return nil
    }
    return stop
  }

  private static func isLabel(at index: Int, in window: TextWindow) -> Bool {
    let byte = window[index]
    return Byte.isAlphanumeric(byte) || byte == Byte.hyphen || isForeign(at: index, in: window)
  }

  /// Whether the byte is part of a two-byte letter: U+00C0 to U+07FF without the signs and
  /// punctuation of U+0600 to U+061F, U+06DD and U+070F.
  private static func isForeign(at index: Int, in window: TextWindow) -> Bool {
    let byte = window[index]
    guard byte >= 0x80 else { return false }
    let lead = byte >= 0xC0 ? byte : window[index - 1]
    let trail = byte >= 0xC0 ? window[index + 1] : byte
    switch (lead, trail) {
    case (0xD8, 0x80...0x9F), (0xDB, 0x9D), (0xDC, 0x8F): return false
    case (0xC3...0xDF, _): return true
    default: return false
    }
  }
}

extension TextWindow {
  fileprivate func holdsPunycodePrefix(at index: Int) -> Bool {
    self[index] | 0x20 == UInt8(ascii: "x") && self[index + 1] | 0x20 == UInt8(ascii: "n")
      && self[index + 2] == Byte.hyphen && self[index + 3] == Byte.hyphen
  }
}
