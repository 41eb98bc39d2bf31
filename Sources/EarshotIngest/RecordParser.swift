internal import EarshotFormats
package import EarshotModel

/// Memory that parsing reuses from batch to batch; one a task.
package struct ParserScratch: ~Copyable, Sendable {
  var document = JSONDocument()
  var schema = KeySchema()
  /// By slot of the column map.
  var values: [CellValue] = []
  /// The slots that hold a value of the record under way.
  var filled: [Int] = []
  /// The targets of these slots, a bit each.
  var targets: UInt32 = 0
  var name: [UInt8] = []

  package init() {}
}

/// Parses the records of a batch: pure, so that batches are parsed in any order and number.
///
/// Advice to whoever changes it next: a record's values are appended to the batch's bytes as they
/// are met; `assemble` then judges the record as a whole, and takes the bytes back if it is
/// rejected. Nothing here may allocate a record but by growing these arrays.
package struct RecordParser: Sendable {
  let options: InputOptions
  let map: ColumnMap
  let limits: JSONDocument.Limits

  package init(_ options: InputOptions) {
    self.options = options
    map = options.map
    limits = JSONDocument.Limits(depth: options.maxDepth)
  }

  /// Field names for `TextField.name`.
  package var fieldNames: [String] { map.fieldNames }
  /// Segment dimensions, in the order of `RecordBatch.segmentValues`.
  package var dimensions: [String] { map.dimensions }

  /// The records of a batch. Every record read is in `records` or in `rejections`.
  package func parse(_ raw: RawBatch, scratch: inout ParserScratch) -> RecordBatch {
    var batch = RecordBatch(
      sequence: raw.sequence, source: raw.source, dimensions: map.dimensions.count)
    batch.warnings = raw.warnings
    batch.blank = raw.blank
    batch.bytes.reserveCapacity(raw.bytes.count + raw.bytes.count / 8)
    if scratch.values.count != map.slots.count {
      scratch.values = Array(repeating: CellValue(), count: map.slots.count)
    }
    // The pointer is used inside the closure only.
    unsafe raw.bytes.withUnsafeBytes { bytes in
      switch raw.layout {
      case .jsonLines, .textLines: unsafe parseLines(bytes, raw, &batch, &scratch)
      case .jsonValues, .texts, .rows: unsafe parseExtents(bytes, raw, &batch, &scratch)
      }
    }
    return batch
  }

  private func parseLines(
    _ bytes: UnsafeRawBufferPointer, _ raw: RawBatch, _ batch: inout RecordBatch,
    _ scratch: inout ParserScratch
  ) {
    var start = 0
    var line = raw.firstLine
    while start < bytes.count {
      let end = unsafe Self.lineEnd(bytes, start)
      let place = RecordPlace(line: line, byte: raw.byteOffset + Int64(start))
      // start...end lies in bounds.
      let record = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      if record.count > options.maxLine {
        let kept = RawBatch.keptBytes(limit: options.maxLine)
        let head = unsafe UnsafeRawBufferPointer(rebasing: record.prefix(kept))
        unsafe reject(.tooLong, tooLongDetail, head, place, .empty, &batch)
      } else {
        unsafe parseLine(record, raw.layout, place, &batch, &scratch)
      }
      start = end + 1
      line += 1
    }
  }

  /// The offset of the next line feed, or the end.
  private static func lineEnd(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int {
    var i = start
    while i &+ 8 <= bytes.count {
      // Eight bytes from i lie in bounds. A byte that equals a line feed sets its highest bit.
      let word = unsafe UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: i, as: UInt64.self))
      let difference = word ^ 0x0A0A_0A0A_0A0A_0A0A
      let mask =
        (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
      if mask != 0 { return i &+ mask.trailingZeroBitCount &>> 3 }
      i &+= 8
    }
    while i < bytes.count {
      if unsafe bytes[i] == 0x0A { return i }
      i &+= 1
    }
    return bytes.count
  }

  private func parseLine(
    _ line: UnsafeRawBufferPointer, _ layout: RawBatch.Layout, _ place: RecordPlace,
    _ batch: inout RecordBatch, _ scratch: inout ParserScratch
  ) {
    var first = 0
    var last = line.count
    // Each read is inside first..<last. A byte order mark at a line's start is left from joining.
    if last >= 3, unsafe line[0] == 0xEF, unsafe line[1] == 0xBB, unsafe line[2] == 0xBF {
      first = 3
    }
    while last > first, unsafe line[last - 1] == 0x0D { last -= 1 }
    let record = unsafe UnsafeRawBufferPointer(rebasing: line[first..<last])
    var place = place
    place.byte += Int64(first)
    if unsafe record.allSatisfy({ $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D) }) {
      batch.blank += 1
    } else if layout == .jsonLines {
      unsafe parseJSON(record, place, &batch, &scratch)
    } else {
      unsafe parseText(record, place, &batch, &scratch)
    }
  }

  private func parseExtents(
    _ bytes: UnsafeRawBufferPointer, _ raw: RawBatch, _ batch: inout RecordBatch,
    _ scratch: inout ParserScratch
  ) {
    for extent in raw.extents {
      let range = extent.range.clamped(to: 0..<bytes.count)
      let place = RecordPlace(line: extent.line, byte: raw.byteOffset + Int64(range.lowerBound))
      // The range is clamped to the buffer.
      let record = unsafe UnsafeRawBufferPointer(rebasing: bytes[range])
      if let problem = extent.problem {
        let (reason, detail) = judge(problem, raw.layout, extent.line)
        unsafe reject(reason, detail, record, place, .empty, &batch)
        continue
      }
      switch raw.layout {
      case .jsonLines, .jsonValues: unsafe parseJSON(record, place, &batch, &scratch)
      case .textLines, .texts: unsafe parseText(record, place, &batch, &scratch)
      case .rows: unsafe parseRow(record, extent, raw, place, &batch, &scratch)
      }
    }
  }

  private func judge(
    _ problem: RawBatch.Problem, _ layout: RawBatch.Layout, _ line: Int
  ) -> (RejectionReason, String) {
    switch problem {
    case .tooLong: (.tooLong, tooLongDetail)
    case .openQuote(let lastLine):
      (
        .badCSV,
        "a quote opens on line \(line) and is not closed up to line \(lastLine); "
          + "reading went on at line \(line + 1)"
      )
    case .missingElement: (.parseError, "expected a value, found ',' or ']'")
    case .unclosedElement: (.parseError, "the input ends inside this value")
    case .unclosedArray: (.parseError, "the input ends before the array's ']'")
    case .trailingBytes: (.parseError, "expected nothing after the array's ']'")
    }
  }

  private var tooLongDetail: String {
    "expected at most \(options.maxLine) bytes (--max-line)"
  }
}

/// Where a record begins.
struct RecordPlace {
  var line: Int
  var byte: Int64
}

extension RecordParser {
  /// Adds a rejection with the beginning of the record as read.
  func reject(
    _ reason: RejectionReason, _ detail: String, _ record: UnsafeRawBufferPointer,
    _ place: RecordPlace, _ id: ByteRange, _ batch: inout RecordBatch
  ) {
    let start = batch.bytes.count
    // 200 code points are at most 800 bytes; a mark may stand before them.
    let head = unsafe UnsafeRawBufferPointer(rebasing: record.prefix(RawBatch.keptBytes))
    unsafe UTF8Repair.append(head, to: &batch.bytes)
    var kept = start
    var codePoints = 0
    while kept < batch.bytes.count {
      if batch.bytes[kept] & 0xC0 != 0x80 {
        if codePoints == 200 { break }
        codePoints += 1
      }
      kept += 1
    }
    batch.bytes.removeSubrange(kept...)
    batch.rejections.append(
      Rejection(
        line: place.line, byte: place.byte, id: id, reason: reason, detail: detail,
        raw: ByteRange(start, kept)))
  }
}
