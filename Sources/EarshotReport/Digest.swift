/// What a digest shows, read back from the files of a run.
package struct Digest: Sendable {
  package var manifest: Manifest
  package var overview: Overview
  /// Most records first.
  package var themes: [Theme] = []
  /// Themes that differ in a segment (q < 0.05), surest first.
  package var segments: [Segment] = []
  /// By theme, in order of rank.
  package var quotes: [Quote] = []

  /// The figures of a row; nil where unknown or withheld.
  package struct Figures: Sendable {
    package var n: Int64?
    package var share: Double?
    package var shareLow: Double?
    package var shareHigh: Double?
    package var positive: Int64?
    package var negative: Int64?
    package var mixed: Int64?
    package var neutral: Int64?
    package var none: Int64?
    package var net: Double?
    package var customers: Int64?
    package var isSuppressed = false
  }

  package struct Overview: Sendable {
    package var figures = Figures()
    package var periods: Int64 = 0
    package var period: String?
    package var firstDay: String?
    package var lastDay: String?
    package var languages: [NamedCount] = []
    package var coverage: Double?
    package var ratingCount: Int64?
    package var ratingMean: Double?
    package var nps: Double?
    package var npsLow: Double?
    package var npsHigh: Double?
  }

  package struct Theme: Sendable {
    package var path: String
    package var label: String?
    package var owner: String?
    package var rank: Int64
    package var figures: Figures
    /// Change of the share between the last two complete periods.
    package var change: Double?
    package var q: Double?

    package var name: String { label ?? path }
  }

  package struct Segment: Sendable {
    package var theme: String
    package var dimension: String
    package var value: String
    package var figures: Figures
    package var restShare: Double?
    package var difference: Double?
    package var q: Double?
  }

  package struct Quote: Sendable {
    package var theme: String
    package var why: String
    package var record: String
    package var text: String
    package var label: String
    package var day: String?
    package var segments: [(dimension: String, value: String)]
    package var speaksFor: Int64

    /// Under which heading a quote stands.
    package enum Group: CaseIterable, Sendable {
      case complaint, praise, question, other
    }

    /// The label decides over the reason: a complaint never hides under another heading, unless it
    /// was chosen as a question.
    package var group: Group {
      if why == "question" { return .question }
      return switch label {
      case "negative", "mixed": .complaint
      case "positive": .praise
      default: .other
      }
    }
  }

  package func theme(_ path: String) -> Theme? { themes.first { $0.path == path } }

  /// The first `limit` quotes of a theme and group, each record once.
  func quotes(of theme: String, _ group: Quote.Group, limit: Int) -> [Quote] {
    var seen: Set<String> = []
    return Array(
      quotes.filter { $0.theme == theme && $0.group == group && seen.insert($0.record).inserted }
        .prefix(limit))
  }

  /// Languages for which the lexicon found nothing: neither a theme nor a score.
  var unheardLanguages: [Manifest.LanguageCoverage] {
    manifest.languages.filter { $0.n > 0 && $0.themed == 0 && $0.scored == 0 }
  }
}
