internal import EarshotModel

/// A stretch of text that is one token whatever the word breaks inside it say.
struct Special {
  var start: Int
  var stop: Int
  var kind: TokenKind
}

/// Finds URLs, e-mail addresses, mentions, hashtags and the lexicon's literals.
///
/// They are found before the word breaks are used, because ICU's treatment of `@` and `:` differs
/// from version to version (ICU 72 takes `@` for a letter) and the tokens must not.
struct SpecialScanner {
  private(set) var found: [Special] = []
  /// The text holds an `@`, so that words may have to be cut at it.
  private(set) var hasAt = false
  private let literals: TokenLiterals
  private let triggers: [Bool]

  init(literals: TokenLiterals) {
    self.literals = literals
    triggers = (0..<256).map { byte in
      let byte = UInt8(byte)
      return [0x40, 0x23, 0x3A, 0x57, 0x77].contains(byte) || literals.begins(with: byte)
    }
  }

  /// Fills `found` with the specials of a text: ascending, never overlapping.
  mutating func scan(_ text: Span<UInt8>) {
    found.removeAll(keepingCapacity: true)
    hasAt = false
    var index = 0
    var free = 0
    while index < text.count {
      let byte = text[index]
      guard triggers[Int(byte)], let special = special(text, at: index, byte, free: free) else {
        index += 1
        continue
      }
      found.append(special)
      index = special.stop
      free = special.stop
    }
  }

  private mutating func special(
    _ text: Span<UInt8>, at index: Int, _ byte: UInt8, free: Int
  ) -> Special? {
    switch byte {
    case 0x40:
      hasAt = true
      if let address = email(text, at: index, free: free) { return address }
      if let mention = handle(text, at: index, kind: .mention) { return mention }
    case 0x23: if let tag = handle(text, at: index, kind: .hashtag) { return tag }
    case 0x3A: if let url = url(text, colon: index, free: free) { return url }
    case 0x57, 0x77: if let url = bareURL(text, at: index) { return url }
    default: break
    }
    guard let length = literals.match(text, at: index) else { return nil }
    return Special(start: index, stop: index + length, kind: .literal)
  }

  private func email(_ text: Span<UInt8>, at index: Int, free: Int) -> Special? {
    var start = index
    while start > free, Self.isLocalByte(text[start - 1]) { start -= 1 }
    while start < index, text[start] == 0x2E { start += 1 }
    var stop = index + 1
    var lastDot = -1
    while stop < text.count {
      let byte = text[stop]
      if byte == 0x2E {
        lastDot = stop
      } else if !(Self.isASCIIAlphanumeric(byte) || byte == 0x2D) {
        break
      }
      stop += 1
    }
    while stop > index + 1, text[stop - 1] == 0x2E || text[stop - 1] == 0x2D {
      stop -= 1
      if lastDot >= stop { lastDot = Self.lastDot(text, from: index + 1, to: stop) }
    }
    guard start < index, lastDot > index + 1, stop - lastDot > 2 else { return nil }
    for offset in lastDot + 1..<stop where text[offset] &- 0x30 < 10 { return nil }
    return Special(start: start, stop: stop, kind: .email)
  }

  private static func lastDot(_ text: Span<UInt8>, from: Int, to: Int) -> Int {
    var index = to - 1
    while index >= from, text[index] != 0x2E { index -= 1 }
    return index
  }

  /// `@name` or `#tag`: the sign, not after a letter or digit, and the letters, digits and `_`
  /// that follow; in scripts without spaces the sign alone is punctuation.
  private func handle(
    _ text: Span<UInt8>, at index: Int, kind: TokenKind
  ) -> Special? {
    if index > 0, TokenLiterals.isWordByte(text[index - 1]) { return nil }
    var stop = index + 1
    var letters = false
    while stop < text.count {
      let byte = text[stop]
      if byte < 0x80 {
        guard Self.isASCIIAlphanumeric(byte) || byte == 0x5F else { break }
        letters = letters || byte > 0x39
        stop += 1
      } else {
        let (point, length) = CodePoint.decode(text, at: stop)
        if CodePoint.isUnspaced(point) {
          return letters ? Special(start: index, stop: stop, kind: kind) : nil
        }
        guard CodePoint.isLetter(point) || CodePoint.extendsGrapheme(point) else { break }
        letters = true
        stop += length
      }
    }
    return letters ? Special(start: index, stop: stop, kind: kind) : nil
  }

  private func url(_ text: Span<UInt8>, colon: Int, free: Int) -> Special? {
    guard colon + 3 < text.count, text[colon + 1] == 0x2F, text[colon + 2] == 0x2F
    else { return nil }
    var start = colon
    while start > free, (text[start - 1] | 0x20) &- 0x61 < 26 { start -= 1 }
    guard start < colon else { return nil }
    return Special(start: start, stop: urlStop(text, from: colon + 3), kind: .url)
  }

  private func bareURL(_ text: Span<UInt8>, at index: Int) -> Special? {
    guard index + 4 < text.count, text[index + 1] | 0x20 == 0x77,
      text[index + 2] | 0x20 == 0x77, text[index + 3] == 0x2E,
      TokenLiterals.isWordByte(text[index + 4]),
      index == 0 || !TokenLiterals.isWordByte(text[index - 1])
    else { return nil }
    return Special(start: index, stop: urlStop(text, from: index + 4), kind: .url)
  }

  /// A URL ends before white space, angle brackets, quotes or a character of a script without
  /// spaces; closing punctuation at its end belongs to the sentence.
  private func urlStop(_ text: Span<UInt8>, from start: Int) -> Int {
    var stop = start
    while stop < text.count {
      let byte = text[stop]
      if byte <= 0x20 || byte == 0x3C || byte == 0x3E || byte == 0x22 { break }
      if byte < 0x80 {
        stop += 1
        continue
      }
      let (point, length) = CodePoint.decode(text, at: stop)
      if CodePoint.isUnspaced(point) || !CodePoint.isLetter(point) { break }
      stop += length
    }
    while stop > start, Self.isClosing(text[stop - 1]) { stop -= 1 }
    return stop
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x21, 0x27, 0x29, 0x2C, 0x2E, 0x3A, 0x3B, 0x3F, 0x5D, 0x7D: true
    default: false
    }
  }

  private static func isLocalByte(_ byte: UInt8) -> Bool {
    isASCIIAlphanumeric(byte) || byte == 0x2E || byte == 0x5F || byte == 0x25 || byte == 0x2B
      || byte == 0x2D
  }

  static func isASCIIAlphanumeric(_ byte: UInt8) -> Bool {
    (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }
}
