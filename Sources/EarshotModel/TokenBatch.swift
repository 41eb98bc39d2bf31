/// What a token is.
package enum TokenKind: UInt8, Sendable {
  /// A word of a script written with spaces, or a number (also with its unit or percent sign).
  case word, number
  case url, email, mention, hashtag, emoji
  /// A byte string that a lexicon row wrote in brackets (`[:(]`, `[C++]`).
  case literal
  /// One grapheme of a script written without spaces; patterns match there as substrings.
  case grapheme
}

/// A token: a half-open byte range of its batch and what stands before it.
package struct Token: Sendable {
  package var start: Int32
  package var stop: Int32
  package var kind: TokenKind
  package var marks: TokenMarks

  package init(start: Int32, stop: Int32, kind: TokenKind, marks: TokenMarks) {
    self.start = start
    self.stop = stop
    self.kind = kind
    self.marks = marks
  }

  package var range: ByteRange { ByteRange(Int(start), Int(stop)) }
}

/// What stands between a token and the one before it, and the token's place in its segment.
package struct TokenMarks: OptionSet, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let comma = TokenMarks(rawValue: 1 << 0)
  package static let semicolon = TokenMarks(rawValue: 1 << 1)
  package static let dash = TokenMarks(rawValue: 1 << 2)
  package static let openBracket = TokenMarks(rawValue: 1 << 3)
  package static let closeBracket = TokenMarks(rawValue: 1 << 4)
  /// Touches the token before it: nothing stands between.
  package static let joined = TokenMarks(rawValue: 1 << 5)
  /// First token of an ICU word segment; only graphemes lack it.
  package static let segmentStart = TokenMarks(rawValue: 1 << 6)
  /// Last token of an ICU word segment.
  package static let segmentStop = TokenMarks(rawValue: 1 << 7)
  package static let quote = TokenMarks(rawValue: 1 << 8)

  package static let unmarked: TokenMarks = []
  /// First and last token of its segment.
  package static let wholeSegment = TokenMarks(rawValue: 1 << 6 | 1 << 7)
}

/// A sentence: a half-open range of tokens of its text, never empty.
package struct Sentence: Sendable {
  /// Indexes into the batch's tokens.
  package var tokens: Range<Int32>
  /// Byte offset after the sentence's last character, white space left out.
  package var stop: Int32
  /// Ends in `?`, `？`, `؟` (or `;` in Greek).
  package var isQuestion: Bool
  /// Number of `!` at its end.
  package var exclamations: UInt8

  package init(tokens: Range<Int32>, stop: Int32, isQuestion: Bool, exclamations: UInt8) {
    self.tokens = tokens
    self.stop = stop
    self.isQuestion = isQuestion
    self.exclamations = exclamations
  }
}

/// One analysed text field of a record.
package struct AnalysedText: Sendable {
  /// Index into the record batch's records.
  package var record: Int32
  /// Index into the run's field names.
  package var field: UInt16
  package var text: ByteRange
  /// Ranges into the batch's tokens and sentences.
  package var tokens: Range<Int32>
  package var sentences: Range<Int32>

  package init(
    record: Int32, field: UInt16, text: ByteRange, tokens: Range<Int32>, sentences: Range<Int32>
  ) {
    self.record = record
    self.field = field
    self.text = text
    self.tokens = tokens
    self.sentences = sentences
  }
}

/// The language of a record, and how sure that is.
package struct LanguageGuess: Sendable, Equatable {
  /// `undetermined` where no language is certain enough.
  package var tag: LanguageTag
  /// Posterior probability in units of 1e-4.
  package var confidence: Int32
  /// The best languages (posterior at least 0.15), best first, empty where none; the tag itself
  /// stands first where it is known.
  package var first: LanguageTag
  package var second: LanguageTag
  package var third: LanguageTag

  package init(tag: LanguageTag, confidence: Int32) {
    self.tag = tag
    self.confidence = confidence
    first = tag
    second = .undetermined
    third = .undetermined
  }
}

/// The tokens of a record batch, in text order.
package struct TokenBatch: Sendable {
  package var texts: [AnalysedText]
  package var tokens: [Token]
  package var sentences: [Sentence]
  /// A guess for each record of the batch.
  package var languages: [LanguageGuess]

  package init() {
    texts = []
    tokens = []
    sentences = []
    languages = []
  }
}
