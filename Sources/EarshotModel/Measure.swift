/// The figures that every aggregate row carries (contract, "Measure block").
package struct Measure: Sendable {
  /// Records counted under the row.
  package var n: Int64 = 0
  /// Eligible records: those that could have been counted.
  package var base: Int64 = 0
  /// Sum of weights of the counted records; nil where all weights are 1.
  package var weight: Double?
  package var share: Double?
  package var shareLow: Double?
  package var shareHigh: Double?
  package var positive: Int64 = 0
  package var negative: Int64 = 0
  package var mixed: Int64 = 0
  package var neutral: Int64 = 0
  package var none: Int64 = 0
  /// 100 (positive - negative) / (positive + negative + mixed + neutral).
  package var net: Double?
  package var scoreMean: Double?
  package var ratingCount: Int64 = 0
  package var ratingMean: Double?
  package var nps: Double?
  package var npsLow: Double?
  package var npsHigh: Double?
  /// Distinct customers; nil where no record named one.
  package var customers: Int64?
  /// Ids of the records with the smallest keyed hashes, at most 3.
  package var evidence: [String] = []
  /// Too few customers to publish: the figures above are then written as null.
  package var isSuppressed = false

  package init() {}
}

/// The difference of two shares, with what is needed to judge it.
package struct ShareDifference: Sendable {
  package var difference: Double
  package var low: Double?
  package var high: Double?
  package var p: Double?
  /// Benjamini-Hochberg q over the file (and dimension).
  package var q: Double?

  package init(difference: Double, low: Double?, high: Double?, p: Double?, q: Double?) {
    self.difference = difference
    self.low = low
    self.high = high
    self.p = p
    self.q = q
  }
}

/// overview.jsonl: the whole run.
package struct OverviewRow: Sendable {
  package var measure: Measure
  /// Number of periods with records.
  package var periods: Int
  package var periodLength: PeriodLength?
  package var firstDay: Int32?
  package var lastDay: Int32?
  /// Languages by number of records, largest first, ties by tag.
  package var languages: [(tag: String, n: Int64)]
  /// Share of eligible records with at least one theme.
  package var coverage: Double?

  package init(measure: Measure) {
    self.measure = measure
    periods = 0
    languages = []
  }
}

/// themes.jsonl: one theme.
package struct ThemeRow: Sendable {
  /// Index into the catalog's themes.
  package var theme: Int32
  package var measure: Measure
  /// Records that match the theme itself, not only a descendant.
  package var directCount: Int64
  /// Share in the last but one complete period.
  package var previousShare: Double?
  /// Share in the last complete period less `previousShare`.
  package var change: ShareDifference?
  /// 1 for the theme with most records.
  package var rank: Int

  package init(theme: Int32, measure: Measure) {
    self.theme = theme
    self.measure = measure
    directCount = 0
    rank = 0
  }
}

/// segments.jsonl: one theme in one segment against all other records.
package struct SegmentRow: Sendable {
  package var theme: Int32
  package var dimension: String
  package var value: String
  package var measure: Measure
  package var restShare: Double?
  package var difference: ShareDifference?
  /// Haberman's adjusted standardised residual.
  package var residual: Double?

  package init(theme: Int32, dimension: String, value: String, measure: Measure) {
    self.theme = theme
    self.dimension = dimension
    self.value = value
    self.measure = measure
  }

  /// `over` or `under` where q is below 0.05.
  package var flag: String? {
    guard let difference, let q = difference.q, q < 0.05 else { return nil }
    return difference.difference > 0 ? "over" : "under"
  }
}

/// trends.jsonl: one theme in one period.
package struct TrendRow: Sendable {
  package var theme: Int32
  package var period: Period
  package var measure: Measure
  /// The data covers the whole period.
  package var isComplete: Bool

  package init(theme: Int32, period: Period, measure: Measure, isComplete: Bool) {
    self.theme = theme
    self.period = period
    self.measure = measure
    self.isComplete = isComplete
  }
}

/// Why a verbatim was chosen.
package enum VerbatimReason: UInt8, Sendable, CaseIterable {
  case typical, sharpest, praise, newest, dissent, question

  package var name: String { "\(self)" }
}

/// verbatims.jsonl: a quoted record.
package struct VerbatimRow: Sendable {
  package var theme: Int32
  /// From 1 within the theme.
  package var rank: Int
  package var why: VerbatimReason
  /// Candidates of the theme that are nearest to this one, itself included.
  package var speaksFor: Int
  /// The rest of the row as `CitedRecord` holds it.
  package var cited: CitedRecord

  package init(
    theme: Int32, rank: Int, why: VerbatimReason, speaksFor: Int, cited: CitedRecord
  ) {
    self.theme = theme
    self.rank = rank
    self.why = why
    self.speaksFor = speaksFor
    self.cited = cited
  }
}

/// What is kept of a record that evidence or a verbatim names: redacted, ready to be written.
package struct CitedRecord: Sendable {
  package var id: String
  package var label: Label
  /// In units of 1e-4.
  package var score: Int32?
  package var time: Int64?
  package var day: Int32?
  /// Segment values, parallel to the run's dimensions; nil = none.
  package var segments: [String?]
  /// The redacted text of the record's main field.
  package var text: String
  /// Rows of mentions.jsonl, each with its newline.
  package var mentionRows: [UInt8]

  package init(
    id: String, label: Label, score: Int32?, time: Int64?, day: Int32?, segments: [String?],
    text: String, mentionRows: [UInt8]
  ) {
    self.id = id
    self.label = label
    self.score = score
    self.time = time
    self.day = day
    self.segments = segments
    self.text = text
    self.mentionRows = mentionRows
  }
}
