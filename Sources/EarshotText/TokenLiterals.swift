/// Byte strings that count as one token wherever they stand: the lexicon's bracket literals that
/// hold more than letters and digits, such as emoticons and `C++`.
package struct TokenLiterals: Sendable {
  /// For each first byte the literals that begin with it, longest first.
  private var byFirst: [[[UInt8]]]
  package private(set) var isEmpty = true

  package init(_ literals: some Sequence<[UInt8]>) {
    byFirst = Array(repeating: [], count: 256)
    for literal in literals {
      guard let first = literal.first else { continue }
      byFirst[Int(first)].append(literal)
      isEmpty = false
    }
    for index in byFirst.indices {
      byFirst[index].sort { $0.count > $1.count }
    }
  }

  func begins(with byte: UInt8) -> Bool { !byFirst[Int(byte)].isEmpty }

  /// Length of the longest literal at an offset, nil where none stands there on its own: a
  /// literal's letter or digit never touches another one outside it.
  func match(_ text: Span<UInt8>, at start: Int) -> Int? {
    for literal in byFirst[Int(text[start])] {
      let stop = start + literal.count
      guard stop <= text.count, equal(text, start, literal) else { continue }
      if !Self.joins(text, start) && !Self.joins(text, stop) { return literal.count }
    }
    return nil
  }

  private func equal(_ text: Span<UInt8>, _ start: Int, _ literal: [UInt8]) -> Bool {
    for index in literal.indices where text[start + index] != literal[index] {
      return false
    }
    return true
  }

  /// Whether a letter or digit of a script with spaces stands on both sides of an offset.
  private static func joins(_ text: Span<UInt8>, _ offset: Int) -> Bool {
    guard offset > 0, offset < text.count else { return false }
    var before = offset - 1
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    return isWord(CodePoint.decode(text, at: before).value)
      && isWord(CodePoint.decode(text, at: offset).value)
  }

  private static func isWord(_ point: UInt32) -> Bool {
    point < 0x80
      ? isWordByte(UInt8(point)) : CodePoint.isLetter(point) && !CodePoint.isUnspaced(point)
  }

  /// ASCII letters and digits, and every byte of a non-ASCII character.
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }
}
