internal import EarshotFormats
internal import EarshotIngest
internal import EarshotLexicon
internal import EarshotModel
internal import EarshotReport
internal import EarshotTagging
internal import EarshotText

/// The trace of one text: its clauses, what matched in them, the factors, and the rows behind.
package struct ExplainVerb: Sendable {
  package var configuration: Configuration
  package var text: String
  package var isJSON: Bool

  package init(configuration: Configuration, text: String, isJSON: Bool) {
    self.configuration = configuration
    self.text = text
    self.isJSON = isJSON
  }

  package func run() throws(Failure) {
    let plan = try WorkPlan(
      configuration, options: try configuration.inputOptions(), sources: ["text"])
    let batch = Self.batch(of: text)
    var tokens = TokenBatch()
    var found = MentionBatch()
    do {
      var analyzer = try TextAnalyzer(
        identifier: plan.identifier, literals: plan.lexicon.literals,
        fixedLanguage: plan.fixedLanguage)
      analyzer.analyse(batch, into: &tokens)
    } catch {
      throw .text(error)
    }
    var tagger = Tagger()
    tagger.tag(batch, tokens, lexicon: plan.lexicon, into: &found)
    let output = StandardOutput()
    if isJSON {
      var writer = JSONWriter()
      var encoder = TaggedValueEncoder(plan.tables)
      let rows = BatchRows(batch: batch, found: found, redactions: [], source: "text")
      encoder.append(record: 0, of: rows, to: &writer)
      writer.endLine()
      try output.write(writer.bytes)
    } else {
      let trace = Trace(batch: batch, tokens: tokens, found: found, lexicon: plan.lexicon)
      try output.write(trace.description)
    }
    try output.finish()
  }

  private static func batch(of text: String) -> RecordBatch {
    var batch = RecordBatch(sequence: 0, source: 0, dimensions: 0)
    batch.bytes = Array(text.utf8)
    batch.fields = [TextField(name: 0, text: ByteRange(0, batch.bytes.count))]
    var record = Record(line: 1, byte: 0)
    record.fields = 0..<1
    batch.records = [record]
    return batch
  }
}

/// What `explain` prints: first the verdict, then each clause with its mentions, then the themes.
private struct Trace: CustomStringConvertible {
  let batch: RecordBatch
  let tokens: TokenBatch
  let found: MentionBatch
  let lexicon: Lexicon

  var description: String {
    let outcome = found.outcomes[0]
    var lines: [String] = []
    let sure = Self.decimal(Int64(outcome.language.confidence), places: 2)
    lines.append("language  \(outcome.language.tag.text) (\(sure))")
    lines.append(
      "tokens    " + tokens.tokens.map { quote($0.start, $0.stop) }.joined(separator: " · "))
    lines.append("label     \(outcome.label.name)\(scoreText(outcome.score))")
    var clause: Int32 = -1
    for mention in found.mentions {
      if mention.clause != clause {
        clause = mention.clause
        lines.append("")
        lines.append("clause \(clause + 1)  \(quote(mention.clauseStart, mention.clauseStop))")
      }
      lines.append(row(mention))
      for index in mention.shifters { lines.append(factor(found.shifters[Int(index)])) }
    }
    if found.mentions.isEmpty { lines += ["", "no row of the lexicon matches"] }
    let direct = found.themes.filter(\.isDirect)
    if !direct.isEmpty {
      lines.append("")
      for theme in direct {
        let path = lexicon.catalog.themes[Int(theme.theme)].path
        lines.append("theme     \(Self.pad(path, 28)) \(theme.label.name)\(scoreText(theme.score))")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func row(_ mention: Mention) -> String {
    let id = lexicon.catalog.name(mention.kind, mention.id) ?? ""
    let name = Self.pad(mention.kind.name + (id.isEmpty ? "" : " " + id), 30)
    let match = Self.pad(quote(mention.start, mention.stop), 24)
    var value = ""
    if let base = mention.base, let score = mention.score {
      value = Self.signed(base)
      if base != score || !mention.shifters.isEmpty { value += " -> " + Self.signed(score) }
    }
    return
      "  \(name)  \(match)  \(Self.pad(value, 18))  \(lexicon.catalog.rules[Int(mention.rule)])"
  }

  private func factor(_ shifter: Shifter) -> String {
    let name = Self.pad("  × \(shifter.kind.name)", 30)
    let match = Self.pad(quote(shifter.start, shifter.stop), 24)
    return "  \(name)  \(match)  \(Self.decimal(Int64(shifter.factor), places: 4))"
  }

  private func quote(_ start: Int32, _ stop: Int32) -> String {
    VisibleText.line(batch.string(ByteRange(Int(start), Int(stop))))
  }

  private func scoreText(_ score: Int32?) -> String { score.map { "  " + Self.signed($0) } ?? "" }

  private static func signed(_ value: Int32) -> String {
    (value > 0 ? "+" : "") + decimal(Int64(value), places: 4)
  }

  /// A value in units of 1e-4 as a decimal number.
  private static func decimal(_ value: Int64, places: Int) -> String {
    var bytes: [UInt8] = []
    DecimalText.append(Double(value) / 10_000, places: places, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Pads to columns as a terminal counts them.
  private static func pad(_ text: String, _ width: Int) -> String {
    let columns = text.unicodeScalars.reduce(0) { $0 + CodePoint.columns($1) }
    return text + String(repeating: " ", count: max(0, width - columns))
  }
}
