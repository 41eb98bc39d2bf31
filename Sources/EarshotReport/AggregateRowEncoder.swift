package import EarshotFormats
package import EarshotModel

/// Writes rows of the aggregate files and of verbatims.jsonl.
///
/// A row is withheld as a whole: where its measure is suppressed, every figure that follows from
/// the same records is null too; base, rank and what names the row stay.
package struct AggregateRowEncoder: Sendable {
  private let catalog: Catalog
  private let segmentKeys: [[UInt8]]

  /// - Parameter dimensions: Names of the segment dimensions, in the order of
  ///   `CitedRecord.segments`.
  package init(catalog: Catalog, dimensions: [String]) {
    self.catalog = catalog
    segmentKeys = dimensions.map { Array("seg_\($0)".utf8) }
  }

  package func append(_ row: OverviewRow, to writer: inout JSONWriter) {
    begin("overview/1", &writer)
    writer.key("periods")
    writer.integer(row.periods)
    writer.key("period")
    writer.optional(row.periodLength?.name)
    writer.key("first_day")
    writer.optional(row.firstDay.map(CivilDay.text))
    writer.key("last_day")
    writer.optional(row.lastDay.map(CivilDay.text))
    writer.key("languages")
    writer.beginArray()
    for language in row.languages {
      writer.beginObject()
      writer.key("lang")
      writer.string(language.tag)
      writer.key("n")
      writer.integer(Int(language.n))
      writer.endObject()
    }
    writer.endArray()
    writer.key("coverage")
    writer.decimal(row.measure.isSuppressed ? nil : row.coverage, places: 6)
    end(row.measure, &writer)
  }

  package func append(_ row: ThemeRow, to writer: inout JSONWriter) {
    let theme = catalog.themes[Int(row.theme)]
    let isShown = !row.measure.isSuppressed
    begin("theme/1", &writer)
    writer.key("theme")
    writer.string(theme.path)
    writer.key("parent")
    writer.optional(catalog.name(.theme, theme.parent))
    writer.key("depth")
    writer.integer(Int(theme.depth))
    writer.key("label")
    writer.optional(theme.label)
    writer.key("owner")
    writer.optional(theme.owner)
    writer.key("direct_n")
    writer.optional(isShown ? row.directCount : nil)
    writer.key("prev_share")
    writer.decimal(isShown ? row.previousShare : nil, places: 6)
    let change = isShown ? row.change : nil
    writer.key("delta")
    writer.decimal(change?.difference, places: 6)
    writer.key("delta_lo")
    writer.decimal(change?.low, places: 6)
    writer.key("delta_hi")
    writer.decimal(change?.high, places: 6)
    writer.key("p")
    writer.significant(change?.p)
    writer.key("q")
    writer.significant(change?.q)
    writer.key("rank")
    writer.integer(row.rank)
    end(row.measure, &writer)
  }

  package func append(_ row: SegmentRow, to writer: inout JSONWriter) {
    let isShown = !row.measure.isSuppressed
    begin("segment/1", &writer)
    appendTheme(row.theme, &writer)
    writer.key("dim")
    writer.string(row.dimension)
    writer.key("value")
    writer.string(row.value)
    writer.key("rest_share")
    writer.decimal(isShown ? row.restShare : nil, places: 6)
    let difference = isShown ? row.difference : nil
    writer.key("diff")
    writer.decimal(difference?.difference, places: 6)
    writer.key("diff_lo")
    writer.decimal(difference?.low, places: 6)
    writer.key("diff_hi")
    writer.decimal(difference?.high, places: 6)
    writer.key("residual")
    writer.significant(isShown ? row.residual : nil)
    writer.key("p")
    writer.significant(difference?.p)
    writer.key("q")
    writer.significant(difference?.q)
    writer.key("flag")
    writer.optional(isShown ? row.flag : nil)
    end(row.measure, &writer)
  }

  package func append(_ row: TrendRow, to writer: inout JSONWriter) {
    begin("trend/1", &writer)
    appendTheme(row.theme, &writer)
    writer.key("period")
    writer.string(row.period.text)
    writer.key("start")
    writer.string(CivilDay.text(row.period.firstDay))
    writer.key("complete")
    writer.bool(row.isComplete)
    // Control limits are not computed yet; their columns stand, so that rows stay rectangular.
    writer.key("expected")
    writer.null()
    writer.key("limit_lo")
    writer.null()
    writer.key("limit_hi")
    writer.null()
    writer.key("z")
    writer.null()
    end(row.measure, &writer)
  }

  package func append(_ row: VerbatimRow, to writer: inout JSONWriter) {
    let cited = row.cited
    begin("verbatim/1", &writer)
    appendTheme(row.theme, &writer)
    writer.key("rank")
    writer.integer(row.rank)
    writer.key("why")
    writer.string(row.why.name)
    writer.key("record")
    writer.string(cited.id)
    writer.key("start")
    writer.integer(0)
    writer.key("stop")
    writer.integer(cited.text.unicodeScalars.count)
    writer.key("text")
    writer.string(cited.text)
    writer.key("label")
    writer.string(cited.label.literal)
    writer.key("score")
    writer.tenThousandths(cited.score)
    for index in segmentKeys.indices {
      writer.key(segmentKeys[index])
      writer.optional(index < cited.segments.count ? cited.segments[index] : nil)
    }
    writer.key("time")
    writer.optional(cited.time.map(CivilDay.timeText))
    writer.key("day")
    writer.optional(cited.day.map(CivilDay.text))
    writer.key("speaks_for")
    writer.integer(row.speaksFor)
    appendMentions(cited.mentionRows, &writer)
    writer.endObject()
    writer.endLine()
  }
}

extension AggregateRowEncoder {
  private func begin(_ schema: StaticString, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("schema")
    writer.string(schema)
  }

  private func end(_ measure: Measure, _ writer: inout JSONWriter) {
    measure.append(to: &writer)
    writer.endObject()
    writer.endLine()
  }

  private func appendTheme(_ theme: Int32, _ writer: inout JSONWriter) {
    writer.key("theme")
    writer.string(catalog.themes[Int(theme)].path)
  }

  /// Rows are JSON already; a newline never stands inside one.
  private func appendMentions(_ rows: [UInt8], _ writer: inout JSONWriter) {
    writer.key("mentions")
    writer.beginArray()
    var start = 0
    while let stop = rows[start...].firstIndex(of: 0x0A) {
      // The slice is bounds-checked; the pointer is used inside the closure only.
      unsafe rows[start..<stop].withUnsafeBytes { unsafe writer.raw($0) }
      start = stop + 1
    }
    writer.endArray()
  }
}

extension Measure {
  /// Appends the block's keys and values.
  fileprivate func append(to writer: inout JSONWriter) {
    let shown = !isSuppressed
    appendShares(shown, to: &writer)
    writer.key("positive")
    writer.optional(shown ? positive : nil)
    writer.key("negative")
    writer.optional(shown ? negative : nil)
    writer.key("mixed")
    writer.optional(shown ? mixed : nil)
    writer.key("neutral")
    writer.optional(shown ? neutral : nil)
    writer.key("none")
    writer.optional(shown ? none : nil)
    writer.key("net")
    writer.significant(shown ? net : nil)
    writer.key("score_mean")
    writer.decimal(shown ? scoreMean : nil, places: 4)
    appendRatings(shown, to: &writer)
    writer.key("customers")
    writer.optional(shown ? customers : nil)
    writer.key("evidence")
    writer.beginArray()
    if shown { for id in evidence { writer.string(id) } }
    writer.endArray()
    writer.key("suppressed")
    writer.bool(isSuppressed)
  }

  private func appendShares(_ shown: Bool, to writer: inout JSONWriter) {
    writer.key("n")
    writer.optional(shown ? n : nil)
    writer.key("base")
    writer.integer(Int(base))
    writer.key("w")
    writer.decimal(shown ? weight : nil, places: 6)
    writer.key("share")
    writer.decimal(shown ? share : nil, places: 6)
    writer.key("share_lo")
    writer.decimal(shown ? shareLow : nil, places: 6)
    writer.key("share_hi")
    writer.decimal(shown ? shareHigh : nil, places: 6)
  }

  private func appendRatings(_ shown: Bool, to writer: inout JSONWriter) {
    writer.key("rating_n")
    writer.optional(shown ? ratingCount : nil)
    writer.key("rating_mean")
    writer.significant(shown ? ratingMean : nil)
    writer.key("nps")
    writer.significant(shown ? nps : nil)
    writer.key("nps_lo")
    writer.significant(shown ? npsLow : nil)
    writer.key("nps_hi")
    writer.significant(shown ? npsHigh : nil)
  }
}

extension JSONWriter {
  /// A string, or null.
  fileprivate mutating func optional(_ value: String?) {
    if let value { string(value) } else { null() }
  }

  /// An integer, or null.
  fileprivate mutating func optional(_ value: Int64?) {
    if let value { integer(Int(value)) } else { null() }
  }
}
