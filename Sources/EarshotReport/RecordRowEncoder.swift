package import EarshotFormats
internal import EarshotModel

/// Writes rows of records.jsonl.
package struct RecordRowEncoder: Sendable {
  private var values: RowValues
  private var tables: RowTables { values.tables }

  package init(_ tables: RowTables) { values = RowValues(tables) }

  /// Appends a line for each record of the batch, in input order.
  package mutating func append(_ rows: BatchRows, to writer: inout JSONWriter) {
    for record in rows.batch.records.indices {
      append(record: record, of: rows, to: &writer)
    }
  }

  /// Appends the line of one record.
  ///
  /// - Parameter original: Id of the record that this one repeats.
  package mutating func append(
    record: Int, of rows: BatchRows, duplicateOf original: String? = nil,
    to writer: inout JSONWriter
  ) {
    writer.beginObject()
    appendMembers(record, rows, original, to: &writer)
    writer.endObject()
    writer.endLine()
  }

  /// Appends the keys and values of a record without the braces around them.
  mutating func appendMembers(
    _ index: Int, _ rows: BatchRows, _ original: String?, to writer: inout JSONWriter
  ) {
    let record = rows.batch.records[index]
    let outcome = rows.found.outcomes[index]
    // The pointer is used inside the closure only.
    unsafe rows.batch.bytes.withUnsafeBytes { raw in
      unsafe appendOrigin(index, record, rows, raw, to: &writer)
      unsafe appendColumns(index, record, outcome, rows, raw, to: &writer)
      appendFigures(record, outcome, to: &writer)
      appendFindings(outcome, rows, to: &writer)
      writer.key("effort")
      writer.null()
      writer.key("dup_of")
      if let original { writer.string(original) } else { writer.null() }
      appendFlags(record.flags.union(outcome.flags), to: &writer)
      unsafe appendText(index, rows, raw, to: &writer)
    }
  }

  private mutating func appendOrigin(
    _ index: Int, _ record: Record, _ rows: BatchRows, _ raw: UnsafeRawBufferPointer,
    to writer: inout JSONWriter
  ) {
    writer.key("schema")
    writer.string("record/1" as StaticString)
    writer.key("id")
    values.identifier(of: index, rows, to: &writer)
    writer.key("source")
    writer.string(rows.sourceBytes)
    writer.key("line")
    writer.integer(record.line)
    writer.key("kind")
    writer.string(record.kind.literal)
    writer.key("author")
    unsafe values.person(record.author, raw, to: &writer)
    writer.key("role")
    writer.string(record.role.literal)
    writer.key("customer")
    unsafe values.person(record.customer, raw, to: &writer)
  }

  private mutating func appendColumns(
    _ index: Int, _ record: Record, _ outcome: Outcome, _ rows: BatchRows,
    _ raw: UnsafeRawBufferPointer, to writer: inout JSONWriter
  ) {
    writer.key("stage")
    unsafe appendGiven(
      record.stage, orFirst: outcome.stages, of: tables.stages, rows, raw, to: &writer)
    writer.key("constituency")
    unsafe appendGiven(
      record.constituency, orFirst: outcome.constituencies, of: tables.constituencies, rows, raw,
      to: &writer)
    writer.key("channel")
    unsafe values.optionalText(record.channel, of: rows, raw, to: &writer)
    for dimension in tables.segmentKeys.indices {
      writer.key(tables.segmentKeys[dimension])
      let value =
        dimension < rows.batch.dimensions ? rows.batch.segment(dimension, of: index) : .empty
      unsafe values.optionalText(value, of: rows, raw, to: &writer)
    }
    writer.key("time")
    values.time(record.time, to: &writer)
    writer.key("day")
    values.day(record.day, to: &writer)
    appendLanguage(outcome.language, to: &writer)
  }

  /// What the input says, else the first name found in the text, else null.
  private mutating func appendGiven(
    _ range: ByteRange, orFirst ids: Range<Int32>, of names: NameTable, _ rows: BatchRows,
    _ raw: UnsafeRawBufferPointer, to writer: inout JSONWriter
  ) {
    guard range.isEmpty, !ids.isEmpty else {
      return unsafe values.optionalText(range, of: rows, raw, to: &writer)
    }
    names.write(Int(rows.found.ids[Int(ids.lowerBound)]), to: &writer)
  }

  private mutating func appendLanguage(_ guess: LanguageGuess, to writer: inout JSONWriter) {
    writer.key("lang")
    values.language(guess.tag, to: &writer)
    writer.key("lang_conf")
    let isKnown = guess.tag != .undetermined || guess.first != .undetermined
    writer.tenThousandths(isKnown ? guess.confidence : nil)
    writer.key("lang2")
    let other = guess.tag == .undetermined ? guess.first : guess.second
    if other == .undetermined { writer.null() } else { values.language(other, to: &writer) }
  }

  private func appendFigures(
    _ record: Record, _ outcome: Outcome, to writer: inout JSONWriter
  ) {
    writer.key("rating")
    writer.fixedPoint(record.rating?.value, scale: 4)
    writer.key("weight")
    writer.fixedPoint(record.weight, scale: 6)
    writer.key("chars")
    writer.integer(Int(outcome.characters))
    writer.key("tokens")
    writer.integer(Int(outcome.tokens))
    writer.key("clauses")
    writer.integer(Int(outcome.clauses))
    writer.key("score")
    writer.tenThousandths(outcome.score)
    writer.key("pos")
    writer.tenThousandths(outcome.positive)
    writer.key("neg")
    writer.tenThousandths(outcome.negative)
    writer.key("label")
    writer.string(outcome.label.literal)
  }

  private func appendFindings(
    _ outcome: Outcome, _ rows: BatchRows, to writer: inout JSONWriter
  ) {
    writer.key("themes")
    writer.beginArray()
    for index in outcome.themes where rows.found.themes[Int(index)].isDirect {
      tables.themes.write(Int(rows.found.themes[Int(index)].theme), to: &writer)
    }
    writer.endArray()
    writer.key("theme_scores")
    writer.beginArray()
    for index in outcome.themes where rows.found.themes[Int(index)].isDirect {
      writer.tenThousandths(rows.found.themes[Int(index)].score)
    }
    writer.endArray()
    writer.key("intents")
    appendNames(outcome.intents, of: tables.intents, rows, to: &writer)
    writer.key("emotions")
    appendNames(outcome.emotions, of: tables.emotions, rows, to: &writer)
    writer.key("questions")
    writer.integer(Int(outcome.questions))
  }

  private func appendNames(
    _ ids: Range<Int32>, of names: NameTable, _ rows: BatchRows, to writer: inout JSONWriter
  ) {
    writer.beginArray()
    for index in ids { names.write(Int(rows.found.ids[Int(index)]), to: &writer) }
    writer.endArray()
  }

  private func appendFlags(_ flags: RecordFlags, to writer: inout JSONWriter) {
    writer.key("flags")
    writer.beginArray()
    var rest = flags.rawValue
    while rest != 0 {
      tables.flags.write(rest.trailingZeroBitCount, to: &writer)
      rest &= rest - 1
    }
    writer.endArray()
  }

  private mutating func appendText(
    _ index: Int, _ rows: BatchRows, _ raw: UnsafeRawBufferPointer, to writer: inout JSONWriter
  ) {
    writer.key("text")
    guard tables.options.text != .none, let text = rows.mainText(of: index) else {
      return writer.null()
    }
    unsafe values.text(text, of: rows, raw, masked: tables.options.masksText, to: &writer)
  }
}
