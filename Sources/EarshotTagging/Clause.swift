internal import EarshotLexicon
internal import EarshotModel

/// A clause: a sentence, or a part of one.
struct Clause {
  /// Half-open range of the batch's tokens.
  var tokens: Range<Int32>
  /// Half-open range of the batch's bytes.
  var start: Int32
  var stop: Int32
  /// Ordinal of its sentence in the text.
  var sentence: Int32
  /// The last clause of a sentence that asks.
  var isQuestion: Bool
  /// `!` at its end.
  var exclamations: Int
  /// What contrast words make of its sum.
  var contrasts: [Shifter] = []
  /// Sum of its hits after exclamations and contrast.
  var sum = 0.0
  var hasHit = false

  var contrastFactor: Double {
    contrasts.reduce(1) { $0 * Double($1.factor) / 10_000 }
  }
}

/// Cuts sentences into clauses (contract, section 3): at contrast words, semicolons, dashes, and
/// commas before a `conjunction` or `subject` row; what stands in brackets stays inside.
struct ClauseCutter {
  /// First tokens of contrast matches, and of conjunction and subject matches.
  var contrastStarts: Set<Int32>
  var openingStarts: Set<Int32>

  func cut(
    _ sentences: ArraySlice<Sentence>, _ tokens: borrowing [Token], _ bytes: Span<UInt8>
  ) -> [Clause] {
    var clauses: [Clause] = []
    for (ordinal, sentence) in sentences.enumerated() {
      var depth = 0
      let unclosed = unclosedBrackets(sentence, tokens, bytes)
      var begin = sentence.tokens.lowerBound
      for index in sentence.tokens {
        let marks = tokens[Int(index)].marks
        if marks.contains(.closeBracket) { depth = max(0, depth - 1) }
        if marks.contains(.openBracket), !unclosed.contains(index) { depth += 1 }
        guard index > begin, depth == 0, cuts(before: index, marks) else { continue }
        let stop = trimmed(tokens[Int(index)].start, after: tokens[Int(index) - 1].stop, bytes)
        clauses.append(clause(begin..<index, tokens, stop, ordinal))
        begin = index
      }
      var last = clause(begin..<sentence.tokens.upperBound, tokens, sentence.stop, ordinal)
      last.isQuestion = sentence.isQuestion
      last.exclamations = min(4, Int(sentence.exclamations))
      clauses.append(last)
    }
    return clauses
  }

  /// Tokens after a bracket that never closes in their sentence (`:(`): it holds nothing inside.
  private func unclosedBrackets(
    _ sentence: Sentence, _ tokens: borrowing [Token], _ bytes: Span<UInt8>
  ) -> [Int32] {
    var open: [Int32] = []
    for index in sentence.tokens {
      let marks = tokens[Int(index)].marks
      if marks.contains(.closeBracket) { _ = open.popLast() }
      if marks.contains(.openBracket) { open.append(index) }
    }
    if open.isEmpty { return open }
    // Behind the last token there is no other to bear the mark.
    var index = Int(tokens[Int(sentence.tokens.upperBound) - 1].stop)
    while index < Int(sentence.stop) {
      switch bytes[index] {
      case 0x29, 0x5D, 0x7D: _ = open.popLast()
      case 0xEF, 0xE3:
        // U+FF09 and U+3011.
        let isClosing =
          index + 2 < Int(sentence.stop)
          && ((bytes[index + 1], bytes[index + 2]) == (0xBC, 0x89)
            || (bytes[index + 1], bytes[index + 2]) == (0x80, 0x91))
        if isClosing { _ = open.popLast() }
      default: break
      }
      index += 1
    }
    return open
  }

  private func cuts(before token: Int32, _ marks: TokenMarks) -> Bool {
    marks.contains(.semicolon) || marks.contains(.dash) || contrastStarts.contains(token)
      || marks.contains(.comma) && openingStarts.contains(token)
  }

  private func clause(
    _ range: Range<Int32>, _ tokens: borrowing [Token], _ stop: Int32, _ sentence: Int
  ) -> Clause {
    Clause(
      tokens: range, start: tokens[Int(range.lowerBound)].start,
      stop: max(stop, tokens[Int(range.upperBound) - 1].stop), sentence: Int32(sentence),
      isQuestion: false, exclamations: 0)
  }

  /// The offset before the white space that ends at `stop`.
  private func trimmed(_ stop: Int32, after floor: Int32, _ bytes: Span<UInt8>) -> Int32 {
    var stop = stop
    while stop > floor, bytes[Int(stop) - 1] <= 0x20 { stop -= 1 }
    return stop
  }
}
