package import EarshotFormats
internal import EarshotModel

/// Writes rows of mentions.jsonl.
package struct MentionRowEncoder: Sendable {
  private var values: RowValues
  private var offsets: OffsetIndex
  private var tables: RowTables { values.tables }

  package init(_ tables: RowTables) {
    values = RowValues(tables)
    offsets = OffsetIndex(tables.options.offsets)
  }

  /// Appends a line for each mention of the batch, in record order.
  package mutating func append(_ rows: BatchRows, to writer: inout JSONWriter) {
    for record in rows.batch.records.indices {
      append(record: record, of: rows, to: &writer)
    }
  }

  /// Appends the lines of one record, each with its newline.
  package mutating func append(record: Int, of rows: BatchRows, to writer: inout JSONWriter) {
    appendRows(record, rows, endsLines: true, to: &writer)
  }

  /// Appends the mentions of one record as an array.
  mutating func appendArray(record: Int, of rows: BatchRows, to writer: inout JSONWriter) {
    writer.beginArray()
    appendRows(record, rows, endsLines: false, to: &writer)
    writer.endArray()
  }

  private mutating func appendRows(
    _ record: Int, _ rows: BatchRows, endsLines: Bool, to writer: inout JSONWriter
  ) {
    let outcome = rows.found.outcomes[record]
    guard !outcome.mentions.isEmpty else { return }
    // The pointer is used inside the closure only.
    unsafe rows.batch.bytes.withUnsafeBytes { raw in
      // What the index holds may be of another record or batch.
      var isLoaded = false
      for index in outcome.mentions {
        let mention = rows.found.mentions[Int(index)]
        if !isLoaded || mention.start < offsets.text.start || mention.stop > offsets.text.stop {
          unsafe offsets.load(Self.text(of: mention, rows), of: raw)
          isLoaded = true
        }
        writer.beginObject()
        unsafe appendMembers(mention, outcome, rows, raw, to: &writer)
        writer.endObject()
        if endsLines { writer.endLine() }
      }
    }
  }

  /// The text field that holds a mention.
  private static func text(of mention: Mention, _ rows: BatchRows) -> ByteRange {
    for index in rows.batch.records[Int(mention.record)].fields {
      let text = rows.batch.fields[Int(index)].text
      if text.start <= mention.start, mention.stop <= text.stop,
        text.lower >= 0, text.upper <= rows.batch.bytes.count
      {
        return text
      }
    }
    return .empty
  }

  private mutating func appendMembers(
    _ mention: Mention, _ outcome: Outcome, _ rows: BatchRows, _ raw: UnsafeRawBufferPointer,
    to writer: inout JSONWriter
  ) {
    writer.key("schema")
    writer.string("mention/1" as StaticString)
    writer.key("record")
    values.identifier(of: Int(mention.record), rows, to: &writer)
    writer.key("n")
    writer.integer(Int(mention.ordinal))
    writer.key("field")
    tables.fields.write(Int(mention.field), to: &writer)
    writer.key("kind")
    tables.rowKinds.write(Int(mention.kind.rawValue), to: &writer)
    writer.key("id")
    if let names = tables.names(of: mention.kind) {
      names.write(Int(mention.id), to: &writer)
    } else {
      writer.null()
    }
    unsafe appendSpan(mention.start, mention.stop, rows, raw, to: &writer)
    writer.key("clause")
    writer.integer(Int(mention.clause))
    writer.key("clause_start")
    unsafe writer.integer(offsets.units(at: mention.clauseStart, raw))
    writer.key("clause_stop")
    unsafe writer.integer(offsets.units(at: mention.clauseStop, raw))
    writer.key("lang")
    values.language(outcome.language.tag, to: &writer)
    writer.key("base")
    writer.tenThousandths(mention.base)
    writer.key("score")
    writer.tenThousandths(mention.score)
    writer.key("negated")
    writer.bool(mention.isNegated)
    writer.key("irrealis")
    writer.bool(mention.isIrrealis)
    unsafe appendShifters(mention, rows, raw, to: &writer)
    writer.key("rule")
    tables.rules.write(Int(mention.rule), to: &writer)
  }

  private mutating func appendSpan(
    _ start: Int32, _ stop: Int32, _ rows: BatchRows, _ raw: UnsafeRawBufferPointer,
    to writer: inout JSONWriter
  ) {
    writer.key("start")
    unsafe writer.integer(offsets.units(at: start, raw))
    writer.key("stop")
    unsafe writer.integer(offsets.units(at: stop, raw))
    writer.key("match")
    let range = ByteRange(Int(start), Int(stop))
    unsafe values.text(range, of: rows, raw, masked: tables.options.masksText, to: &writer)
  }

  private mutating func appendShifters(
    _ mention: Mention, _ rows: BatchRows, _ raw: UnsafeRawBufferPointer,
    to writer: inout JSONWriter
  ) {
    writer.key("shifters")
    writer.beginArray()
    for index in mention.shifters {
      let shifter = rows.found.shifters[Int(index)]
      writer.beginObject()
      writer.key("kind")
      tables.rowKinds.write(Int(shifter.kind.rawValue), to: &writer)
      writer.key("match")
      let range = ByteRange(Int(shifter.start), Int(shifter.stop))
      unsafe values.text(range, of: rows, raw, masked: tables.options.masksText, to: &writer)
      writer.key("start")
      unsafe writer.integer(offsets.units(at: shifter.start, raw))
      writer.key("stop")
      unsafe writer.integer(offsets.units(at: shifter.stop, raw))
      writer.key("factor")
      writer.tenThousandths(shifter.factor)
      writer.endObject()
    }
    writer.endArray()
  }
}
