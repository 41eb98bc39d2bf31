internal import EarshotModel

/// A finished tally on disk: `earshot-state/1`, metadata of the caller, cells, checksum.
package struct StateFile: Sendable {
  package let path: String
  /// What the caller wrote into it; earshot keeps its manifest there.
  package let metadata: [UInt8]

  static let magic = Array("earshot-state/1\n".utf8)
  private static let checksumSize = 8

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
    let tail = try input.drain(into: &hash, tail: Self.checksumSize)
    var expected: [UInt8] = []
    expected.appendBigEndian(hash.finalize())
    guard tail == expected else {
      throw .damaged(path: path, reason: "its checksum does not fit its content")
    }
  }

  static func header(_ metadata: [UInt8]) -> [UInt8] {
    var header = magic
    header.appendCounted(metadata)
    return header
  }

  /// The cells from the first on.
  func cells(sourceOffset: UInt32 = 0) throws(InsightError) -> CellReader {
    let reader = try CellReader(path: path, sourceOffset: sourceOffset)
    try reader.skip(Self.header(metadata).count)
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
