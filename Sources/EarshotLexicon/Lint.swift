internal import EarshotModel

/// Something about a lexicon that its author should know.
package struct LintFinding: Sendable {
  package enum Level: UInt8, Sendable, Comparable {
    case info, warning, error

    package var name: String { "\(self)" }

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  package var level: Level
  package var code: String
  /// `FILE:LINE` of the row.
  package var rule: String
  package var message: String
}

extension Lexicon {
  /// Ties that the resolution had to break, duplicate and contradictory rows, rows that another
  /// file replaced, and rows that can never win. In order of the rows.
  package func lint() -> [LintFinding] {
    var inspection = Inspection(lexicon: self)
    inspection.run()
    let replaced = shadowed.map { row in
      LintFinding(
        level: .info, code: "shadowed", rule: row.loser,
        message: "replaced by the row of the same key at \(row.winner)")
    }
    return replaced + inspection.findings
  }
}

/// Looks at every place of the automaton where rows end together.
private struct Inspection {
  let lexicon: Lexicon
  var findings: [LintFinding] = []
  /// Phrases of a row, and how many of them another row always beats.
  private var phrases: [Int32: Int] = [:]
  private var beaten: [Int32: Int] = [:]
  private var beatenBy: [Int32: Int32] = [:]
  private var reported: Set<UInt64> = []

  init(lexicon: Lexicon) { self.lexicon = lexicon }

  mutating func run() {
    for node in lexicon.trie.nodes where node.firstTerminal >= 0 { inspect(node.firstTerminal) }
    for (row, count) in phrases.sorted(by: { $0.key < $1.key })
    where beaten[row] == count && lexicon.expressionsOfRow[row] == nil {
      let winner = beatenBy[row].map { rule($0) } ?? ""
      findings.append(
        LintFinding(
          level: .warning, code: "unreachable", rule: rule(row),
          message: "never wins: \(winner) matches the same text and is preferred"))
    }
    let order = Dictionary(
      lexicon.catalog.rules.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    let ranked = findings.sorted { left, right in
      if left.level != right.level { return left.level > right.level }
      return (order[left.rule] ?? 0, left.message) < (order[right.rule] ?? 0, right.message)
    }
    findings = ranked
  }

  private func rule(_ row: Int32) -> String { lexicon.catalog.rules[Int(row)] }

  private mutating func inspect(_ head: Int32) {
    var entries: [Lexicon.Entry] = []
    var terminal = head
    while terminal >= 0 {
      let item = lexicon.trie.terminals[Int(terminal)]
      let entry = lexicon.entries[Int(item.entry)]
      if entry.leaf < 0 { entries.append(entry) }
      terminal = item.next
    }
    for entry in entries { phrases[entry.row, default: 0] += 1 }
    guard entries.count > 1 else { return }
    for entry in entries {
      let rivals = entries.filter { competes($0, entry) && wins($0, over: entry) }
      if let rival = rivals.first(where: { $0.mask & entry.mask == entry.mask && isBare($0) }) {
        beaten[entry.row, default: 0] += 1
        beatenBy[entry.row] = rival.row
      }
      for rival in rivals { report(entry, beatenBy: rival) }
    }
  }

  /// Conditions may keep a row from matching, so it beats no other for certain.
  private func isBare(_ entry: Lexicon.Entry) -> Bool {
    let row = lexicon.rows[Int(entry.row)]
    return row.with < 0 && row.unless < 0
  }

  private func competes(_ one: Lexicon.Entry, _ other: Lexicon.Entry) -> Bool {
    let left = lexicon.rows[Int(one.row)]
    let right = lexicon.rows[Int(other.row)]
    guard one.row != other.row, left.kind == right.kind, left.kind != .off,
      one.mask & other.mask != 0
    else {
      return false
    }
    return !left.kind.isCategory || left.id == right.id
  }

  private func wins(_ one: Lexicon.Entry, over other: Lexicon.Entry) -> Bool {
    let left = lexicon.rows[Int(one.row)]
    let right = lexicon.rows[Int(other.row)]
    return left.file != right.file ? left.file > right.file : one.row < other.row
  }

  private mutating func report(_ entry: Lexicon.Entry, beatenBy rival: Lexicon.Entry) {
    let key = UInt64(UInt32(bitPattern: entry.row)) << 32 | UInt64(UInt32(bitPattern: rival.row))
    guard reported.insert(key).inserted else { return }
    let left = lexicon.rows[Int(entry.row)]
    let right = lexicon.rows[Int(rival.row)]
    let isConditional = !isBare(entry) || !isBare(rival)
    if left.weight == right.weight || left.kind.isCategory {
      findings.append(
        LintFinding(
          level: .info, code: "duplicate", rule: rule(entry.row),
          message: "a phrase of it stands at \(rule(rival.row)) too"))
    } else if let one = left.weight, let other = right.weight, one.signum() != other.signum(),
      left.file == right.file, !isConditional, left.kind == .sentiment
    {
      findings.append(
        LintFinding(
          level: .error, code: "contradiction", rule: rule(entry.row),
          message: "a phrase of it has the opposite sign at \(rule(rival.row)), which wins"))
    } else {
      findings.append(
        LintFinding(
          level: .info, code: "tie", rule: rule(entry.row),
          message: "a phrase of it has another weight at \(rule(rival.row)), which wins"))
    }
  }
}
