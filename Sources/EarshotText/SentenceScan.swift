internal import EarshotModel

/// What the end of a sentence says, and whether a text can have more than one.
enum SentenceScan {
  /// True where no character that could end a sentence has another word after it; ICU need not
  /// be asked then.
  static func isOneSentence(_ text: Span<UInt8>) -> Bool {
    var ended = false
    for index in text.indices {
      let byte = text[index]
      switch byte {
      case 0x2E, 0x3F, 0x21, 0x0A, 0x0D, 0xD8, 0xDB, 0xD6, 0xDC, 0xDF, 0xC2, 0xE0, 0xE1, 0xE2, 0xE3,
        0xEA, 0xEF, 0xF0:
        // ASCII ends, and lead bytes of the blocks in which other scripts have theirs.
        ended = true
      case 0x20, 0x09, 0x22, 0x27, 0x29: break
      default: if ended { return false }
      }
    }
    return true
  }

  /// The sentence of the text's bytes `start..<stop`.
  static func sentence(
    _ text: Span<UInt8>, _ start: Int, _ stop: Int, base: Int, tokens: Range<Int>,
    isGreek: Bool
  ) -> Sentence {
    var end = stop
    while end > start, text[end - 1] <= 0x20 { end -= 1 }
    var sentence = Sentence(
      tokens: Int32(tokens.lowerBound)..<Int32(tokens.upperBound), stop: Int32(base + end),
      isQuestion: false, exclamations: 0)
    addTerminal(text, start, stop, to: &sentence, isGreek: isGreek)
    return sentence
  }

  /// Reads the marks at the end of `start..<stop` backwards, over quotes, brackets and spaces.
  static func addTerminal(
    _ text: Span<UInt8>, _ start: Int, _ stop: Int, to sentence: inout Sentence,
    isGreek: Bool
  ) {
    var index = stop
    while index > start {
      var begin = index - 1
      while begin > start, text[begin] & 0xC0 == 0x80 { begin -= 1 }
      let point = CodePoint.decode(text, at: begin).value
      switch point {
      case 0x3F, 0xFF1F, 0x61F, 0x37E, 0x2047, 0x2048, 0x2049: sentence.isQuestion = true
      case 0x3B:
        guard isGreek else { return }
        sentence.isQuestion = true
      case 0x21, 0xFF01, 0x203C:
        let more: UInt8 = point == 0x203C ? 2 : 1
        sentence.exclamations = min(100, sentence.exclamations + more)
      case 0...0x20, 0xA0, 0x22, 0x27, 0x29, 0x2E, 0x5D, 0x2019, 0x201D, 0xBB, 0x300D, 0x300F,
        0xFF09, 0x2026, 0x3002, 0xFE0F:
        break
      default: return
      }
      index = begin
    }
  }
}
