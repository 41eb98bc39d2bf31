/// Cuts plain text at blank lines, or not at all. A line above the limit is never blank.
///
/// Advice to whoever changes it next: whether a paragraph is too long is judged by where its last
/// line ends, so that it does not depend on how far the input has been read.
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
  /// Bytes of the line under way that were passed over, and whether they held text.
  private var droppedBytes = 0
  private var droppedText = false
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
      if !isSkipping, isTooLong(window) { return tooLong(window) }
      if isSkipping { dropSkipped(window, &searched) }
      if window.isAtEnd { return last(window) }
      try window.fill(window.count + batchBytes)
    }
  }

  private func readLine(_ window: Window, _ end: Int) {
    let isBlank =
      !droppedText && droppedBytes + end - scanned <= maxBytes
      && window.bytes[scanned..<end].allSatisfy { Self.isBlank($0) }
    droppedBytes = 0
    droppedText = false
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
    while stop > scanned, window.bytes[stop - 1] == 0x0D { stop -= 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  /// Whether the paragraph is above the limit whatever follows.
  private func isTooLong(_ window: Window) -> Bool {
    if window.count - scanned > maxBytes { return true }
    guard let begin = start, window.count - begin > maxBytes else { return false }
    let last = window.bytes.lastIndex { !Self.isBlank($0) } ?? begin
    return last + 1 - begin > maxBytes
  }

  private func endParagraph() {
    guard let begin = start else { return }
    start = nil
    let isTooLong = stop - begin > maxBytes
    batch.extents.append(
      RawBatch.Extent(
        range: begin..<(isTooLong ? begin + RawBatch.keptBytes(limit: maxBytes) : stop),
        line: startLine,
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
    let kept = begin + RawBatch.keptBytes(limit: maxBytes)
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
    droppedBytes += window.count - scanned
    if !window.bytes[scanned...].allSatisfy({ Self.isBlank($0) }) { droppedText = true }
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
