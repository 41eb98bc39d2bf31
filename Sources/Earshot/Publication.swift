internal import EarshotFormats
internal import EarshotInsight
internal import EarshotModel
internal import EarshotReport

/// Writes every file that is made from a finished state: the aggregates, the cited mentions, the
/// manifest and the digest. `run` and `merge` end here both, so that they cannot differ.
struct Publication {
  let metadata: RunMetadata
  let options: ReportOptions
  let mentions: MentionChoice
  /// Directory for temporary files.
  let scratch: String

  func write(_ state: StateFile, into directory: borrowing RunDirectory) throws(Failure) {
    do {
      try writeAggregates(state, directory)
      var manifest = try directory.create("manifest.json")
      try manifest.write(metadata.manifest.encoded())
      try manifest.finish()
    } catch let error as OutputError {
      throw .output(error)
    } catch let error as InsightError {
      throw .insight(error)
    } catch {
      throw .configuration("\(error)")
    }
  }

  private func writeAggregates(
    _ state: StateFile, _ directory: borrowing RunDirectory
  ) throws {
    var report = try InsightReport(
      state: state, catalog: metadata.catalog, options: options, scratch: scratch)
    let encoder = AggregateRowEncoder(
      catalog: metadata.catalog, dimensions: metadata.dimensions)
    var writer = JSONWriter()

    var overview = try directory.create(OutputSchema.overview.file)
    encoder.append(try report.overview(), to: &writer)
    try overview.write(draining: &writer)
    try overview.finish()

    var themes = try directory.create(OutputSchema.theme.file)
    for row in try report.themes() {
      encoder.append(row, to: &writer)
      try themes.write(draining: &writer)
    }
    try themes.finish()

    var segments = try directory.create(OutputSchema.segment.file)
    for row in try report.segments() {
      encoder.append(row, to: &writer)
      try segments.write(draining: &writer)
    }
    try segments.finish()

    var trends = try directory.create(OutputSchema.trend.file)
    try report.trends { row in
      encoder.append(row, to: &writer)
      try trends.write(draining: &writer)
    }
    try trends.finish()

    var verbatims = try directory.create(OutputSchema.verbatim.file)
    try report.verbatims { row in
      encoder.append(row, to: &writer)
      try verbatims.write(draining: &writer)
    }
    try verbatims.finish()

    guard mentions != .all else { return }
    var cited = try directory.create(OutputSchema.mention.file)
    if mentions == .cited {
      try report.citedMentions { rows in try cited.write(rows) }
    }
    try cited.finish()
  }
}
