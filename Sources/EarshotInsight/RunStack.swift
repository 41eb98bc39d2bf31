/// The sorted runs of cells that an aggregator has spilled. Sixteen runs of one size are merged into
/// one of the next, so that each cell is rewritten few times and few files are open at once.
struct RunStack {
  private let scratch: String
  /// Paths of runs by size, the smallest first.
  private var levels: [[String]] = [[]]
  private var made = 0

  private static let fanIn = 16

  init(scratch: String) { self.scratch = scratch }

  /// Where the next run goes; `push` follows when it is written.
  func nextPath() -> String { "\(scratch)/run-\(made)" }

  mutating func push() throws(InsightError) {
    levels[0].append(take())
    for level in 0... {
      guard levels[level].count >= Self.fanIn else { return }
      let merged = nextPath()
      try merge(levels[level], into: CellWriter(path: merged))
      levels[level] = []
      if level + 1 == levels.count { levels.append([]) }
      levels[level + 1].append(take())
    }
  }

  /// Merges all runs into a state file and removes them.
  mutating func finish(into path: String, header: [UInt8]) throws(InsightError) {
    let all = levels.flatMap(\.self)
    levels = [[]]
    try merge(all, into: CellWriter(path: path, header: header, isChecked: true))
  }

  private mutating func take() -> String {
    defer { made += 1 }
    return nextPath()
  }

  private func merge(_ paths: [String], into writer: consuming CellWriter) throws(InsightError) {
    var readers: [CellReader] = []
    for path in paths { readers.append(try CellReader(path: path)) }
    var settlement = Settlement(scratch: scratch)
    try settlement.write(try CellMerger(readers), to: writer)
    for path in paths { removeFile(path) }
  }
}
