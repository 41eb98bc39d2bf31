/// Turns UTF-16 into UTF-8, in chunks of any size.
///
/// What is ill-formed (half a surrogate pair, an odd byte at the end) becomes the byte 0xFF, which
/// never occurs in UTF-8: the parser sees it, repairs it and flags the record.
struct UTF16Decoder: Sendable {
  private let isBigEndian: Bool
  private var firstByte: UInt8?
  private var lead: UInt32?

  init(isBigEndian: Bool) { self.isBigEndian = isBigEndian }

  mutating func decode(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
    output.reserveCapacity(output.count + bytes.count)
    // Iteration stays in the buffer.
    for offset in 0..<bytes.count {
      let byte = unsafe bytes[offset]
      guard let first = firstByte else {
        firstByte = byte
        continue
      }
      firstByte = nil
      append(
        isBigEndian ? UInt32(first) << 8 | UInt32(byte) : UInt32(byte) << 8 | UInt32(first), &output
      )
    }
  }

  /// Tells that the input has ended.
  mutating func finish(to output: inout [UInt8]) {
    if lead != nil { output.append(0xFF) }
    if firstByte != nil { output.append(0xFF) }
    lead = nil
    firstByte = nil
  }

  private mutating func append(_ unit: UInt32, _ output: inout [UInt8]) {
    if let high = lead {
      lead = nil
      if unit & 0xFC00 == 0xDC00 {
        let point = 0x1_0000 + (high & 0x3FF) << 10 + unit & 0x3FF
        output.append(UInt8(truncatingIfNeeded: 0xF0 | point >> 18))
        output.append(UInt8(truncatingIfNeeded: 0x80 | point >> 12 & 0x3F))
        output.append(UInt8(truncatingIfNeeded: 0x80 | point >> 6 & 0x3F))
        output.append(UInt8(truncatingIfNeeded: 0x80 | point & 0x3F))
        return
      }
      output.append(0xFF)
    }
    switch unit {
    case 0..<0x80:
      output.append(UInt8(truncatingIfNeeded: unit))
    case 0x80..<0x800:
      output.append(UInt8(truncatingIfNeeded: 0xC0 | unit >> 6))
      output.append(UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F))
    case 0xD800..<0xDC00:
      lead = unit
    case 0xDC00..<0xE000:
      output.append(0xFF)
    default:
      output.append(UInt8(truncatingIfNeeded: 0xE0 | unit >> 12))
      output.append(UInt8(truncatingIfNeeded: 0x80 | unit >> 6 & 0x3F))
      output.append(UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F))
    }
  }
}
