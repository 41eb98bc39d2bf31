/// What a lexicon row is (contract, section 4, column `kind`).
package enum RowKind: UInt8, Sendable, CaseIterable {
  case theme, intent, emotion, stage, constituency, sentiment
  case negator, intensifier, contrast, irrealis, conjunction, subject, opinion
  case stop, boilerplate, bias, off

  package var name: String {
    switch self {
    case .theme: "theme"
    case .intent: "intent"
    case .emotion: "emotion"
    case .stage: "stage"
    case .constituency: "constituency"
    case .sentiment: "sentiment"
    case .negator: "negator"
    case .intensifier: "intensifier"
    case .contrast: "contrast"
    case .irrealis: "irrealis"
    case .conjunction: "conjunction"
    case .subject: "subject"
    case .opinion: "opinion"
    case .stop: "stop"
    case .boilerplate: "boilerplate"
    case .bias: "bias"
    case .off: "off"
    }
  }

  /// Place among the kinds in code-point order of their names.
  package var nameRank: UInt8 { Self.nameRanks[Int(rawValue)] }

  private static let nameRanks: [UInt8] = allCases.map { kind in
    UInt8(allCases.count { $0.name.utf8.lexicographicallyPrecedes(kind.name.utf8) })
  }

  /// Kinds whose rows carry an id that a record is counted under.
  package var isCategory: Bool { rawValue <= RowKind.constituency.rawValue }
}

/// A word that changed the value of a hit.
package struct Shifter: Sendable {
  package var kind: RowKind
  /// Half-open byte range in the batch.
  package var start: Int32
  package var stop: Int32
  /// Factor in units of 1e-4.
  package var factor: Int32

  package init(kind: RowKind, start: Int32, stop: Int32, factor: Int32) {
    self.kind = kind
    self.start = start
    self.stop = stop
    self.factor = factor
  }
}

/// A lexicon entry found at a range of a text.
package struct Mention: Sendable {
  /// Index into the record batch's records.
  package var record: Int32
  /// Ordinal within the record, from 0, by start, stop, kind, id.
  package var ordinal: Int32
  /// Index into the run's field names.
  package var field: UInt16
  package var kind: RowKind
  /// Index into the catalog's names of this kind; -1 for sentiment.
  package var id: Int32
  /// Half-open byte ranges in the batch.
  package var start: Int32
  package var stop: Int32
  /// Ordinal of the clause within the record, from 0.
  package var clause: Int32
  package var clauseStart: Int32
  package var clauseStop: Int32
  /// Value before factors, in units of 1e-4; nil where the mention carries no sentiment.
  package var base: Int32?
  /// Value after factors, in units of 1e-4.
  package var score: Int32?
  package var isNegated: Bool
  package var isIrrealis: Bool
  /// Range into the batch's shifters.
  package var shifters: Range<Int32>
  /// Index into the catalog's rules.
  package var rule: Int32

  package init(
    record: Int32, field: UInt16, kind: RowKind, id: Int32, start: Int32, stop: Int32, rule: Int32
  ) {
    self.record = record
    ordinal = 0
    self.field = field
    self.kind = kind
    self.id = id
    self.start = start
    self.stop = stop
    clause = 0
    clauseStart = 0
    clauseStop = 0
    base = nil
    score = nil
    isNegated = false
    isIrrealis = false
    shifters = 0..<0
    self.rule = rule
  }
}

/// The answer to "how does this text feel". `none` (no evidence) is not `neutral` (it cancels).
package enum Label: UInt8, Sendable, CaseIterable {
  case positive, negative, mixed, neutral, none

  package var name: String {
    switch self {
    case .positive: "positive"
    case .negative: "negative"
    case .mixed: "mixed"
    case .neutral: "neutral"
    case .none: "none"
    }
  }
}

/// What a record says of one theme.
package struct ThemeOutcome: Sendable {
  /// Index into the catalog's themes.
  package var theme: Int32
  /// Matched itself, not only through a descendant.
  package var isDirect: Bool
  /// In units of 1e-4, -10000 to 10000; nil without evidence.
  package var score: Int32?
  package var label: Label

  package init(theme: Int32, isDirect: Bool, score: Int32?, label: Label) {
    self.theme = theme
    self.isDirect = isDirect
    self.score = score
    self.label = label
  }
}

/// What was found in one record.
package struct Outcome: Sendable {
  package var language: LanguageGuess
  /// Length of all fields in code points.
  package var characters: Int32
  /// Tokens of all fields; in scripts without spaces, ICU segments.
  package var tokens: Int32
  package var clauses: Int32
  /// In units of 1e-4, -10000 to 10000; nil without evidence.
  package var score: Int32?
  package var positive: Int32?
  package var negative: Int32?
  package var label: Label
  /// Range into the batch's theme outcomes: by theme, ancestors included.
  package var themes: Range<Int32>
  /// Ranges into the batch's ids: indexes of the catalog, ascending.
  package var intents: Range<Int32>
  package var emotions: Range<Int32>
  package var stages: Range<Int32>
  package var constituencies: Range<Int32>
  package var questions: Int32
  package var flags: RecordFlags
  /// Range into the batch's mentions.
  package var mentions: Range<Int32>
  /// Range into the batch's terms.
  package var terms: Range<Int32>

  package init(language: LanguageGuess) {
    self.language = language
    characters = 0
    tokens = 0
    clauses = 0
    score = nil
    positive = nil
    negative = nil
    label = .none
    themes = 0..<0
    intents = 0..<0
    emotions = 0..<0
    stages = 0..<0
    constituencies = 0..<0
    questions = 0
    flags = []
    mentions = 0..<0
    terms = 0..<0
  }
}

/// What was found in a record batch: an outcome for each record, in order.
package struct MentionBatch: Sendable {
  package var outcomes: [Outcome]
  package var mentions: [Mention]
  package var shifters: [Shifter]
  package var themes: [ThemeOutcome]
  package var ids: [Int32]
  /// Hashes of the distinct content words of a record, ascending; they tell how alike two
  /// records are.
  package var terms: [UInt32]

  package init() {
    outcomes = []
    mentions = []
    shifters = []
    themes = []
    ids = []
    terms = []
  }
}
