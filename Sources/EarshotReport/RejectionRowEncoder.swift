package import EarshotFormats
internal import EarshotModel

/// Writes rows of rejects.jsonl.
package struct RejectionRowEncoder: Sendable {
  private var values: RowValues

  package init(_ tables: RowTables) { values = RowValues(tables) }

  /// Appends a line for each rejection of the batch, in input order.
  ///
  /// - Parameter redact: Masks personal data in a sentence that may quote the input.
  package mutating func append(
    _ rows: BatchRows, redact: (String) -> String = { $0 }, to writer: inout JSONWriter
  ) {
    // The pointer is used inside the closure only.
    unsafe rows.batch.bytes.withUnsafeBytes { raw in
      for rejection in rows.batch.rejections {
        writer.beginObject()
        unsafe appendMembers(rejection, rows, raw, redact, to: &writer)
        writer.endObject()
        writer.endLine()
      }
    }
  }

  private mutating func appendMembers(
    _ rejection: Rejection, _ rows: BatchRows, _ raw: UnsafeRawBufferPointer,
    _ redact: (String) -> String, to writer: inout JSONWriter
  ) {
    let masked = values.tables.options.redacts
    writer.key("schema")
    writer.string("reject/1" as StaticString)
    writer.key("source")
    writer.string(rows.sourceBytes)
    writer.key("line")
    writer.integer(rejection.line)
    writer.key("byte")
    writer.integer(Int(rejection.byte))
    writer.key("id")
    unsafe values.optionalText(rejection.id, of: rows, raw, to: &writer)
    writer.key("reason")
    writer.string(rejection.reason.code)
    writer.key("detail")
    writer.string(masked ? redact(rejection.detail) : rejection.detail)
    writer.key("raw")
    unsafe values.text(rejection.raw, of: rows, raw, masked: masked, to: &writer)
  }
}
