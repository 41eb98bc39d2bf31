internal import EarshotFormats
internal import EarshotModel

/// Reads inputs in order and cuts them into batches of whole records; parsing is `RecordParser`'s.
///
/// Serial, one a run, pulled by the pipeline. A class because it owns an open input between pulls.
/// What it gives is the same records for any `batchBytes`, but for where one batch ends.
package final class InputReader {
  /// One report an input, in order; whole once the input has been read.
  package private(set) var sources: [SourceReport]
  /// Asked while a pipe gives nothing: true ends the input.
  package var isStopped: (@Sendable () -> Bool)?
  private let options: InputOptions
  private var source = -1
  private var sequence = 0
  private var window: Window?
  private var cutter: (any RecordCutter)?
  private var bytesDone: Int64 = 0

  package init(paths: [String], options: InputOptions) {
    sources = paths.map { SourceReport(path: $0) }
    self.options = options
  }

  /// Bytes read so far, as stored, of all inputs.
  package var bytesRead: Int64 { bytesDone + (window?.stream.bytesRead ?? 0) }

  /// The next batch, or nil at the end of the last input. A batch may hold no record but warnings.
  package func next() throws(IngestError) -> RawBatch? {
    while true {
      if window == nil {
        guard source + 1 < sources.count else { return nil }
        source += 1
        do {
          try open()
        } catch {
          try settle(error)
          return numbered(closingBatch(hasDamage: true))
        }
      }
      guard let window, let cutter else { return nil }
      do {
        if let batch = try cutter.next(window) { return numbered(batch) }
      } catch {
        try settle(error)
        // What was read before the damage still counts; its last record may be cut.
        sources[source].damage = error.description
        continue
      }
      let batch = closingBatch(hasDamage: sources[source].damage != nil)
      if batch.warnings != WarningCounts() { return numbered(batch) }
    }
  }

  private func open() throws(IngestError) {
    let path = sources[source].path
    let window = try Window(path: path, options: options, isStopped: isStopped)
    self.window = window
    try window.begin(path: path)
    let answer = FormatSniffer(map: options.map)
      .sniff(options.format, path: path, head: window.bytes[...])
    sources[source].format = answer.format
    sources[source].compression = window.stream.compression
    sources[source].encoding = window.encoding
    switch answer.format {
    case .jsonl, .auto:
      cutter = LineCutter(layout: .jsonLines, options: options)
    case .json:
      cutter = ElementCutter(isConcatenated: answer.isConcatenated, options: options)
    case .csv, .tsv:
      sources[source].delimiter = answer.delimiter.rawValue
      cutter = RowCutter(path: path, delimiter: answer.delimiter, options: options)
    case .text where options.split == .line:
      cutter = LineCutter(layout: .textLines, options: options)
    case .text:
      cutter = ParagraphCutter(options: options)
    }
  }

  /// Throws an error again unless it is damage and the run goes on without what is damaged.
  private func settle(_ error: IngestError) throws(IngestError) {
    let isDamage = [.damaged, .unreadable, .encoding, .header].contains(error.code)
    guard options.keepGoing, isDamage else {
      window = nil
      throw error
    }
    sources[source].damage = error.description
  }

  /// Ends the input: its report, and a batch with its warnings.
  private func closingBatch(hasDamage: Bool) -> RawBatch {
    var batch = RawBatch(sequence: 0, source: source, layout: .texts)
    if hasDamage { batch.warnings[.damagedInput] = 1 }
    if let stream = window?.stream {
      sources[source].bytes = stream.bytesRead
      sources[source].hash = Self.hexadecimal(stream.hash)
      sources[source].hasGrown = stream.hasGrown()
      if sources[source].hasGrown { batch.warnings[.inputGrew] = 1 }
      if stream.sawGarbage { batch.warnings[.trailingGarbage] = 1 }
      bytesDone += stream.bytesRead
    }
    sources[source].isComplete = !hasDamage
    window = nil
    cutter = nil
    return batch
  }

  private func numbered(_ batch: RawBatch) -> RawBatch {
    var batch = batch
    batch.sequence = sequence
    batch.source = source
    sequence += 1
    return batch
  }

  private static func hexadecimal(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// Cuts the bytes of one input at the ends of records.
protocol RecordCutter: AnyObject {
  /// The next batch, or nil at the end. After an error it may be asked again: the window is then at
  /// its end, and what is left is given.
  func next(_ window: Window) throws(IngestError) -> RawBatch?
}

extension RawBatch {
  /// Bytes of a record too long that are kept: 200 code points of at most 4 bytes, and a mark.
  static let keptBytes = 803

  /// How much of a record above a limit is kept: no more than the limit, so that it does not depend
  /// on how far the input has been read.
  static func keptBytes(limit: Int) -> Int { min(keptBytes, limit) }

  init(layout: Layout, line: Int, offset: Int64) {
    self.init(sequence: 0, source: 0, layout: layout)
    firstLine = line
    byteOffset = offset
  }
}
