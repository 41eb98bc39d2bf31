package import EarshotModel

/// A batch, what was found in it, and what of it is personal: all that its rows are made of.
package struct BatchRows: Sendable {
  package let batch: RecordBatch
  package let found: MentionBatch
  /// Personal data in the batch's bytes, wherever a row may quote them: sorted by start, disjoint.
  package let redactions: [Redaction]
  /// The input as named on the command line.
  package let source: String
  let sourceBytes: [UInt8]

  package init(
    batch: RecordBatch, found: MentionBatch, redactions: [Redaction], source: String
  ) {
    self.batch = batch
    self.found = found
    self.redactions = redactions
    self.source = source
    sourceBytes = Array(source.utf8)
  }
}

extension BatchRows {
  /// The id under which every file names a record: as written and redacted, else `SOURCE:LINE`.
  package func identifier(of record: Int, _ tables: RowTables) -> String {
    var text: [UInt8] = []
    appendIdentifier(of: record, tables, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The first text field of a record as `--text redacted` shows it; empty without text.
  package func quotation(of record: Int, _ tables: RowTables) -> String {
    guard let text = mainText(of: record) else { return "" }
    var masked: [UInt8] = []
    // The pointer is used inside the closure only.
    unsafe batch.bytes.withUnsafeBytes { raw in
      unsafe appendMasked(text, of: raw, tables.options.redacts, tables, to: &masked)
    }
    return String(decoding: masked, as: UTF8.self)
  }

  func appendIdentifier(of record: Int, _ tables: RowTables, to text: inout [UInt8]) {
    let id = batch.records[record].id
    guard !id.isEmpty else {
      text.append(contentsOf: sourceBytes)
      text.append(0x3A)
      text.append(contentsOf: String(batch.records[record].line).utf8)
      return
    }
    // The pointer is used inside the closure only.
    unsafe batch.bytes.withUnsafeBytes { raw in
      unsafe appendMasked(id, of: raw, tables.options.redacts, tables, to: &text)
    }
  }

  /// The text that stands for the record where there is room for one.
  func mainText(of record: Int) -> ByteRange? {
    let fields = batch.records[record].fields
    return fields.isEmpty ? nil : batch.fields[Int(fields.lowerBound)].text
  }

  /// The bytes of a range, cut to what there is.
  @inline(__always)
  static func slice(
    _ range: ByteRange, of raw: UnsafeRawBufferPointer
  ) -> UnsafeRawBufferPointer {
    let stop = min(range.upper, raw.count)
    let start = min(max(range.lower, 0), max(stop, 0))
    // 0 <= start <= stop <= count.
    return unsafe UnsafeRawBufferPointer(rebasing: raw[start..<max(start, stop)])
  }

  /// Index of the first redaction that ends after an offset; their count if none does.
  func firstRedaction(endingAfter offset: Int) -> Int {
    var low = 0
    var high = redactions.count
    while low < high {
      let middle = (low + high) / 2
      if Int(redactions[middle].stop) > offset { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func needsMask(_ range: ByteRange) -> Bool {
    if redactions.isEmpty { return false }
    let index = firstRedaction(endingAfter: range.lower)
    return index < redactions.count && redactions[index].start < range.stop
  }

  /// Appends the bytes of a range; a redaction that overlaps it, be it by one byte, shows its
  /// whole mask instead.
  func appendMasked(
    _ range: ByteRange, of raw: UnsafeRawBufferPointer, _ masks: Bool, _ tables: RowTables,
    to text: inout [UInt8]
  ) {
    var position = range.lower
    if masks {
      for redaction in redactions[firstRedaction(endingAfter: range.lower)...] {
        guard redaction.start < range.stop else { break }
        let plain = ByteRange(position, max(position, Int(redaction.start)))
        unsafe text.append(contentsOf: Self.slice(plain, of: raw))
        text.append(contentsOf: tables.masks[Int(redaction.kind.rawValue)])
        position = max(position, Int(redaction.stop))
      }
    }
    unsafe text.append(
      contentsOf: Self.slice(ByteRange(position, max(position, range.upper)), of: raw))
  }
}
