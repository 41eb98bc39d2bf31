/// The one table of an output file: its columns in the order in which each row has them.
///
/// Encoders write what stands here and `jsonSchema()` prints it; a test holds both together.
/// Adding a column keeps the version; removing one or changing what it means raises it.
package struct OutputSchema: Sendable {
  /// Singular name, as the `schema` verb takes it: `record`.
  package let name: String
  package let version: Int
  /// Name of the file in a run directory.
  package let file: String
  package let summary: String
  /// All columns but the first, which is `schema`.
  let body: [Column]

  /// Value of the first key of each row: `record/1`.
  package var tag: String { "\(name)/\(version)" }

  /// All columns in order.
  package var columns: [Column] {
    [Column("schema", .oneOf([tag]), "Kind and version of the row.")] + body
  }

  private init(_ name: String, file: String, _ summary: String, _ body: [Column]) {
    self.name = name
    version = 1
    self.file = file
    self.summary = summary
    self.body = body
  }

  /// All schemas, in the order in which they are listed to users.
  package static let all = [
    record, mention, overview, theme, segment, trend, verbatim, reject, manifest,
  ]

  package static func named(_ name: String) -> OutputSchema? {
    all.first { $0.name == name }
  }
}

extension OutputSchema {
  package static let record = OutputSchema(
    "record", file: "records.jsonl", "One kept record, in input order.",
    [
      Column("id", .string, "Id as written, redacted; SOURCE:LINE where there was none."),
      Column("source", .string, "Input, as named on the command line."),
      Column("line", .integer, "Line on which the record begins, from 1; ordinal in an array."),
      Column(
        "kind", .oneOf(["feedback", "article", "comment", "quote", "reply"]), "Kind of text."),
      Column(optional: "author", .string, "Keyed hash of the author, 16 hexadecimal digits."),
      Column("role", .oneOf(["customer", "staff", "unknown"]), "Who wrote it."),
      Column(optional: "customer", .string, "Keyed hash of the customer, 16 hexadecimal digits."),
      Column(optional: "stage", .string, "Stage as given, else the first one found in the text."),
      Column(
        optional: "constituency", .string,
        "Constituency as given, else the first one found in the text."),
      Column(optional: "channel", .string, "Channel as given."),
      Column("seg_*", .segments, "Value of a segment dimension."),
      Column(optional: "time", .time, "Time as given, in UTC."),
      Column(optional: "day", .date, "Day in the run's time zone."),
      Column("lang", .string, "Language, BCP 47; und where it is not certain."),
      Column(optional: "lang_conf", .number, "Posterior probability of the best language."),
      Column(optional: "lang2", .string, "The likeliest language besides lang."),
      Column(optional: "rating", .number, "Rating as given."),
      Column("weight", .number, "Weight as given, else 1."),
      Column("chars", .integer, "Length of all text fields in code points."),
      Column("tokens", .integer, "Number of tokens."),
      Column("clauses", .integer, "Number of clauses."),
      Column(optional: "score", .number, "Sentiment, -1 to 1; null without evidence."),
      Column(optional: "pos", .number, "Highest clause score above 0."),
      Column(optional: "neg", .number, "Lowest clause score below 0."),
      Column("label", .oneOf(labels), "Sentiment label; none means no evidence."),
      Column("themes", .strings, "Themes as matched, without ancestors."),
      Column("theme_scores", .numbers, "Sentiment of each theme, parallel to themes."),
      Column("intents", .strings, "Intents."),
      Column("emotions", .strings, "Emotions."),
      Column("questions", .integer, "Number of questions."),
      Column(optional: "effort", .number, "Customer effort; null where it was not estimated."),
      Column(optional: "dup_of", .string, "Id of the record that this one repeats."),
      Column("flags", .strings, "Marks, such as no_text or shouting."),
      Column(optional: "text", .string, "First text field, with --text redacted or full."),
    ])

  package static let mention = OutputSchema(
    "mention", file: "mentions.jsonl", "One lexicon entry found in a record.",
    [
      Column("record", .string, "Id of the record."),
      Column("n", .integer, "Ordinal within the record, from 0."),
      Column("field", .string, "Text field to which the offsets refer."),
      Column("kind", .string, "Kind of lexicon row."),
      Column(optional: "id", .string, "Id of the lexicon row; null for sentiment."),
      Column("start", .integer, "Start in the field's text as given (see --offsets)."),
      Column("stop", .integer, "Stop, half-open."),
      Column("match", .string, "The matched text, redacted like the text column."),
      Column("clause", .integer, "Ordinal of the clause within the record, from 0."),
      Column("clause_start", .integer, "Start of the clause."),
      Column("clause_stop", .integer, "Stop of the clause, half-open."),
      Column("lang", .string, "Language of the record."),
      Column(optional: "base", .number, "Weight before factors."),
      Column(optional: "score", .number, "Weight after factors."),
      Column("negated", .boolean, "A negator applied."),
      Column("irrealis", .boolean, "An irrealis word applied."),
      Column(
        "shifters",
        .objects([
          Column("kind", .string, "Kind of lexicon row."),
          Column("match", .string, "The matched text, redacted."),
          Column("start", .integer, "Start in the field's text."),
          Column("stop", .integer, "Stop, half-open."),
          Column("factor", .number, "What the value was multiplied by."),
        ]), "Words that changed the value."),
      Column("rule", .string, "File and line of the lexicon row."),
    ])

  package static let overview = OutputSchema(
    "overview", file: "overview.jsonl", "The whole run, one row.",
    [
      Column("periods", .integer, "Number of periods with records."),
      Column(optional: "period", .oneOf(periodLengths), "Length of a period."),
      Column(optional: "first_day", .date, "First day with a record."),
      Column(optional: "last_day", .date, "Last day with a record."),
      Column(
        "languages",
        .objects([
          Column("lang", .string, "Language, BCP 47."),
          Column("n", .integer, "Records."),
        ]), "Languages, most records first."),
      Column(optional: "coverage", .number, "Share of eligible records with a theme."),
    ] + measure)

  package static let theme = OutputSchema(
    "theme", file: "themes.jsonl", "One theme, most records first.",
    [
      Column("theme", .string, "Path of the theme."),
      Column(optional: "parent", .string, "Path of the parent theme."),
      Column("depth", .integer, "1 at the top."),
      Column(optional: "label", .string, "Display name."),
      Column(optional: "owner", .string, "Who answers for it."),
      Column(optional: "direct_n", .integer, "Records that match the theme itself."),
      Column(optional: "prev_share", .number, "Share in the last but one complete period."),
      Column(optional: "delta", .number, "Share in the last complete period less prev_share."),
      Column(optional: "delta_lo", .number, "Lower bound of delta, 95 %."),
      Column(optional: "delta_hi", .number, "Upper bound of delta, 95 %."),
      Column(optional: "p", .number, "p of delta."),
      Column(optional: "q", .number, "Benjamini-Hochberg q over the file."),
      Column("rank", .integer, "1 for most records."),
    ] + measure)

  package static let segment = OutputSchema(
    "segment", file: "segments.jsonl", "One theme in one segment against all other records.",
    [
      Column("theme", .string, "Path of the theme."),
      Column("dim", .string, "Segment dimension."),
      Column("value", .string, "Value of the dimension."),
      Column(optional: "rest_share", .number, "Share among all other records."),
      Column(optional: "diff", .number, "share less rest_share."),
      Column(optional: "diff_lo", .number, "Lower bound of diff, 95 %."),
      Column(optional: "diff_hi", .number, "Upper bound of diff, 95 %."),
      Column(optional: "residual", .number, "Adjusted standardised residual."),
      Column(optional: "p", .number, "p of diff."),
      Column(optional: "q", .number, "Benjamini-Hochberg q over the dimension."),
      Column(optional: "flag", .oneOf(["over", "under"]), "Direction where q < 0.05."),
    ] + measure)

  package static let trend = OutputSchema(
    "trend", file: "trends.jsonl", "One theme in one period.",
    [
      Column("theme", .string, "Path of the theme."),
      Column("period", .string, "ISO 8601: 2026-11-22, 2026-W47, 2026-11, 2026-Q4, 2026."),
      Column("start", .date, "First day of the period."),
      Column("complete", .boolean, "The data covers the whole period."),
      Column(optional: "expected", .number, "Share expected from the periods before."),
      Column(optional: "limit_lo", .number, "Lower control limit."),
      Column(optional: "limit_hi", .number, "Upper control limit."),
      Column(optional: "z", .number, "Distance from expected in standard deviations."),
    ] + measure)

  package static let verbatim = OutputSchema(
    "verbatim", file: "verbatims.jsonl", "One quoted record.",
    [
      Column("theme", .string, "Path of the theme."),
      Column("rank", .integer, "From 1 within the theme."),
      Column(
        "why", .oneOf(["typical", "sharpest", "praise", "newest", "dissent", "question"]),
        "Why it was chosen."),
      Column("record", .string, "Id of the record."),
      Column("start", .integer, "Start of the quotation in text, code points."),
      Column("stop", .integer, "Stop of the quotation, half-open."),
      Column("text", .string, "The words themselves, redacted, never softened."),
      Column("label", .oneOf(labels), "Sentiment label of the record."),
      Column(optional: "score", .number, "Sentiment of the record, -1 to 1."),
      Column("seg_*", .segments, "Value of a segment dimension."),
      Column(optional: "time", .time, "Time as given, in UTC."),
      Column(optional: "day", .date, "Day in the run's time zone."),
      Column("speaks_for", .integer, "Candidates of the theme nearest to this one."),
      Column(
        "mentions",
        .objects(mention.columns),
        "Rows of mentions.jsonl; their offsets refer to the text before redaction."),
    ])

  package static let reject = OutputSchema(
    "reject", file: "rejects.jsonl", "One record that was not used, in input order.",
    [
      Column("source", .string, "Input, as named on the command line."),
      Column("line", .integer, "Line on which the record begins, from 1; ordinal in an array."),
      Column("byte", .integer, "Byte offset in the decompressed input."),
      Column(optional: "id", .string, "Id as written, redacted."),
      Column(
        "reason",
        .oneOf([
          "parse_error", "not_object", "wrong_type", "missing_text", "empty_text", "bad_csv",
          "bad_encoding", "too_long", "too_deep", "out_of_range",
        ]), "Reason code."),
      Column("detail", .string, "What was found and what was expected."),
      Column("raw", .string, "Beginning of the record, redacted, at most 200 code points."),
    ])

  package static let manifest = OutputSchema(
    "manifest", file: "manifest.json", "What the run read, with which settings; valid --config.",
    [
      Column("version", .string, "Version of earshot."),
      Column("config", .anyObject, "Resolved settings; keys are the flags' names."),
      Column(
        "lexicons",
        .objects([
          Column("name", .string, "File or pack."),
          Column("hash", .string, "Hash of its bytes."),
          Column("rows", .integer, "Number of rows."),
        ]), "Lexicon files, in order."),
      Column("icu", .string, "Version of ICU."),
      Column("cldr", .string, "Version of CLDR."),
      Column("read", .integer, "Records read; kept + rejected."),
      Column("kept", .integer, "Records used."),
      Column("rejected", .integer, "Records not used."),
      Column("blank", .integer, "Blank lines passed over."),
      Column("reasons", .anyObject, "Rejected records by reason."),
      Column(
        "languages",
        .objects([
          Column("lang", .string, "Language, BCP 47."),
          Column("n", .integer, "Records."),
          Column("themed", .integer, "Records with a theme."),
          Column("scored", .integer, "Records with a score."),
        ]), "Coverage by language, most records first."),
      Column("warnings", .anyObject, "Warnings by code."),
      Column("seed", .integer, "Seed of samples and of the default hash key."),
      Column("key", .string, "Fingerprint of the hash key; it does not reveal the key."),
      Column(
        "inputs",
        .objects([
          Column("path", .string, "Path as typed."),
          Column("bytes", .integer, "Size of the file."),
          Column("hash", .string, "Hash of the file."),
          Column("read", .integer, "Records read."),
          Column("kept", .integer, "Records used."),
          Column("rejected", .integer, "Records not used."),
          Column("blank", .integer, "Blank lines passed over."),
          Column("map", .string, "Column map."),
          Column("format", .string, "Format."),
          Column("encoding", .string, "Encoding."),
          Column("damaged", .boolean, "The file could be read in part only."),
        ]), "Inputs, in order."),
    ])

  /// The measure block, which ends each aggregate row. Figures are null where too few customers
  /// stand behind them (`--k-anon`).
  static let measure = [
    Column(optional: "n", .integer, "Records counted under the row."),
    Column("base", .integer, "Eligible records."),
    Column(optional: "w", .number, "Sum of weights; null where all weights are 1."),
    Column(optional: "share", .number, "n of base, weighted where weights are given."),
    Column(optional: "share_lo", .number, "Lower bound of share, 95 %."),
    Column(optional: "share_hi", .number, "Upper bound of share, 95 %."),
    Column(optional: "positive", .integer, "Records labelled positive."),
    Column(optional: "negative", .integer, "Records labelled negative."),
    Column(optional: "mixed", .integer, "Records labelled mixed."),
    Column(optional: "neutral", .integer, "Records labelled neutral: their evidence cancels."),
    Column(optional: "none", .integer, "Records without evidence of sentiment."),
    Column(optional: "net", .number, "100 (positive - negative) / all but none."),
    Column(optional: "score_mean", .number, "Mean score of the records with evidence."),
    Column(optional: "rating_n", .integer, "Ratings of the run's metric."),
    Column(optional: "rating_mean", .number, "Mean rating."),
    Column(optional: "nps", .number, "Net promoter score, -100 to 100."),
    Column(optional: "nps_lo", .number, "Lower bound of nps, 95 %."),
    Column(optional: "nps_hi", .number, "Upper bound of nps, 95 %."),
    Column(optional: "customers", .integer, "Distinct customers; null where none was named."),
    Column("evidence", .strings, "Ids of at most 3 records, chosen by keyed hash."),
    Column("suppressed", .boolean, "Withheld: too few customers."),
  ]

  private static let labels = ["positive", "negative", "mixed", "neutral", "none"]
  private static let periodLengths = ["day", "week", "month", "quarter", "year"]
}
