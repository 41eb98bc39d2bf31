package import EarshotModel
internal import EarshotStatistics

/// The rows that are published, made from a finished state in passes over its cells.
///
/// Held in memory are things bounded by the number of themes, segments and periods; nothing by the
/// number of records. Rows come in the order of their files. `citedMentions` comes last: it knows
/// the records that the rows asked for before have named.
package struct InsightReport: ~Copyable {
  let state: StateFile
  let catalog: Catalog
  let options: ReportOptions
  let survey: Survey
  let figures: Figures
  let scratch: String
  /// Names of the records that rows have named.
  var names: CellSorter

  /// `catalog` must be that of the lexicon with which the records were tagged; `scratch` is a
  /// directory for temporary files.
  package init(
    state: StateFile, catalog: Catalog, options: ReportOptions, scratch: String
  ) throws(InsightError) {
    self.state = state
    self.catalog = catalog
    self.options = options
    self.scratch = scratch
    survey = try Survey(state, themes: catalog.themes.count, period: options.period)
    figures = Figures(survey, options)
    names = CellSorter(scratch: scratch, name: "published")
  }

  /// The metric whose ratings the rows show.
  package var metric: RatingMetric? { figures.metric }

  /// The length of the periods in trends and changes; nil where no record has a day.
  package var periodLength: PeriodLength? { survey.periodLength }

  /// overview.jsonl.
  package mutating func overview() throws(InsightError) -> OverviewRow {
    var lookup = try SortedLookup(state)
    let group = try lookup.group(theme: 0)
    let base = Survey.Base(survey.all)
    var row = OverviewRow(
      measure: try published(
        figures.measure(survey.all, base: base, group: group, path: state.path), group))
    row.periods = survey.periods.count { $0.base.n > 0 }
    row.periodLength = survey.periodLength
    row.firstDay = survey.span?.lowerBound
    row.lastDay = survey.span?.upperBound
    row.languages = survey.languages
    if survey.all.n > 0 { row.coverage = Double(survey.totals.themed) / Double(survey.all.n) }
    return row
  }

  /// themes.jsonl: themes with records, by records descending, ties by path.
  package mutating func themes() throws(InsightError) -> [ThemeRow] {
    var lookup = try SortedLookup(state)
    var rows: [ThemeRow] = []
    for theme in survey.themes.indices where survey.themes[theme].n > 0 {
      let counts = survey.themes[theme]
      let group = try lookup.group(theme: UInt32(theme) + 1)
      let measure = try figures.measure(
        counts, base: Survey.Base(survey.all), group: group, path: state.path)
      var row = ThemeRow(theme: Int32(theme), measure: try published(measure, group))
      row.directCount = counts.direct
      addChange(&row)
      rows.append(row)
    }
    let q = BenjaminiHochberg.qValues(rows.map { $0.change?.p })
    for index in rows.indices { rows[index].change?.q = q[index] }
    rows.sort { ($1.measure.n, $0.theme) < ($0.measure.n, $1.theme) }
    for index in rows.indices { rows[index].rank = index + 1 }
    return rows
  }

  private func addChange(_ row: inout ThemeRow) {
    guard let last = survey.lastComplete else { return }
    let counts = survey.lastPeriods[Int(row.theme)]
    let previousBase = survey.base(ofPeriod: last - 1)
    let previous = Survey.Base(counts.previous)
    row.previousShare = figures.share(previous, of: previousBase)?.value
    row.change =
      figures.compare(
        (Survey.Base(counts.last), survey.base(ofPeriod: last)), (previous, previousBase))?
      .difference
  }

  /// Notes the evidence of a measure that is published.
  mutating func published(
    _ measure: Measure, _ group: GroupValue?
  ) throws(InsightError) -> Measure {
    if !measure.isSuppressed, let group {
      for entry in group.evidence.entries { try noteCited(entry) }
    }
    return measure
  }

  mutating func noteCited(_ entry: [UInt8]) throws(InsightError) {
    try names.add(key: [CellKind.cited.rawValue] + entry)
  }
}
