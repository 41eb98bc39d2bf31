/// A language with the probability that a text is written in it.
package struct LanguageCandidate: Equatable, Sendable {
  /// Index into `LanguageIdentifier.languages`.
  package var language: UInt8
  /// Calibrated posterior, 0...1.
  package var posterior: Float
}

/// What a text's language is taken to be.
package struct LanguagePosterior: Equatable, Sendable {
  /// Index into `LanguageIdentifier.languages`; nil (`und`) when no language is likelier than
  /// not, or the text holds no words.
  package var language: UInt8?
  /// Posterior of the best language, 0...1; 0 for a text without words.
  package var confidence: Float
  /// The languages with a posterior of at least 0.15, best first, at most three.
  package var candidates: Candidates

  /// A text without words of a script the identifier knows.
  package static let undetermined = LanguagePosterior(
    language: nil, confidence: 0, candidates: Candidates())

  /// Up to three candidates, held inline: a guess never allocates.
  package struct Candidates: Equatable, Sendable {
    package private(set) var count = 0
    private static var empty: LanguageCandidate { LanguageCandidate(language: 0, posterior: 0) }
    private var first = Self.empty
    private var second = Self.empty
    private var third = Self.empty

    package init() {}

    /// The candidate at a position in 0..<count, best first.
    package subscript(position: Int) -> LanguageCandidate {
      precondition(position >= 0 && position < count, "no such candidate")
      return position == 0 ? first : position == 1 ? second : third
    }

    /// Keeps the three likeliest of those offered; of equals, the one offered first.
    mutating func offer(_ candidate: LanguageCandidate) {
      if count < 1 || candidate.posterior > first.posterior {
        (first, second, third) = (candidate, first, second)
      } else if count < 2 || candidate.posterior > second.posterior {
        (second, third) = (candidate, second)
      } else if count < 3 || candidate.posterior > third.posterior {
        third = candidate
      } else {
        return
      }
      count = min(count + 1, 3)
    }

    /// Divides the posteriors by a sum and drops those that then are below a threshold.
    mutating func normalize(by sum: Float, keepingFrom threshold: Float) {
      first.posterior /= sum
      second.posterior /= sum
      third.posterior /= sum
      while count > 0, self[count - 1].posterior < threshold {
        count -= 1
        if count == 2 { third = Self.empty }
        if count == 1 { second = Self.empty }
        if count == 0 { first = Self.empty }
      }
    }
  }
}
