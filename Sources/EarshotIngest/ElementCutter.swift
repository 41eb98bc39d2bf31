internal import EarshotFormats

/// Cuts a JSON array at its elements; also several arrays, and objects one after the other.
final class ElementCutter: RecordCutter {
  private let isConcatenated: Bool
  private let batchBytes: Int
  private let maxBytes: Int
  private var splitter: JSONArraySplitter
  /// Where in the input the splitter's first byte lies.
  private var origin: Int64?
  private var ordinals = 0
  /// Bytes of the window that the splitter has seen.
  private var scanned = 0
  private var isDone = false

  init(isConcatenated: Bool, options: InputOptions) {
    self.isConcatenated = isConcatenated
    batchBytes = max(options.batchBytes, 1)
    maxBytes = options.maxLine
    splitter = JSONArraySplitter(maxElementBytes: options.maxLine)
    if isConcatenated { openBracket() }
  }

  /// Objects one after the other are read as an array that lacks its brackets and commas.
  private func openBracket() {
    let bracket: [UInt8] = [0x5B]
    var position = 0
    // The pointer is used inside the closure only.
    _ = unsafe bracket.withUnsafeBytes { unsafe splitter.next(in: $0, at: &position) }
  }

  func next(_ window: Window) throws(IngestError) -> RawBatch? {
    if isDone { return nil }
    if origin == nil { origin = window.offset - (isConcatenated ? 1 : 0) }
    var batch = RawBatch(layout: .jsonValues, line: 1, offset: window.offset)
    while true {
      // The pointer is used inside the closure only.
      let event = unsafe window.bytes.withUnsafeBytes {
        unsafe splitter.next(in: $0, at: &scanned)
      }
      switch event {
      case .element:
        batch.extents.append(extent(place(splitter.element, window), nil))
        if scanned >= batchBytes { return finish(batch, window, scanned) }
      case .tooLong:
        let begin = place(splitter.element.lowerBound, window)
        let kept = min(window.count, begin + RawBatch.keptBytes(limit: maxBytes))
        batch.extents.append(extent(begin..<kept, .tooLong))
        return finish(batch, window, scanned)
      case .fault(let fault, let offset):
        note(fault, place(offset, window), window, &batch)
      case .needsInput, .end:
        if window.isAtEnd { return last(batch, window) }
        let end = splitter.pendingStart.map { place($0, window) } ?? scanned
        if batch.extents.isEmpty {
          window.drop(end)
          scanned -= end
          batch.byteOffset = window.offset
        } else if end >= batchBytes {
          return finish(batch, window, end)
        }
        try window.fill(window.count + batchBytes)
      }
    }
  }

  /// The offset in the window of an offset of the splitter.
  private func place(_ offset: Int, _ window: Window) -> Int {
    max(0, Int((origin ?? 0) + Int64(offset) - window.offset))
  }

  private func place(_ range: Range<Int>, _ window: Window) -> Range<Int> {
    place(range.lowerBound, window)..<place(range.upperBound, window)
  }

  private func extent(_ range: Range<Int>, _ problem: RawBatch.Problem?) -> RawBatch.Extent {
    RawBatch.Extent(range: range, line: ordinals + splitter.ordinal, problem: problem)
  }

  private func note(
    _ fault: JSONArraySplitter.Fault, _ at: Int, _ window: Window, _ batch: inout RawBatch
  ) {
    // One byte: how many follow depends on how far the input has been read.
    let rest = at..<min(window.count, at + 1)
    switch fault {
    case .missingComma, .notAnArray:
      // The element that begins here is judged on its own. (An array always begins with a bracket,
      // that was looked at.)
      break
    case .missingElement:
      if !isConcatenated { batch.extents.append(extent(rest, .missingElement)) }
    case .unterminated:
      let isInside = splitter.pendingStart != nil
      batch.extents.append(extent(rest, isInside ? .unclosedElement : .unclosedArray))
    case .trailingBytes:
      if at < window.count, window.bytes[at] == 0x5B {
        ordinals += splitter.ordinal
        splitter = JSONArraySplitter(maxElementBytes: maxBytes)
        origin = window.offset + Int64(at)
        scanned = at
      } else {
        batch.extents.append(extent(rest, .trailingBytes))
      }
    }
  }

  private func last(_ batch: RawBatch, _ window: Window) -> RawBatch? {
    var batch = batch
    isDone = true
    let pending = splitter.pendingStart
    if case .fault(.unterminated, let offset) = splitter.finish(),
      window.count > 0 || !isConcatenated
    {
      let begin = min(place(pending ?? offset, window), window.count)
      let kept = begin..<min(window.count, begin + RawBatch.keptBytes)
      if pending != nil {
        batch.extents.append(extent(kept, .unclosedElement))
      } else if !isConcatenated {
        batch.extents.append(extent(kept, .unclosedArray))
      }
    }
    return batch.extents.isEmpty ? nil : finish(batch, window, window.count)
  }

  private func finish(_ batch: RawBatch, _ window: Window, _ count: Int) -> RawBatch {
    var batch = batch
    batch.bytes = window.take(count)
    scanned -= count
    return batch
  }
}
