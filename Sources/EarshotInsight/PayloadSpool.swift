internal import Glibc

/// Holds the payloads of an epoch's citable records: the last ones in memory, the rest in a scratch
/// file, since only some of them are needed again.
struct PayloadSpool {
  private let path: String
  private var buffer: [UInt8] = []
  /// Bytes in the file, before those of the buffer.
  private var written: UInt64 = 0
  private var hasFile = false

  private static let bufferSize = 1 << 18

  init(path: String) { self.path = path }

  var memory: Int { buffer.count }

  /// Adds a payload; its place and length.
  mutating func add(_ payload: [UInt8]) throws(InsightError) -> (start: UInt64, count: UInt32) {
    let start = written + UInt64(buffer.count)
    buffer.append(contentsOf: payload)
    if buffer.count >= Self.bufferSize { try flush() }
    return (start, UInt32(payload.count))
  }

  /// Writes what is still in memory, so that `open` finds all payloads in the file.
  mutating func settle() throws(InsightError) { try flush() }

  func open() throws(InsightError) -> Descriptor { try Descriptor.read(path) }

  /// Replaces `bytes` by a payload of the opened file.
  func read(
    _ start: UInt64, _ count: UInt32, from file: borrowing Descriptor, into bytes: inout [UInt8]
  ) throws(InsightError) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: repeatElement(0, count: Int(count)))
    try file.read(at: start, into: &bytes, path: path)
  }

  mutating func removeAll() {
    buffer.removeAll(keepingCapacity: true)
    if hasFile { removeFile(path) }
    hasFile = false
    written = 0
  }

  private mutating func flush() throws(InsightError) {
    let descriptor = hasFile ? try Descriptor.append(path) : try Descriptor.create(path)
    hasFile = true
    try descriptor.write(buffer, path: path)
    guard descriptor.close() == 0 else { throw .output(path: path, code: errno) }
    written += UInt64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }
}
