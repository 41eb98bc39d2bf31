package import EarshotFormats
internal import EarshotModel

/// Writes what `tag` adds to an object: the record row plus its `mentions`.
package struct TaggedValueEncoder: Sendable {
  private var records: RecordRowEncoder
  private var mentions: MentionRowEncoder

  package init(_ tables: RowTables) {
    records = RecordRowEncoder(tables)
    mentions = MentionRowEncoder(tables)
  }

  /// Appends one object, no newline: the value of the key `earshot`.
  package mutating func append(record: Int, of rows: BatchRows, to writer: inout JSONWriter) {
    writer.beginObject()
    records.appendMembers(record, rows, nil, to: &writer)
    writer.key("mentions")
    mentions.appendArray(record: record, of: rows, to: &writer)
    writer.endObject()
  }
}
