internal import EarshotModel

/// Counts an epoch and writes its cells in the order of their keys.
///
/// The rows of each theme are sorted by dimension value and day (for counts) or customer (for
/// groups); equal ones then stand together, and each run of them is a cell. All sorts are linear.
struct EpochWriter: ~Copyable {
  /// A row under a theme: indexes into the epoch's rows and theme rows (-1: all records).
  private struct Member {
    var row: UInt32
    var theme: Int32
  }

  /// What a theme's cells need of a member, gathered so that its rows are visited once.
  private struct Line {
    var weight: Int64
    var customer: UInt64
    var rating: Rating?
    var score: Int32?
    var row: UInt32
    var dayRank: UInt32
    var marks: Epoch.Marks
    var label: Label
    var isDirect: Bool
  }

  private let epoch: Epoch
  private let layout: DimensionLayout
  private let themeCount: Int
  private let keepsDays: Bool
  private var writer: CellWriter

  /// Distinct days ascending, and for each row 0 without a day, else 1 + the day's index there.
  private var days: [Int32] = []
  private var dayRanks: [UInt32] = []
  /// For each number of the dictionary its rank within its dimension, and back.
  private var valueRanks: [UInt32] = []
  private var valuesByRank: [[Int32]] = []
  /// For each row its place among citable rows by entry, and a number shared by those that are one.
  private var entryRanks: [UInt32] = []
  private var entryGroups: [UInt32] = []
  private var citable: [UInt32] = []
  private var isNamed: [Bool] = []

  private var members: [Member] = []
  /// Of the theme at hand, in the order of its members.
  private var lines: [Line] = []
  private var starts: [Int] = []
  private var sorter = StableSorter()
  private var key: [UInt8] = []
  private var value: [UInt8] = []
  /// Working space for one group: its customers, the rows of its smallest entries, one entry.
  private var customers: [UInt64] = []
  private var best: [UInt32] = []
  private var entry: [UInt8] = []

  /// `keepsDays`: whether groups of single days are of use.
  init(
    _ epoch: Epoch, layout: DimensionLayout, themes: Int, keepsDays: Bool, path: String
  ) throws(InsightError) {
    self.epoch = epoch
    self.layout = layout
    themeCount = themes
    self.keepsDays = keepsDays
    writer = try CellWriter(path: path)
    rankDays()
    rankValues()
    rankEntries()
  }

  consuming func write() throws(InsightError) {
    try writeTotals()
    try writeLanguages()
    bucket(by: rowsByDay())
    for theme in 0...themeCount where hasMembers(theme) { try writeCounts(theme) }
    bucket(by: rowsByCustomer())
    for theme in 0...themeCount where hasMembers(theme) { try writeGroups(theme) }
    for theme in 1..<(themeCount + 1) where hasMembers(theme) { try writeCandidates(theme) }
    try writeCited()
    try writer.finish()
  }
}

extension EpochWriter {
  private mutating func rankDays() {
    var distinct = Set<Int32>()
    for row in epoch.rows { if let day = row.day { distinct.insert(day) } }
    days = distinct.sorted()
    var ranks: [Int32: UInt32] = [:]
    for (index, day) in days.enumerated() { ranks[day] = UInt32(index + 1) }
    dayRanks = epoch.rows.map { row in row.day.flatMap { ranks[$0] } ?? 0 }
  }

  private mutating func rankValues() {
    valuesByRank = Array(repeating: [], count: layout.names.count)
    valueRanks = Array(repeating: 0, count: epoch.dictionary.count)
    for id in 0..<Int32(epoch.dictionary.count) {
      valuesByRank[epoch.dictionary.slot(id)].append(id)
    }
    for slot in valuesByRank.indices {
      valuesByRank[slot].sort {
        epoch.dictionary.value($0).lexicographicallyPrecedes(epoch.dictionary.value($1))
      }
      for (rank, id) in valuesByRank[slot].enumerated() { valueRanks[Int(id)] = UInt32(rank) }
    }
  }

  private mutating func rankEntries() {
    let rows = epoch.rows
    citable = rows.indices.filter { rows[$0].marks.contains(.isCitable) }.map { UInt32($0) }
      .sorted { compareEntries(rows[Int($0)], rows[Int($1)]) < 0 }
    isNamed = Array(repeating: false, count: citable.count)
    entryRanks = Array(repeating: 0, count: rows.count)
    entryGroups = entryRanks
    var group: UInt32 = 0
    for (rank, row) in citable.enumerated() {
      if rank > 0, !areOne(rows[Int(citable[rank - 1])], rows[Int(row)]) { group += 1 }
      entryRanks[Int(row)] = UInt32(rank)
      entryGroups[Int(row)] = group
    }
  }

  private func areOne(_ left: Epoch.Row, _ right: Epoch.Row) -> Bool {
    left.keyHash == right.keyHash && left.textHash == right.textHash
      && epoch.id(left).elementsEqual(epoch.id(right))
  }

  /// The byte order of entries, without building them.
  private func compareEntries(_ left: Epoch.Row, _ right: Epoch.Row) -> Int {
    if left.keyHash != right.keyHash { return left.keyHash < right.keyHash ? -1 : 1 }
    if !epoch.id(left).elementsEqual(epoch.id(right)) {
      return epoch.id(left).lexicographicallyPrecedes(epoch.id(right)) ? -1 : 1
    }
    let leftRest = (left.textHash, left.payloadHash, UInt64(left.source), left.ordinal)
    let rightRest = (right.textHash, right.payloadHash, UInt64(right.source), right.ordinal)
    return leftRest == rightRest ? 0 : leftRest < rightRest ? -1 : 1
  }

  private func rowsByDay() -> [UInt32] {
    var sorter = StableSorter()
    for row in epoch.rows.indices { sorter.append(key: dayRanks[row], item: UInt32(row)) }
    sorter.sort(largest: UInt32(days.count))
    return sorter.items
  }

  private func rowsByCustomer() -> [UInt32] {
    let customers = epoch.rows.map(\.customer)
    var order = epoch.rows.indices.filter { epoch.rows[$0].marks.contains(.isEligible) }
      .map { UInt32($0) }
    order.sort { customers[Int($0)] < customers[Int($1)] }
    return order
  }

  /// Puts rows under their themes, in the order given; theme 0 has them all.
  private mutating func bucket(by order: [UInt32]) {
    starts = Array(repeating: 0, count: themeCount + 2)
    for row in order { count(epoch.rows[Int(row)]) }
    for theme in 1..<starts.count { starts[theme] += starts[theme - 1] }
    members = Array(repeating: Member(row: 0, theme: -1), count: starts[themeCount + 1])
    var next = starts
    for row in order {
      members[next[0]] = Member(row: row, theme: -1)
      next[0] += 1
      for index in themeRange(epoch.rows[Int(row)]) {
        let theme = Int(epoch.themes[index].theme)
        members[next[theme]] = Member(row: row, theme: Int32(index))
        next[theme] += 1
      }
    }
  }

  private mutating func count(_ row: Epoch.Row) {
    starts[1] += 1
    for index in themeRange(row) { starts[Int(epoch.themes[index].theme) + 1] += 1 }
  }

  private func themeRange(_ row: Epoch.Row) -> Range<Int> {
    Int(row.themeStart)..<Int(row.themeStart + row.themeCount)
  }

  private func hasMembers(_ theme: Int) -> Bool { starts[theme] < starts[theme + 1] }
}

extension EpochWriter {
  private mutating func writeTotals() throws(InsightError) {
    guard epoch.totals != Totals() else { return }
    key = [CellKind.totals.rawValue]
    value.removeAll(keepingCapacity: true)
    for sum in [epoch.totals.themed, epoch.totals.staff, epoch.totals.textless] {
      value.appendSigned(sum)
    }
    try writer.append(key: key, value: value)
  }

  private mutating func writeLanguages() throws(InsightError) {
    let cells = epoch.languages.map { tag, tally in
      ([CellKind.language.rawValue] + Array(LanguageTag(packed: tag).text.utf8), tally)
    }
    for (key, tally) in cells.sorted(by: { precedes($0.0, $1.0) }) {
      value.removeAll(keepingCapacity: true)
      for sum in [tally.kept, tally.themed, tally.scored] { value.appendSigned(sum) }
      try writer.append(key: key, value: value)
    }
  }

  /// Gathers the lines of a theme, and has the sorter hold them all as one run.
  private mutating func gather(_ theme: Int) {
    lines.removeAll(keepingCapacity: true)
    sorter.removeAll()
    for member in members[starts[theme]..<starts[theme + 1]] {
      let row = epoch.rows[Int(member.row)]
      var line = Line(
        weight: row.weight, customer: row.customer, rating: row.rating, score: row.score,
        row: member.row, dayRank: dayRanks[Int(member.row)], marks: row.marks, label: row.label,
        isDirect: false)
      if member.theme >= 0 {
        let found = epoch.themes[Int(member.theme)]
        (line.score, line.label, line.isDirect) = (found.score, found.label, found.isDirect)
      }
      sorter.append(key: 0, item: UInt32(lines.count))
      lines.append(line)
    }
  }

  private mutating func writeCounts(_ theme: Int) throws(InsightError) {
    gather(theme)
    try writeCountsOfRuns(theme, dimension: [], values: nil)
    for slot in layout.order {
      sortLines(by: slot)
      try writeCountsOfRuns(theme, dimension: layout.names[slot], values: valuesByRank[slot])
    }
  }

  /// One cell for each run of equal value and day among the sorter's items.
  private mutating func writeCountsOfRuns(
    _ theme: Int, dimension: [UInt8], values: [Int32]?
  ) throws(InsightError) {
    var start = 0
    while start < sorter.items.count {
      var counts = Counts()
      let rank = sorter.keys[start]
      let day = lines[Int(sorter.items[start])].dayRank
      var index = start
      while index < sorter.items.count, sorter.keys[index] == rank {
        let line = lines[Int(sorter.items[index])]
        if line.dayRank != day { break }
        if let rating = line.rating { counts.add(rating) }
        if line.marks.contains(.isEligible) {
          counts.add(
            weight: line.weight, direct: line.isDirect, label: line.label, score: line.score)
        }
        index += 1
      }
      try write(
        counts, theme, dimension: dimension, value: values.map { $0[Int(rank)] },
        day: day == 0 ? nil : days[Int(day) - 1])
      start = index
    }
  }

  private mutating func write(
    _ counts: Counts, _ theme: Int, dimension: [UInt8], value number: Int32?, day: Int32?
  ) throws(InsightError) {
    startKey(.counts, theme, dimension: dimension, value: number)
    key.appendDay(day)
    value.removeAll(keepingCapacity: true)
    counts.encode(into: &value)
    try writer.append(key: key, value: value)
  }

  private mutating func startKey(
    _ kind: CellKind, _ theme: Int, dimension: [UInt8], value number: Int32?
  ) {
    key.removeAll(keepingCapacity: true)
    key.appendAddress(
      kind, theme: UInt32(theme), dimension: dimension,
      value: number.map { epoch.dictionary.value($0) } ?? [])
  }

  /// Sorts the lines by their value of a dimension; those without one are left out.
  private mutating func sortLines(by slot: Int) {
    sorter.removeAll()
    let width = layout.names.count
    for index in lines.indices {
      let value = epoch.values[Int(lines[index].row) * width + slot]
      if value >= 0 { sorter.append(key: valueRanks[Int(value)], item: UInt32(index)) }
    }
    sorter.sort(largest: UInt32(valuesByRank[slot].count))
  }
}

extension EpochWriter {
  private mutating func writeGroups(_ theme: Int) throws(InsightError) {
    gather(theme)
    startKey(.group, theme, dimension: [], value: nil)
    key.appendScope(.whole, ordinal: 0)
    try writeGroup(sorter.items.startIndex..<sorter.items.endIndex)
    for (scope, length) in GroupScope.periods where scope != .day || keepsDays {
      try writePeriodGroups(theme, scope, length)
    }
    for slot in layout.order {
      sortLines(by: slot)
      let dimension = layout.names[slot]
      for run in runsOfEqualKeys() {
        let number = valuesByRank[slot][Int(sorter.keys[run.lowerBound])]
        startKey(.group, theme, dimension: dimension, value: number)
        key.appendScope(.whole, ordinal: 0)
        try writeGroup(run)
      }
    }
  }

  private mutating func writePeriodGroups(
    _ theme: Int, _ scope: GroupScope, _ length: PeriodLength
  ) throws(InsightError) {
    guard let firstDay = days.first, let lastDay = days.last else { return }
    let first = Period(length, containing: firstDay).ordinal
    let last = Period(length, containing: lastDay).ordinal
    let ordinals = days.map { UInt32(Period(length, containing: $0).ordinal - first) }
    sorter.removeAll()
    for index in lines.indices {
      let day = lines[index].dayRank
      if day > 0 { sorter.append(key: ordinals[Int(day) - 1], item: UInt32(index)) }
    }
    sorter.sort(largest: UInt32(last - first))
    for run in runsOfEqualKeys() {
      startKey(.group, theme, dimension: [], value: nil)
      key.appendScope(scope, ordinal: Int32(sorter.keys[run.lowerBound]) + first)
      try writeGroup(run)
    }
  }

  private func runsOfEqualKeys() -> [Range<Int>] {
    var runs: [Range<Int>] = []
    var start = 0
    for index in sorter.keys.indices where sorter.keys[index] != sorter.keys[start] {
      runs.append(start..<index)
      start = index
    }
    if start < sorter.keys.count { runs.append(start..<sorter.keys.count) }
    return runs
  }

  /// A group of the sorter's items in `run`, which are in the order of their customers.
  private mutating func writeGroup(_ run: Range<Int>) throws(InsightError) {
    customers.removeAll(keepingCapacity: true)
    best.removeAll(keepingCapacity: true)
    for index in run {
      let line = lines[Int(sorter.items[index])]
      if line.marks.contains(.hasCustomer), line.customer != customers.last || customers.isEmpty {
        customers.append(line.customer)
      }
      if line.marks.contains(.isCitable) { keepBest(line.row) }
    }
    value.removeAll(keepingCapacity: true)
    appendEntries(best, rank: nil)
    CustomerSet.encode(ascending: customers, into: &value)
    try writer.append(key: key, value: value)
  }

  /// Keeps the rows of the three smallest entries, ascending, one of those that are one.
  private mutating func keepBest(_ row: UInt32) {
    let rank = entryRanks[Int(row)]
    if best.count == GroupValue.evidenceLimit, rank >= entryRanks[Int(best[best.count - 1])] {
      return
    }
    let group = entryGroups[Int(row)]
    if let same = best.firstIndex(where: { entryGroups[Int($0)] == group }) {
      if rank < entryRanks[Int(best[same])] { best[same] = row }
      return
    }
    let place = best.firstIndex { rank < entryRanks[Int($0)] } ?? best.count
    best.insert(row, at: place)
    if best.count > GroupValue.evidenceLimit { best.removeLast() }
  }

  private mutating func appendEntries(_ rows: [UInt32], rank: [UInt64]?) {
    value.appendVarint(UInt64(rows.count))
    for (index, number) in rows.enumerated() {
      entry.removeAll(keepingCapacity: true)
      if let rank { entry.appendBigEndian(rank[index]) }
      let row = epoch.rows[Int(number)]
      RecordEntry.append(
        keyHash: row.keyHash, id: epoch.id(row), textHash: row.textHash,
        payloadHash: row.payloadHash, source: row.source, ordinal: row.ordinal, to: &entry)
      value.appendVarint(UInt64(entry.count))
      value.append(contentsOf: entry)
      isNamed[Int(entryRanks[Int(number)])] = true
    }
  }

  private func appendEntry(of row: Epoch.Row, to bytes: inout [UInt8]) {
    RecordEntry.append(
      keyHash: row.keyHash, id: epoch.id(row), textHash: row.textHash,
      payloadHash: row.payloadHash, source: row.source, ordinal: row.ordinal, to: &bytes)
  }
}

extension EpochWriter {
  private mutating func writeCandidates(_ theme: Int) throws(InsightError) {
    for reason in CandidateReason.allCases {
      let best = bestCandidates(theme, reason)
      if best.isEmpty { continue }
      key = [CellKind.candidates.rawValue]
      key.appendBigEndian(UInt32(theme))
      key.append(reason.rawValue)
      value.removeAll(keepingCapacity: true)
      appendEntries(best.map(\.row), rank: best.map(\.rank))
      try writer.append(key: key, value: value)
    }
  }

  private func bestCandidates(
    _ theme: Int, _ reason: CandidateReason
  ) -> [(rank: UInt64, row: UInt32)] {
    var all: [(rank: UInt64, row: UInt32)] = []
    for member in members[starts[theme]..<starts[theme + 1]] {
      let row = epoch.rows[Int(member.row)]
      guard row.marks.contains(.isCitable), !row.marks.contains(.isStaff) else { continue }
      let score = epoch.themes[Int(member.theme)].score
      if let rank = row.rank(for: reason, themeScore: score) { all.append((rank, member.row)) }
    }
    all.sort { ($0.rank, entryRanks[Int($0.row)]) < ($1.rank, entryRanks[Int($1.row)]) }
    var best: [(rank: UInt64, row: UInt32)] = []
    for candidate in all {
      if let last = best.last, last.rank == candidate.rank,
        entryGroups[Int(last.row)] == entryGroups[Int(candidate.row)]
      {
        continue
      }
      best.append(candidate)
      if best.count == reason.limit { break }
    }
    return best
  }

  private mutating func writeCited() throws(InsightError) {
    let file = try epoch.payloads.open()
    for (rank, number) in citable.enumerated() where isNamed[rank] {
      let row = epoch.rows[Int(number)]
      var key = [CellKind.cited.rawValue]
      appendEntry(of: row, to: &key)
      try epoch.payloads.read(row.payloadStart, row.payloadCount, from: file, into: &value)
      try writer.append(key: key, value: value)
    }
  }
}

extension GroupScope {
  /// The scopes that are periods, in the order of their bytes.
  static let periods: [(GroupScope, PeriodLength)] = [
    (.day, .day), (.week, .week), (.month, .month), (.quarter, .quarter), (.year, .year),
  ]
}
