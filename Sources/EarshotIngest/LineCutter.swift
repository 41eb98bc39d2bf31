/// Cuts at line feeds.
final class LineCutter: RecordCutter {
  private let layout: RawBatch.Layout
  private let batchBytes: Int
  private let maxLine: Int
  private let isEager: Bool
  private var line = 1
  private var isSkipping = false

  init(layout: RawBatch.Layout, options: InputOptions) {
    self.layout = layout
    batchBytes = max(options.batchBytes, 1)
    maxLine = options.maxLine
    isEager = options.isEager
  }

  func next(_ window: Window) throws(IngestError) -> RawBatch? {
    if isSkipping { try skipLine(window) }
    var searched = 0
    var wanted = batchBytes
    while true {
      try window.fill(wanted)
      if let last = window.bytes[searched...].lastIndex(of: 0x0A) {
        return batch(window, last + 1)
      }
      if window.count > maxLine { return tooLong(window) }
      if window.isAtEnd { return window.count == 0 ? nil : batch(window, window.count) }
      searched = window.count
      wanted = isEager ? searched + 1 : max(wanted, searched) + min(batchBytes, 1 << 20)
    }
  }

  private func batch(_ window: Window, _ count: Int) -> RawBatch {
    var batch = RawBatch(layout: layout, line: line, offset: window.offset)
    batch.bytes = window.take(count)
    line += Self.lineFeeds(batch.bytes)
    return batch
  }

  private func tooLong(_ window: Window) -> RawBatch {
    var batch = RawBatch(layout: .texts, line: line, offset: window.offset)
    let kept = RawBatch.keptBytes(limit: maxLine)
    batch.bytes = Array(window.bytes[..<kept])
    batch.extents = [RawBatch.Extent(range: 0..<kept, line: line, problem: .tooLong)]
    isSkipping = true
    return batch
  }

  private func skipLine(_ window: Window) throws(IngestError) {
    isSkipping = false
    while true {
      if let end = window.bytes.firstIndex(of: 0x0A) {
        window.drop(end + 1)
        line += 1
        return
      }
      window.drop(window.count)
      if window.isAtEnd { return }
      try window.fill(batchBytes)
    }
  }

  static func lineFeeds(_ bytes: [UInt8]) -> Int {
    // The pointer is used inside the closure only, and eight bytes are read where eight are left.
    unsafe bytes.withUnsafeBytes { raw in
      var count = 0
      var i = 0
      while i &+ 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        let difference = word ^ 0x0A0A_0A0A_0A0A_0A0A
        // The highest bit of each byte tells whether any of its bits is set: exact, no carries.
        let low = (difference & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7F7F_7F7F_7F7F_7F7F
        count &+= (~(low | difference) & 0x8080_8080_8080_8080).nonzeroBitCount
        i &+= 8
      }
      while i < raw.count {
        unsafe count &+= raw[i] == 0x0A ? 1 : 0
        i &+= 1
      }
      return count
    }
  }
}
