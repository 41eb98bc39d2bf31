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

  /// Whether some `_` has no word before it or none after it to hold on to.
  var hasLooseGap: Bool { hasGap(at: .start) || hasGap(at: .end) || hasLooseGapInside }

  private enum End { case start, end }

  private func hasGap(at end: End) -> Bool {
    switch self {
    case .any: true
    case .word: false
    case .sequence(let parts): (end == .start ? parts.first : parts.last)?.hasGap(at: end) ?? false
    case .alternatives(let parts): parts.contains { $0.hasGap(at: end) }
    case .near(let left, let right, _, _):
      // `a _ ...3 b` holds on to `a`; what begins with `_` has nothing to begin at.
      right.hasGap(at: end) || end == .start && left.hasGap(at: end)
    }
  }

  private var hasDistance: Bool {
    switch self {
    case .any, .word: false
    case .sequence(let parts), .alternatives(let parts): parts.contains(where: \.hasDistance)
    case .near: true
    }
  }

  private var hasLooseGapInside: Bool {
    switch self {
    case .any, .word: false
    case .near(let left, let right, _, _):
      left.hasGap(at: .start) || right.hasGap(at: .start)
        || left.hasLooseGapInside || right.hasLooseGapInside
    case .alternatives(let parts): parts.contains(where: \.hasLooseGapInside)
    case .sequence(let parts):
      parts.contains(where: \.hasLooseGapInside)
        || zip(parts, parts.dropFirst()).contains { $0.hasDistance && $1.hasGap(at: .start) }
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
  /// One grapheme of a script without spaces.
  var isGrapheme = false

  var isAllWildcard: Bool { bytes.allSatisfy { $0 == Self.star || $0 == Self.one } }

  static let star: UInt8 = 0x01
  static let one: UInt8 = 0x02
}
