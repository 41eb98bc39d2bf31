/// Sorts any number of cells within a budget of memory: what does not fit goes to sorted runs in
/// scratch files. Cells of equal keys become one, with the value that comes first in byte order.
struct CellSorter {
  private let scratch: String
  private let name: String
  private let budget: Int
  private var cells: [(key: [UInt8], value: [UInt8])] = []
  private var held = 0
  private var runs: [String] = []
  private var made = 0

  private static let cellOverhead = 96
  private static let mostRuns = 16

  /// Scratch files are called `scratch/name-N`.
  init(scratch: String, name: String, budget: Int = 1 << 20) {
    self.scratch = scratch
    self.name = name
    self.budget = budget
  }

  /// Adds a cell; its key must begin with the byte of the kind `cited`.
  mutating func add(key: [UInt8], value: [UInt8] = []) throws(InsightError) {
    cells.append((key, value))
    held += key.count + value.count + Self.cellOverhead
    if held >= budget { try spill() }
  }

  /// All cells in order; the sorter is empty afterwards, its scratch files go with the list.
  mutating func sorted() throws(InsightError) -> SortedCells {
    try spill()
    defer { runs = [] }
    return try SortedCells(runs: runs)
  }

  private mutating func spill() throws(InsightError) {
    guard !cells.isEmpty else { return }
    cells.sort {
      let order = compare($0.key, $1.key)
      return order != 0 ? order < 0 : precedes($0.value, $1.value)
    }
    let path = nextPath()
    var writer = try CellWriter(path: path)
    var last: [UInt8] = []
    for cell in cells where cell.key != last {
      try writer.append(key: cell.key, value: cell.value)
      last = cell.key
    }
    try writer.finish()
    cells = []
    held = 0
    runs.append(path)
    if runs.count >= Self.mostRuns { try join() }
  }

  private mutating func join() throws(InsightError) {
    let path = nextPath()
    var writer = try CellWriter(path: path)
    var all = try SortedCells(runs: runs)
    while try all.advance() { try writer.append(key: all.key, value: all.value) }
    try writer.finish()
    runs = [path]
  }

  private mutating func nextPath() -> String {
    made += 1
    return "\(scratch)/\(name)-\(made)"
  }
}

/// Cells in the order of their keys, read from sorted runs.
struct SortedCells: ~Copyable {
  private(set) var key: [UInt8] = []
  private(set) var value: [UInt8] = []
  private var merger: CellMerger
  private let runs: [String]

  init(runs: [String]) throws(InsightError) {
    self.runs = runs
    var readers: [CellReader] = []
    for run in runs { readers.append(try CellReader(path: run)) }
    merger = try CellMerger(readers)
  }

  /// Moves on to the next cell; false at the end.
  mutating func advance() throws(InsightError) -> Bool {
    try merger.next(&key, &value)
  }

  deinit {
    for run in runs { removeFile(run) }
  }
}
