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
      let touchesBefore =
        start > 0 && Self.isWordByte(literal[0]) && Self.isWordByte(text[start - 1])
      let touchesAfter =
        stop < text.count && Self.isWordByte(literal[literal.count - 1])
        && Self.isWordByte(text[stop])
      if !touchesBefore && !touchesAfter { return literal.count }
    }
    return nil
  }

  private func equal(_ text: Span<UInt8>, _ start: Int, _ literal: [UInt8]) -> Bool {
    for index in literal.indices where text[start + index] != literal[index] {
      return false
    }
    return true
  }

  /// ASCII letters and digits, and every byte of a non-ASCII character.
  static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
  }
}

