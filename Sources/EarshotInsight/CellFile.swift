internal import EarshotModel
internal import Glibc

/// Writes cells, in the order of their keys, to a file.
///
/// A cell is its key and its value, each with its length before it; a key of length 0 ends the
/// list. A checked file ends in the SipHash of all before it.
struct CellWriter: ~Copyable {
  private let path: String
  private let descriptor: Descriptor
  private var buffer: [UInt8] = []
  private var checksum: KeyedHash?

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
    buffer.appendCounted(key)
    buffer.appendCounted(value)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  consuming func finish() throws(InsightError) {
    buffer.appendVarint(0)
    try flush()
    if let checksum {
      buffer.appendBigEndian(checksum.finalize())
      try descriptor.write(buffer, path: path)
    }
    guard descriptor.close() == 0 else { throw .output(path: path, code: errno) }
  }

  private mutating func flush() throws(InsightError) {
    checksum?.update(buffer)
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

  /// Passes over what stands before the cells.
  func skip(_ count: Int) throws(InsightError) { try input.skip(count) }

  /// Reads the next cell; false at the end of the list.
  func advance() throws(InsightError) -> Bool {
    let length = try input.varint()
    if length == 0 { return false }
    try input.take(length, into: &key)
    try input.take(try input.varint(), into: &value)
    if sourceOffset != 0 { try shiftSource() }
    return true
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
  private let path: String
  private let descriptor: Descriptor
  private var buffer: [UInt8]
  private var start = 0
  private var stop = 0

  init(path: String, bufferSize: Int = 1 << 15) throws(InsightError) {
    self.path = path
    descriptor = try Descriptor.read(path)
    buffer = Array(repeating: 0, count: bufferSize)
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
        hash.update(held.prefix(held.count - tail))
        held.removeFirst(held.count - tail)
      }
      stop = try descriptor.read(into: &buffer, path: path)
      start = 0
      if stop == 0 { return held }
    }
  }

  private mutating func fill() throws(InsightError) {
    stop = try descriptor.read(into: &buffer, path: path)
    start = 0
    if stop == 0 { throw .damaged(path: path, reason: "it ends too early") }
  }
}
