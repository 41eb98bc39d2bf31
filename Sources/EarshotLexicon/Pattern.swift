/// A parsed pattern (contract, section 4).
indirect enum Pattern {
  case word(PatternWord)
  /// `_`: exactly one token.
  case any
  case sequence([Pattern])
  case alternatives([Pattern])
  /// `a ...n b` (ordered) or `a <n> b`: at most `gap` tokens between.
  case near(Pattern, Pattern, gap: Int, ordered: Bool)

  /// The alternatives at the top, or the pattern itself as the only one.
  var branches: [Pattern] {
    if case .alternatives(let branches) = self { return branches.flatMap(\.branches) }
    return [self]
  }

  /// Upper bound of the tokens that a match spans; gaps included.
  var longestSpan: Int {
    switch self {
    case .word, .any: 1
    case .sequence(let parts): parts.reduce(0) { $0 + $1.longestSpan }
    case .alternatives(let parts): parts.reduce(0) { max($0, $1.longestSpan) }
    case .near(let left, let right, let gap, _): left.longestSpan + right.longestSpan + gap
    }
  }
}

/// What one token must be.
struct PatternWord: Hashable {
  /// In the order in which they beat each other at equal length, the weakest first.
  enum Form: UInt8 {
    /// `*` any letters, `?` one letter; in `bytes` as 0x01 and 0x02.
    case wildcard
    /// Folded word; every word with its stem matches.
    case inflected
    /// Folded word.
    case word
    /// Bytes as written in brackets, not folded.
    case literal
  }

  var form: Form
  var bytes: [UInt8]
  /// Must touch the token before it (scripts without spaces).
  var isJoined = false

  static let star: UInt8 = 0x01
  static let one: UInt8 = 0x02
}
