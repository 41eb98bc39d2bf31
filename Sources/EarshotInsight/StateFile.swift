internal import EarshotModel

/// A finished tally on disk: `earshot-state/1`, metadata of the caller, cells, an index of their
/// sections, checksum.
package struct StateFile: Sendable {
  package let path: String
  /// What the caller wrote into it; earshot keeps its manifest there.
  package let metadata: [UInt8]

  static let magic = Array("earshot-state/1\n".utf8)
  let index: SectionIndex
  private static let checksumSize = 8
  private static let offsetSize = 8

  /// Opens a state after checking all its bytes against its checksum.
  package init(path: String) throws(InsightError) {
    self.path = path
    var input = try ByteReader(path: path, bufferSize: 1 << 17)
    var start: [UInt8] = []
    try input.take(Self.magic.count, into: &start)
    guard start == Self.magic else {
      throw .damaged(path: path, reason: "it does not begin with earshot-state/1")
    }
    let length = try input.varint()
    var metadata: [UInt8] = []
    try input.take(length, into: &metadata)
    self.metadata = metadata
    var hash = KeyedHash(key: CellWriter.checksumKey)
    hash.update(Self.header(metadata))
    let tail = try input.drain(into: &hash, tail: Self.offsetSize + Self.checksumSize)
    hash.update(tail.prefix(Self.offsetSize))
    var expected = Array(tail.prefix(Self.offsetSize))
    expected.appendBigEndian(hash.finalize())
    guard tail == expected else {
      throw .damaged(path: path, reason: "its checksum does not fit its content")
    }
    index = try Self.readIndex(&input, tail)
  }

  private static func readIndex(
    _ input: inout ByteReader, _ tail: [UInt8]
  ) throws(InsightError) -> SectionIndex {
    var cursor = ByteCursor(tail, path: input.path)
    let offset = try cursor.bigEndian64()
    let length = input.offset - tail.count
    guard length >= 0, offset <= UInt64(length) else {
      throw .damaged(path: input.path, reason: "its index is out of range")
    }
    var bytes: [UInt8] = []
    try input.seek(to: Int(offset))
    try input.take(length - Int(offset), into: &bytes)
    var index = ByteCursor(bytes, path: input.path)
    return try SectionIndex(&index)
  }

  static func header(_ metadata: [UInt8]) -> [UInt8] {
    var header = magic
    header.appendCounted(metadata)
    return header
  }

  /// The cells from the first on.
  func cells(sourceOffset: UInt32 = 0) throws(InsightError) -> CellReader {
    let reader = try CellReader(path: path, sourceOffset: sourceOffset)
    try reader.seek(to: Self.header(metadata).count)
    return reader
  }

  /// Merges states into one that equals the state of a single run over all their inputs, byte for
  /// byte. `sourceOffset` is the number of inputs before those of the state; `scratch` is a
  /// directory for temporary files.
  package static func merge(
    _ states: [(state: StateFile, sourceOffset: Int)], metadata: [UInt8], into path: String,
    scratch: String
  ) throws(InsightError) {
    var readers: [CellReader] = []
    for (state, offset) in states {
      readers.append(try state.cells(sourceOffset: UInt32(truncatingIfNeeded: offset)))
    }
    let writer = try CellWriter(path: path, header: header(metadata), isChecked: true)
    var settlement = Settlement(scratch: scratch)
    try settlement.write(try CellMerger(readers), to: writer)
  }
}
