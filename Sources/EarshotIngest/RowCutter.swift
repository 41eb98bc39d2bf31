internal import EarshotFormats
internal import EarshotModel

/// Cuts a table at its rows and unquotes their cells.
///
/// A quote that is never closed would swallow the rows after it: then only its first line is
/// refused, and reading goes on at the next.
final class RowCutter: RecordCutter {
  private let path: String
  private let delimiter: CSVReader.Delimiter
  private let options: InputOptions
  private let batchBytes: Int
  private var reader: CSVReader
  /// Where in the input the reader's first byte lies, and how many lines stand before it.
  private var origin: Int64 = -1
  private var lines = 0
  private var blankLines = 0
  /// Bytes of the window that the reader has seen.
  private var scanned = 0
  private var columns: TableColumns?
  /// Offset, for the reader, of a record that is passed over.
  private var skipped: Int?
  private var isDone = false

  init(path: String, delimiter: CSVReader.Delimiter, options: InputOptions) {
    self.path = path
    self.delimiter = delimiter
    self.options = options
    batchBytes = max(options.batchBytes, 1)
    reader = CSVReader(delimiter: delimiter, maxRecordBytes: options.maxLine)
  }

  func next(_ window: Window) throws(IngestError) -> RawBatch? {
    if isDone { return nil }
    if origin < 0 { origin = window.offset }
    var batch = RawBatch(layout: .rows, line: 1, offset: window.offset)
    var end = 0
    while true {
      // The pointer is used inside the closure only.
      var event = unsafe window.bytes.withUnsafeBytes {
        unsafe reader.next(in: $0, at: &scanned)
      }
      if case .needsInput = event, window.isAtEnd { event = reader.finish() }
      switch event {
      case .record where isOpen && recover(window, &batch, .openQuote(lastLine: lastLine)):
        end = scanned
      case .record:
        try readRecord(window, &batch)
        end = scanned
        if end >= batchBytes, !batch.extents.isEmpty { return finish(batch, window, end) }
      case .tooLong where recover(window, &batch, .openQuote(lastLine: lastLine)):
        end = scanned
      case .tooLong:
        let begin = place(window)
        let kept = begin..<min(window.count, begin + RawBatch.keptBytes(limit: options.maxLine))
        batch.extents.append(RawBatch.Extent(range: kept, line: line, problem: .tooLong))
        skipped = reader.offset
        return finish(batch, window, scanned)
      case .needsInput:
        if skipped != nil, batch.extents.isEmpty {
          forgetSkipped(window, &batch)
        } else if options.isEager, end > 0, !batch.extents.isEmpty {
          return finish(batch, window, end)
        }
        try window.fill(window.count + batchBytes)
      case .end:
        isDone = true
        addBlank(&batch)
        if batch.extents.isEmpty, batch.blank == 0 { return nil }
        return finish(batch, window, window.count)
      }
    }
  }

  private var line: Int { lines + reader.line }
  private var lastLine: Int { lines + reader.lastLine }
  private var isOpen: Bool { reader.faults.contains(.unterminatedQuote) }

  /// The offset in the window of the reader's record.
  private func place(_ window: Window) -> Int {
    max(0, Int(origin + Int64(reader.offset) - window.offset))
  }

  private func readRecord(_ window: Window, _ batch: inout RawBatch) throws(IngestError) {
    skipped = nil
    if isOpen || reader.faults.contains(.textAfterQuote) { batch.warnings[.badCSVQuote] += 1 }
    if columns == nil {
      let count = reader.fieldCount
      let cells = (0..<count).map { FormatSniffer.trimmed(reader.buffer[reader.field($0)]) }
      let names =
        options.hasHeader
        ? cells.map { String(decoding: $0, as: UTF8.self) } : (1...max(count, 1)).map { "\($0)" }
      columns = try TableHeader.columns(names, path: path, options: options)
      if options.hasHeader { return }
    }
    if let columns { batch.columns = columns }
    let first = batch.cellEnds.count
    let base = UInt32(truncatingIfNeeded: batch.cells.count)
    batch.cells.append(contentsOf: reader.buffer)
    for index in 0..<reader.fieldCount {
      batch.cellEnds.append(base &+ UInt32(truncatingIfNeeded: reader.field(index).upperBound))
    }
    let begin = place(window)
    var stop = scanned
    while stop > begin, window.bytes[stop - 1] == 0x0A || window.bytes[stop - 1] == 0x0D {
      stop -= 1
    }
    batch.extents.append(
      RawBatch.Extent(range: begin..<stop, line: line, cells: first..<batch.cellEnds.count))
  }

  /// Refuses the first line of the record and goes on after it, if the record has more lines.
  private func recover(
    _ window: Window, _ batch: inout RawBatch, _ problem: RawBatch.Problem
  ) -> Bool {
    let begin = place(window)
    guard skipped == nil, begin < scanned else { return false }
    let record = window.bytes[begin..<scanned]
    let lineEnd = record.firstIndex(of: 0x0A) ?? record.firstIndex(of: 0x0D)
    guard let stop = lineEnd ?? (isOpen ? scanned : nil) else { return false }
    batch.extents.append(RawBatch.Extent(range: begin..<stop, line: line, problem: problem))
    lines += reader.line
    addBlank(&batch)
    blankLines = 0
    reader = CSVReader(delimiter: delimiter, maxRecordBytes: options.maxLine)
    scanned = min(stop + 1, window.count)
    origin = window.offset + Int64(scanned)
    return true
  }

  /// Forgets what is passed over, so that memory stays flat.
  private func forgetSkipped(_ window: Window, _ batch: inout RawBatch) {
    let isStillSkipping = skipped == reader.offset
    let end = isStillSkipping ? scanned : place(window)
    if !isStillSkipping { skipped = nil }
    window.drop(end)
    scanned -= end
    batch.byteOffset = window.offset
  }

  private func addBlank(_ batch: inout RawBatch) {
    batch.blank += reader.blankLines - blankLines
    blankLines = reader.blankLines
  }

  private func finish(_ batch: RawBatch, _ window: Window, _ count: Int) -> RawBatch {
    var batch = batch
    addBlank(&batch)
    batch.bytes = window.take(count)
    scanned -= count
    return batch
  }
}

/// Checks the columns of a table.
enum TableHeader {
  static func columns(
    _ names: [String], path: String, options: InputOptions
  ) throws(IngestError) -> TableColumns {
    var columns = options.map.columns(named: names)
    if !options.hasHeader, names.count == 1, options.map.text.isEmpty {
      // One column without a name: it can only be the text.
      columns.slots = [options.map.slots(named: Array("text".utf8))]
    }
    for (index, name) in names.enumerated() where !columns.slots[index].isEmpty {
      guard let earlier = names[..<index].firstIndex(of: name) else { continue }
      throw IngestError(
        .header, place: "\(path), line 1",
        cause: "columns \(earlier + 1) and \(index + 1) are both called '\(name)'",
        remedy: "rename one of them")
    }
    if !options.map.hasText(columns), !options.keepGoing {
      let known = names.prefix(20).joined(separator: ", ")
      throw IngestError(
        .header, place: "\(path), line 1", cause: "no column holds texts; columns are: \(known)",
        remedy: "name one: --map text=COLUMN")
    }
    return columns
  }
}
