internal import EarshotFormats
internal import EarshotIngest
internal import EarshotLexicon
internal import EarshotModel
internal import EarshotPrivacy
internal import EarshotReport
internal import EarshotTagging
internal import EarshotText

/// What all workers of a run share; read-only.
struct WorkPlan: Sendable {
  var parser: RecordParser
  var identifier: LanguageIdentifier
  var lexicon: Lexicon
  var fixedLanguage: LanguageTag?
  var redactor: Redactor
  var tables: RowTables
  /// Inputs as typed, by ordinal.
  var sources: [String]
  var writesAllMentions: Bool
  /// Rows are wanted as `tag` prints them rather than as files hold them.
  var isFilter = false
}

/// A batch after all that depends on it alone.
struct FinishedBatch: Sendable {
  var rows: BatchRows
  var records: [UInt8]
  var mentions: [UInt8]
  var rejections: [UInt8]
}

/// One thread's tools: iterators, caches, buffers. A batch goes in, rows come out; no result
/// depends on what was worked on before.
///
/// `@unchecked Sendable` because the pipeline hands a worker from task to task and only one task
/// holds it at a time.
final class Worker: @unchecked Sendable {
  private let plan: WorkPlan
  private var analyzer: TextAnalyzer
  private var tagger = Tagger()
  private var parsing = ParserScratch()
  private var tokens = TokenBatch()
  private var records: RecordRowEncoder
  private var mentions: MentionRowEncoder
  private var rejections: RejectionRowEncoder
  private var lines: LineTagger
  private var spans: [Redaction] = []

  init(_ plan: WorkPlan) throws(TextError) {
    self.plan = plan
    analyzer = try TextAnalyzer(
      identifier: plan.identifier, literals: plan.lexicon.literals,
      fixedLanguage: plan.fixedLanguage)
    records = RecordRowEncoder(plan.tables)
    mentions = MentionRowEncoder(plan.tables)
    rejections = RejectionRowEncoder(plan.tables)
    lines = LineTagger(plan.tables)
  }

  func process(_ raw: RawBatch) -> FinishedBatch {
    var batch = plan.parser.parse(raw, scratch: &parsing)
    maskColumns(&batch)
    analyzer.analyse(batch, into: &tokens)
    var found = MentionBatch()
    tagger.tag(batch, tokens, lexicon: plan.lexicon, into: &found)
    let redactions = redact(batch, &found)
    let rows = BatchRows(
      batch: batch, found: found, redactions: redactions, source: plan.sources[batch.source])
    return FinishedBatch(
      rows: rows,
      records: plan.isFilter ? lines.tag(raw, rows) : encode { records.append(rows, to: &$0) },
      mentions: plan.writesAllMentions ? encode { mentions.append(rows, to: &$0) } : [],
      rejections: encode { writer in
        rejections.append(rows, redact: { plan.redactor.redact($0) }, to: &writer)
      })
  }

  private func encode(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    body(&writer)
    return writer.bytes
  }

  /// Personal data wherever a row may quote the batch's bytes, ascending and disjoint; marks the
  /// outcomes of records that hold some in their texts.
  private func redact(_ batch: RecordBatch, _ found: inout MentionBatch) -> [Redaction] {
    guard plan.redactor.mode != .none else { return [] }
    var all: [Redaction] = []
    var names = KnownNames()
    for (index, record) in batch.records.enumerated() {
      if plan.redactor.mode == .strict {
        names.removeAll()
        for range in [record.author, record.customer, record.contact] where !range.isEmpty {
          // The pointer is used within the closure only; the range lies within the bytes.
          unsafe batch.bytes.withUnsafeBytes { bytes in
            unsafe names.addWithParts(
              UnsafeRawBufferPointer(rebasing: bytes[range.lower..<range.upper]))
          }
        }
      }
      let before = all.count
      for field in record.fields {
        append(batch.fields[Int(field)].text, batch, names, &all)
      }
      if all.count > before { found.outcomes[index].flags.insert(.redacted) }
      append(record.author, batch, names, &all)
      append(record.customer, batch, names, &all)
    }
    names.removeAll()
    for rejection in batch.rejections {
      append(rejection.id, batch, names, &all)
      append(rejection.raw, batch, names, &all)
    }
    all.sort { ($0.start, $0.stop) < ($1.start, $1.stop) }
    return Self.disjoint(all)
  }

  /// Puts masks in the place of personal data in the columns that are tallied or printed as they
  /// are: ids, channels, stages, constituencies and segments. A masked id gets a keyed hash of what
  /// it hides, so that ids stay distinct.
  private func maskColumns(_ batch: inout RecordBatch) {
    guard plan.redactor.mode != .none else { return }
    for index in batch.records.indices {
      let id = batch.records[index].id
      if let masked = maskedColumn(id, in: &batch, isIdentifier: true) {
        batch.records[index].id = masked
      }
      for path in [\Record.channel, \Record.stage, \Record.constituency] {
        if let masked = maskedColumn(batch.records[index][keyPath: path], in: &batch) {
          batch.records[index][keyPath: path] = masked
        }
      }
    }
    for index in batch.segmentValues.indices {
      if let masked = maskedColumn(batch.segmentValues[index], in: &batch) {
        batch.segmentValues[index] = masked
      }
    }
  }

  /// The range of a masked copy of a value, nil where there is nothing to mask.
  private func maskedColumn(
    _ range: ByteRange, in batch: inout RecordBatch, isIdentifier: Bool = false
  ) -> ByteRange? {
    // What has neither a digit nor an @ holds nothing personal that the redactor knows.
    let mayHide = (range.lower..<range.upper).contains { index in
      batch.bytes[index] == 0x40 || batch.bytes[index] &- 0x30 < 10
    }
    guard mayHide else { return nil }
    var masked: [UInt8] = []
    // The pointer is used within the closure only; the range lies within the batch's bytes.
    unsafe batch.bytes.withUnsafeBytes { bytes in
      let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[range.lower..<range.upper])
      unsafe plan.redactor.spans(in: text, into: &spans)
      if !spans.isEmpty { unsafe plan.redactor.append(text, spans, into: &masked) }
    }
    if masked.isEmpty { return nil }
    if isIdentifier {
      let hash = KeyedHash.hash(
        batch.bytes[range.lower..<range.upper], key: plan.tables.options.hashKey)
      masked += Array("-\(String(hash, radix: 16))".utf8)
    }
    let start = batch.bytes.count
    batch.bytes += masked
    return ByteRange(start, batch.bytes.count)
  }

  private func append(
    _ range: ByteRange, _ batch: RecordBatch, _ names: borrowing KnownNames,
    _ all: inout [Redaction]
  ) {
    if range.isEmpty { return }
    // The pointer is used within the closure only; the range lies within the batch's bytes.
    unsafe batch.bytes.withUnsafeBytes { bytes in
      let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[range.lower..<range.upper])
      unsafe plan.redactor.spans(in: text, names: names, into: &spans)
    }
    for span in spans {
      all.append(
        Redaction(start: span.start + range.start, stop: span.stop + range.start, kind: span.kind))
    }
  }

  private static func disjoint(_ sorted: [Redaction]) -> [Redaction] {
    var result: [Redaction] = []
    for span in sorted where span.start >= result.last?.stop ?? 0 { result.append(span) }
    return result
  }
}

extension Redactor {
  /// A sentence with personal data masked.
  func redact(_ text: String) -> String {
    if mode == .none { return text }
    let bytes = Array(text.utf8)
    var spans: [Redaction] = []
    var masked: [UInt8] = []
    // The pointer is used within the closure only.
    unsafe bytes.withUnsafeBytes { raw in
      unsafe self.spans(in: raw, into: &spans)
      unsafe append(raw, spans, into: &masked)
    }
    return String(decoding: masked, as: UTF8.self)
  }
}
