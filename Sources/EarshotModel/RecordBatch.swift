/// About 256 KiB of whole records of one input, parsed.
///
/// Strings are byte ranges into `bytes`, valid UTF-8 each. Records and rejections stand in input
/// order, each in its own list; `read` counts both, so that `read = records + rejections` holds.
package struct RecordBatch: Sendable {
  /// Position in the run, from 0; results are folded in this order.
  package var sequence: Int
  /// Ordinal of the input, from 0.
  package var source: Int
  package var bytes: [UInt8]
  package var records: [Record]
  package var fields: [TextField]
  /// Segment values: for record r and dimension d at `r * dimensions + d`; empty range = none.
  package var segmentValues: [ByteRange]
  package var dimensions: Int
  package var rejections: [Rejection]
  package var warnings: WarningCounts
  /// Blank lines passed over; they are not records.
  package var blank: Int

  package init(sequence: Int, source: Int, dimensions: Int) {
    self.sequence = sequence
    self.source = source
    self.dimensions = dimensions
    bytes = []
    records = []
    fields = []
    segmentValues = []
    rejections = []
    warnings = WarningCounts()
    blank = 0
  }

  package func segment(_ dimension: Int, of record: Int) -> ByteRange {
    segmentValues[record * dimensions + dimension]
  }

  /// Copies a byte range out as a string; for messages and small values, not for hot loops.
  package func string(_ range: ByteRange) -> String {
    String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
  }
}
