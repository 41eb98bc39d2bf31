internal import EarshotFormats
internal import EarshotIngest
internal import EarshotInsight
internal import EarshotLexicon
internal import EarshotModel
internal import EarshotReport

/// Where a run's batches end: rows into files, counts into the tally and the manifest.
///
/// A class because it owns open files and a tally that the pipeline's fold adds to.
final class RunWriter {
  private(set) var manifest: Manifest
  private let tables: RowTables
  private let plan: WorkPlan
  /// Nil once finished.
  private var aggregator: Aggregator?
  private var records: OutputFile
  private var rejections: OutputFile
  private var mentions: OutputFile?
  private var payloads: MentionRowEncoder
  private var languages: [LanguageTag: Manifest.LanguageCoverage] = [:]
  private var inputs: [Manifest.Input]

  init(
    _ plan: WorkPlan, manifest: Manifest, tally: TallyOptions, scratch: String,
    directory: borrowing RunDirectory
  ) throws(OutputError) {
    self.plan = plan
    self.manifest = manifest
    tables = plan.tables
    payloads = MentionRowEncoder(plan.tables)
    aggregator = Aggregator(options: tally, catalog: plan.lexicon.catalog, scratch: scratch)
    records = try directory.create(OutputSchema.record.file)
    rejections = try directory.create(OutputSchema.reject.file)
    mentions = plan.writesAllMentions ? try directory.create(OutputSchema.mention.file) : nil
    inputs = plan.sources.map { Manifest.Input(path: $0) }
  }

  /// Takes in a batch; batches come in sequence.
  func take(_ batch: FinishedBatch) throws(Failure) {
    do throws(OutputError) {
      try records.write(batch.records)
      try rejections.write(batch.rejections)
      if mentions != nil { try mentions?.write(batch.mentions) }
    } catch {
      throw .output(error)
    }
    count(batch.rows)
    do throws(InsightError) {
      try aggregator?.fold(
        batch.rows.batch, batch.rows.found,
        appendID: { record, bytes in
          bytes.append(contentsOf: batch.rows.identifier(of: record, tables).utf8)
        },
        payload: { record in cited(record, batch.rows) })
    } catch {
      throw .insight(error)
    }
  }

  /// Closes the row files and writes the state. `reports` tell how each input was read.
  func finish(_ reports: [SourceReport], map: String, into state: String, dimensions: [String])
    throws(Failure)
  {
    for (index, report) in reports.enumerated() {
      inputs[index].bytes = report.bytes
      inputs[index].hash = report.hash
      inputs[index].map = map
      inputs[index].format = report.format.rawValue
      inputs[index].encoding = report.encoding.rawValue
      inputs[index].isDamaged = report.damage != nil
    }
    manifest.inputs = inputs
    manifest.languages = Array(languages.values)
    manifest.sortLanguages()
    manifest.read = manifest.kept + manifest.rejected
    if manifest.read == 0 {
      var warnings = WarningCounts()
      warnings[.noRecords] = Int64(inputs.count)
      manifest.count(warnings)
    }
    do throws(OutputError) {
      try records.finish()
      try rejections.finish()
      if mentions != nil { try mentions?.finish() }
    } catch {
      throw .output(error)
    }
    let metadata = RunMetadata(
      manifest: manifest, catalog: plan.lexicon.catalog, dimensions: dimensions)
    do {
      if let whole = aggregator.take() {
        try whole.finish(into: state, metadata: metadata.encoded())
      }
    } catch {
      throw .insight(error)
    }
  }

  private func count(_ rows: BatchRows) {
    let batch = rows.batch
    let kept = Int64(batch.records.count)
    let rejected = Int64(batch.rejections.count)
    manifest.kept += kept
    manifest.rejected += rejected
    manifest.blank += Int64(batch.blank)
    manifest.count(batch.warnings)
    inputs[batch.source].read += kept + rejected
    inputs[batch.source].kept += kept
    inputs[batch.source].rejected += rejected
    inputs[batch.source].blank += Int64(batch.blank)
    for rejection in batch.rejections { manifest.count(rejection.reason, 1) }
    for outcome in rows.found.outcomes {
      let tag = outcome.language.tag
      var coverage =
        languages[tag] ?? Manifest.LanguageCoverage(tag: tag.text, n: 0, themed: 0, scored: 0)
      coverage.n += 1
      if !outcome.themes.isEmpty { coverage.themed += 1 }
      if outcome.score != nil { coverage.scored += 1 }
      languages[tag] = coverage
    }
  }

  private func cited(_ record: Int, _ rows: BatchRows) -> CitedRecord {
    let source = rows.batch.records[record]
    let outcome = rows.found.outcomes[record]
    var writer = JSONWriter()
    payloads.append(record: record, of: rows, to: &writer)
    let segments = (0..<rows.batch.dimensions).map { dimension -> String? in
      let range = rows.batch.segment(dimension, of: record)
      return range.isEmpty ? nil : rows.batch.string(range)
    }
    return CitedRecord(
      id: rows.identifier(of: record, tables), label: outcome.label, score: outcome.score,
      time: source.time, day: source.day, segments: segments,
      text: rows.quotation(of: record, tables), mentionRows: writer.bytes)
  }
}
