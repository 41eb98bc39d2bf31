/// Cuts plain text at blank lines, or not at all.
final class ParagraphCutter: RecordCutter {
  private let splits: Bool
  private let batchBytes: Int
  private let maxBytes: Int
  private var line = 1
  /// Bytes of the window that have been looked at: whole lines.
  private var scanned = 0
  /// Where in the window the paragraph under way begins, and on which line.
  private var start: Int?
  private var startLine = 1
  /// The end of its last line, without the line end.
  private var stop = 0
  private var isSkipping = false
  private var batch = RawBatch(layout: .texts, line: 1, offset: 0)

  init(options: InputOptions) {
    splits = options.split == .paragraph
    batchBytes = max(options.batchBytes, 1)
    maxBytes = options.maxLine
  }

  func next(_ window: Window) throws(IngestError) -> RawBatch? {
    batch = RawBatch(layout: .texts, line: line, offset: window.offset)
    var searched = scanned
    while true {
      if let end = window.bytes[searched...].firstIndex(of: 0x0A) {
        readLine(window, end)
        scanned = end + 1
        line += 1
        searched = scanned
        if start == nil, scanned >= batchBytes, !batch.extents.isEmpty {
          return finish(window, scanned)
        }
        continue
      }
      searched = window.count
      if !isSkipping, window.count - (start ?? scanned) > maxBytes {
        return tooLong(window)
      }
      if isSkipping { dropSkipped(window, &searched) }
      if window.isAtEnd { return last(window) }
      try window.fill(window.count + batchBytes)
    }
  }

  private func readLine(_ window: Window, _ end: Int) {
    let isBlank = window.bytes[scanned..<end].allSatisfy {
      $0 == 0x20 || ($0 >= 0x09 && $0 <= 0x0D)
    }
    if isBlank {
      batch.blank += splits ? 1 : 0
      if splits {
        endParagraph()
        isSkipping = false
      }
      return
    }
    if isSkipping { return }
    if start == nil {
      start = scanned
      startLine = line
    }
    stop = end
  }

  private func endParagraph() {
    guard let begin = start else { return }
    start = nil
    let isTooLong = stop - begin > maxBytes
    batch.extents.append(
      RawBatch.Extent(
        range: begin..<(isTooLong ? min(stop, begin + RawBatch.keptBytes) : stop), line: startLine,
        problem: isTooLong ? .tooLong : nil))
  }

  private func finish(_ window: Window, _ count: Int) -> RawBatch {
    batch.bytes = window.take(count)
    scanned = 0
    return batch
  }

  private func tooLong(_ window: Window) -> RawBatch {
    let begin = start ?? scanned
    if start == nil { startLine = line }
    let kept = min(window.count, begin + RawBatch.keptBytes)
    batch.extents.append(
      RawBatch.Extent(range: begin..<kept, line: startLine, problem: .tooLong))
    batch.bytes = Array(window.bytes[..<kept])
    window.drop(scanned)
    scanned = 0
    start = nil
    isSkipping = true
    return batch
  }

  /// Forgets what is passed over, so that memory stays flat.
  private func dropSkipped(_ window: Window, _ searched: inout Int) {
    guard batch.extents.isEmpty, window.count > batchBytes else { return }
    // A line under way that is as long as this is not blank to anyone.
    window.drop(window.count)
    batch.byteOffset = window.offset
    scanned = 0
    searched = 0
  }

  private func last(_ window: Window) -> RawBatch? {
    if scanned < window.count { readLine(window, window.count) }
    endParagraph()
    if batch.extents.isEmpty, batch.blank == 0 { return nil }
    return finish(window, window.count)
  }
}
