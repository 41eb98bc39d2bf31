internal import EarshotModel

/// Turns byte offsets of one text into code points or UTF-16 units, each in constant time.
///
/// Counts are kept for every 64th byte, so that any order of questions costs the text once plus
/// eight words a question: a text of megabytes with as many mentions stays linear.
struct OffsetIndex: Sendable {
  private static let block = 64
  private let unit: OffsetUnit
  private(set) var text: ByteRange = .empty
  /// One unit a byte.
  private var isDirect = true
  /// Units before each block.
  private var counts: [Int] = []

  init(_ unit: OffsetUnit) { self.unit = unit }

  /// Takes up a text; its range must lie in `raw`.
  mutating func load(_ text: ByteRange, of raw: UnsafeRawBufferPointer) {
    self.text = text
    isDirect = unsafe unit == .utf8 || Self.isASCII(text, raw)
    guard !isDirect else { return }
    counts.removeAll(keepingCapacity: true)
    var total = 0
    var position = text.lower
    while position < text.upper {
      counts.append(total)
      let stop = min(position + Self.block, text.upper)
      total += unsafe units(position, stop, raw)
      position = stop
    }
    counts.append(total)
  }

  /// Units between the start of the text and a byte offset of the batch; offsets outside the
  /// text count as its ends.
  func units(at offset: Int32, _ raw: UnsafeRawBufferPointer) -> Int {
    let offset = min(max(Int(offset), text.lower), text.upper)
    let distance = offset - text.lower
    if isDirect { return distance }
    let block = distance / Self.block
    return unsafe counts[block] + units(text.lower + block * Self.block, offset, raw)
  }

  private static func isASCII(_ text: ByteRange, _ raw: UnsafeRawBufferPointer) -> Bool {
    var position = text.lower
    var seen: UInt64 = 0
    while position + 8 <= text.upper {
      // In bounds: the text lies in the buffer.
      seen |= unsafe raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      position += 8
    }
    while position < text.upper {
      seen |= unsafe UInt64(raw[position])
      position += 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
  }

  /// Units that begin in a range of bytes. A code point is each byte but 10xxxxxx; those of four
  /// bytes (1111xxxx) are two UTF-16 units.
  private func units(_ start: Int, _ stop: Int, _ raw: UnsafeRawBufferPointer) -> Int {
    var position = start
    var total = stop - start
    let high: UInt64 = 0x8080_8080_8080_8080
    while position < stop {
      var word: UInt64 = 0
      if position + 8 <= stop {
        // In bounds: the caller's range lies in the buffer.
        word = unsafe raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        position += 8
      } else {
        word = unsafe UInt64(raw[position])
        position += 1
      }
      total -= (word & (~word << 1) & high).nonzeroBitCount
      if unit == .utf16 {
        total += (word & (word << 1) & (word << 2) & (word << 3) & high).nonzeroBitCount
      }
    }
    return total
  }
}
