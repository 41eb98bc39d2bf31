/// Finds cells by ascending keys in one pass over a list of cells.
struct SortedLookup {
  private let reader: CellReader
  private let index: SectionIndex
  private var hasCell: Bool

  init(_ state: StateFile) throws(InsightError) {
    index = state.index
    reader = try state.cells()
    hasCell = try reader.advance()
  }

  var path: String { reader.path }

  /// The value of a cell, nil where there is none; `key` is above those asked for before, or the
  /// same.
  mutating func value(of key: [UInt8]) throws(InsightError) -> [UInt8]? {
    if hasCell, precedes(reader.key, key) {
      if let offset = index.offset(for: key), offset > reader.offset {
        try reader.seek(to: offset)
      }
      hasCell = try reader.advance(to: key)
    }
    return hasCell && reader.key == key ? reader.value : nil
  }

  /// The group of a theme, dimension and value in a scope.
  mutating func group(
    theme: UInt32, dimension: [UInt8] = [], value: [UInt8] = [], scope: GroupScope = .whole,
    ordinal: Int32 = 0
  ) throws(InsightError) -> GroupValue? {
    var key: [UInt8] = []
    key.appendAddress(.group, theme: theme, dimension: dimension, value: value)
    key.appendScope(scope, ordinal: ordinal)
    guard let found = try self.value(of: key) else { return nil }
    var cursor = ByteCursor(found, path: path)
    return try GroupValue(&cursor)
  }
}

/// Passes over the counts of a state, cell by cell.
struct CountsPass {
  private let reader: CellReader
  private(set) var address = CellAddress(theme: 0, dimension: [], value: [])
  private(set) var day: Int32?
  private(set) var counts = Counts()

  private let index: SectionIndex

  init(_ state: StateFile) throws(InsightError) {
    reader = try state.cells()
    index = state.index
  }

  /// Leaves out what is left of the current theme's whole run, or of its segments.
  mutating func skipSection() throws(InsightError) {
    if let offset = index.offset(behind: reader.key), offset > reader.offset {
      try reader.seek(to: offset)
    }
  }

  /// Moves on to the next cell of counts; false after the last.
  mutating func advance() throws(InsightError) -> Bool {
    while try reader.advance() {
      guard let kind = reader.key.kind, kind.rawValue <= CellKind.counts.rawValue else {
        return false
      }
      if kind != .counts { continue }
      var key = ByteCursor(reader.key, at: 1, path: reader.path)
      address = try key.address()
      day = try key.day()
      var value = ByteCursor(reader.value, path: reader.path)
      counts = try Counts(&value)
      return true
    }
    return false
  }
}
