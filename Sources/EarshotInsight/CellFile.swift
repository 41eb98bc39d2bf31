internal import EarshotModel
internal import Glibc

/// Writes cells, in the order of their keys, to a file.
///
/// A cell is its key and its value, each with its length before it; a key of length 0 ends the
/// list. A checked file then has an index of its sections, the index's offset (8 bytes), and the
/// SipHash of all before it.
struct CellWriter: ~Copyable {
  private let path: String
  private let descriptor: Descriptor
  private var buffer: [UInt8] = []
  /// Bytes written to the file, before those of the buffer.
  private var written = 0
  private var checksum: KeyedHash?
  private var index = SectionIndex()

  static let checksumKey: (UInt64, UInt64) = (0x6561_7273_686f_7421, 0x7374_6174_652f_3100)
  private static let bufferSize = 1 << 16

  /// `header` stands before the cells.
  init(path: String, header: [UInt8] = [], isChecked: Bool = false) throws(InsightError) {
    self.path = path
    descriptor = try Descriptor.create(path)
    buffer.reserveCapacity(Self.bufferSize + 1024)
    buffer.append(contentsOf: header)
    if isChecked { checksum = KeyedHash(key: Self.checksumKey) }
  }

  mutating func append(key: [UInt8], value: [UInt8]) throws(InsightError) {
    if checksum != nil { index.note(key, at: written + buffer.count) }
    buffer.appendCounted(key)
    buffer.appendCounted(value)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  consuming func finish() throws(InsightError) {
    buffer.appendVarint(0)
    if checksum != nil {
      let offset = written + buffer.count
      index.encode(into: &buffer)
      buffer.appendBigEndian(UInt64(offset))
    }
    try flush()
    if let checksum {
      buffer.appendBigEndian(checksum.finalize())
      try descriptor.write(buffer, path: path)
    }
    guard descriptor.close() == 0 else { throw .output(path: path, code: errno) }
  }

  private mutating func flush() throws(InsightError) {
    // The whole array, for as long as the call lasts.
    unsafe buffer.withUnsafeBytes { unsafe checksum?.update($0) }
    written += buffer.count
    try descriptor.write(buffer, path: path)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// Reads a list of cells one by one. A class because a merge holds many in an array.
final class CellReader {
  let path: String
  /// The cell read last.
  private(set) var key: [UInt8] = []
  private(set) var value: [UInt8] = []
  private var input: ByteReader
  private let sourceOffset: UInt32

  /// `sourceOffset` is added to the sources of records named in cells.
  init(path: String, sourceOffset: UInt32 = 0) throws(InsightError) {
    self.path = path
    self.sourceOffset = sourceOffset
    input = try ByteReader(path: path)
  }

  /// Offset in the file of the cell that comes next.
  var offset: Int { input.offset }

  /// Goes on at a cell's offset.
  func seek(to offset: Int) throws(InsightError) { try input.seek(to: offset) }

  /// Reads the next cell; false at the end of the list.
  func advance() throws(InsightError) -> Bool {
    guard try input.takeCell(&key, &value, notBefore: nil) else { return false }
    if sourceOffset != 0 { try shiftSource() }
    return true
  }

  /// Reads on to the first cell whose key is `least` or above; false at the end of the list.
  func advance(to least: [UInt8]) throws(InsightError) -> Bool {
    try input.takeCell(&key, &value, notBefore: least)
  }

  /// Gives the cell away without a copy.
  func swapCell(_ key: inout [UInt8], _ value: inout [UInt8]) {
    swap(&self.key, &key)
    swap(&self.value, &value)
  }

  private func shiftSource() throws(InsightError) {
    switch key.kind {
    case .cited: RecordEntry.shiftSource(of: &key, by: sourceOffset)
    case .group, .candidates:
      var parts = try CellValue(key: key, value: value, path: path)
      parts.shiftSource(by: sourceOffset)
      value.removeAll(keepingCapacity: true)
      parts.encode(into: &value)
    default: break
    }
  }
}

/// Buffered reading of a file from its beginning.
struct ByteReader: ~Copyable {
  let path: String
  private let descriptor: Descriptor
  private var buffer: [UInt8]
  private var start = 0
  private var stop = 0
  /// Offset in the file behind the buffer.
  private var end = 0

  init(path: String, bufferSize: Int = 1 << 15) throws(InsightError) {
    self.path = path
    descriptor = try Descriptor.read(path)
    buffer = Array(repeating: 0, count: bufferSize)
  }

  /// Offset in the file of the byte that comes next.
  var offset: Int { end - (stop - start) }

  mutating func seek(to offset: Int) throws(InsightError) {
    if offset >= end - stop, offset <= end {
      start = offset - (end - stop)
      return
    }
    guard lseek(descriptor.raw, off_t(offset), SEEK_SET) >= 0 else {
      throw .input(path: path, code: errno)
    }
    (start, stop, end) = (0, 0, offset)
  }

  /// Reads a cell, passing over those whose key is below `least`; false at the end of the list.
  mutating func takeCell(
    _ key: inout [UInt8], _ value: inout [UInt8], notBefore least: [UInt8]?
  ) throws(InsightError) -> Bool {
    while true {
      let length = try varint()
      if length == 0 { return false }
      try take(length, into: &key)
      let valueLength = try varint()
      if let least, precedes(key, least) {
        try skip(valueLength)
      } else {
        try take(valueLength, into: &value)
        return true
      }
    }
  }

  mutating func byte() throws(InsightError) -> UInt8 {
    if start == stop { try fill() }
    defer { start += 1 }
    return buffer[start]
  }

  /// A length or number of at most 2^40.
  mutating func varint() throws(InsightError) -> Int {
    var value = 0
    var shift = 0
    while true {
      let next = try byte()
      guard shift <= 35 else { throw .damaged(path: path, reason: "a length is out of range") }
      value |= Int(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  /// Replaces `bytes` by the next `count`. Grows as bytes arrive: a false length costs no memory.
  mutating func take(_ count: Int, into bytes: inout [UInt8]) throws(InsightError) {
    bytes.removeAll(keepingCapacity: true)
    var left = count
    while left > 0 {
      if start == stop { try fill() }
      let step = min(left, stop - start)
      bytes.append(contentsOf: buffer[start..<start + step])
      start += step
      left -= step
    }
  }

  mutating func skip(_ count: Int) throws(InsightError) {
    var left = count
    while left > 0 {
      if start == stop { try fill() }
      let step = min(left, stop - start)
      start += step
      left -= step
    }
  }

  /// Takes in all bytes left, the last `tail` of them apart: their hash, and those last ones.
  mutating func drain(
    into hash: inout KeyedHash, tail: Int
  ) throws(InsightError) -> [UInt8] {
    var held: [UInt8] = []
    while true {
      held.append(contentsOf: buffer[start..<stop])
      start = stop
      if held.count > tail {
        // All but the tail of the array, for as long as the call lasts.
        unsafe held.withUnsafeBytes {
          unsafe hash.update(UnsafeRawBufferPointer(rebasing: $0.dropLast(tail)))
        }
        held.removeFirst(held.count - tail)
      }
      stop = try descriptor.read(into: &buffer, path: path)
      end += stop
      start = 0
      if stop == 0 { return held }
    }
  }

  private mutating func fill() throws(InsightError) {
    stop = try descriptor.read(into: &buffer, path: path)
    end += stop
    start = 0
    if stop == 0 { throw .damaged(path: path, reason: "it ends too early") }
  }
}
