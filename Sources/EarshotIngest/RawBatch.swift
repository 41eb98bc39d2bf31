package import EarshotModel

/// About `batchBytes` of whole records of one input, not yet parsed: what `InputReader` hands to
/// `RecordParser`.
package struct RawBatch: Sendable {
  /// How the records lie in `bytes`.
  package enum Layout: Sendable {
    /// JSON, one a line: the parser finds the line ends.
    case jsonLines
    /// Text, one a line: the parser finds the line ends.
    case textLines
    /// JSON values at `extents`.
    case jsonValues
    /// Texts at `extents`.
    case texts
    /// Rows of cells at `extents`, unquoted in `cells`.
    case rows
  }

  /// One record, or what stands in the place of one.
  package struct Extent: Sendable {
    /// The raw bytes in `bytes`; of a record too long, its beginning.
    package var range: Range<Int>
    /// Line, from 1, or ordinal of a JSON element.
    package var line: Int
    /// Range into `cellEnds`; empty unless the layout is `rows`.
    package var cells: Range<Int> = 0..<0
    /// Why there is nothing to parse.
    package var problem: Problem?
  }

  package enum Problem: Sendable, Equatable {
    case tooLong
    /// The quote that is open at the end of this line is never closed, up to line `lastLine`.
    case openQuote(lastLine: Int)
    case missingElement, unclosedElement, unclosedArray, trailingBytes
  }

  /// Position in the run, from 0.
  package var sequence: Int
  /// Ordinal of the input, from 0.
  package var source: Int
  package var layout: Layout
  package var bytes: [UInt8] = []
  /// Line of the first byte.
  package var firstLine = 1
  /// Offset of the first byte in the decompressed input.
  package var byteOffset: Int64 = 0
  package var extents: [Extent] = []
  package var cells: [UInt8] = []
  /// The ends of the cells in `cells`; each begins where the one before ends.
  package var cellEnds: [UInt32] = []
  /// What the columns mean, where the layout is `rows`.
  package var columns = TableColumns()
  package var blank = 0
  package var warnings = WarningCounts()
}

/// The columns of a table: which slots of the column map each one fills.
package struct TableColumns: Sendable, Equatable {
  package var names: [String] = []
  /// Slots by column.
  var slots: [[Int]] = []

  package init() {}
}
