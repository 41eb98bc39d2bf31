internal import EarshotModel

/// Reads one lexicon file, TSV or CSV, into rows; collects every fault instead of stopping.
struct LexiconReader {
  private let name: String
  private let file: Int32
  private(set) var rows: [LexiconRow] = []
  private(set) var faults: [LexiconFault] = []
  /// Column of each known name in this file; -1 where it is missing.
  private var columns: [Int] = Array(repeating: -1, count: Column.allCases.count)
  private var hasHeader = false
  /// The header named the columns without a fault; without that, rows mean nothing.
  private var canReadRows = false

  private enum Column: Int, CaseIterable {
    case kind, id, lang, pattern, with, unless, scope, weight, edge, use, label, owner

    var name: String { "\(self)" }
  }

  private static let scopedKinds: Set<RowKind> = [
    .theme, .intent, .emotion, .stage, .constituency, .contrast,
  ]
  private static let kinds = Dictionary(
    uniqueKeysWithValues: RowKind.allCases.map { ($0.name, $0) })

  init(_ source: LexiconSource, file: Int32) {
    name = source.name
    self.file = file
    guard let text = String(validating: source.bytes, as: UTF8.self) else {
      fault(1, 1, "the file is not UTF-8; convert it and try again")
      return
    }
    let isCSV = name.hasSuffix(".csv") || Self.looksLikeCSV(text)
    var lines = LexiconLines(text: text, isCSV: isCSV)
    while let line = lines.next() {
      if !hasHeader { readHeader(line) } else if canReadRows { read(line) }
    }
    faults += lines.faults.map { fault in
      LexiconFault(file: name, line: fault.line, column: fault.column, message: fault.message)
    }
    if !hasHeader && faults.isEmpty {
      fault(1, 1, "no header line; expected the column names, at least kind and pattern")
    }
  }

  /// A file without a telling name: CSV where the header has commas and no tab.
  private static func looksLikeCSV(_ text: String) -> Bool {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    for line in text.utf8.dropFirst(text.utf8.starts(with: mark) ? 3 : 0).split(separator: 0x0A) {
      if line.first == 0x23 || line.allSatisfy({ $0 <= 0x20 }) { continue }
      return line.contains(0x2C) && !line.contains(0x09)
    }
    return false
  }

  private mutating func fault(_ line: Int, _ column: Int, _ message: String) {
    faults.append(LexiconFault(file: name, line: line, column: column, message: message))
  }

  private mutating func read(_ line: LexiconLines.Line) {
    func cell(_ column: Column) -> LexiconRow.Cell {
      let index = columns[column.rawValue]
      guard index >= 0, index < line.cells.count else {
        return LexiconRow.Cell(text: "", column: line.end)
      }
      return line.cells[index]
    }
    let kindCell = cell(.kind)
    guard let kind = Self.kinds[kindCell.text] else {
      let names = RowKind.allCases.map(\.name).joined(separator: ", ")
      fault(
        line.number, kindCell.column,
        "unknown kind '\(kindCell.text)'; expected one of \(names)")
      return
    }
    let languages = readLanguages(cell(.lang), line.number)
    let scope = readScope(cell(.scope), kind: kind, line.number)
    let weight = readWeight(cell(.weight), kind: kind, line.number)
    let id = cell(.id)
    checkID(id, kind: kind, line.number)
    let pattern = cell(.pattern)
    if pattern.text.isEmpty && kind != .theme && kind != .bias {
      fault(line.number, pattern.column, "empty pattern; only a theme's label row may have none")
    }
    let use = cell(.use).text
    if use != "" && use != "on" && use != "off" {
      fault(line.number, cell(.use).column, "unknown use '\(use)'; expected on or off")
    }
    let edge = cell(.edge).text
    if edge != "" && edge != "segment" {
      fault(line.number, cell(.edge).column, "unknown edge '\(edge)'; expected segment")
    }
    // A row with a fault is kept, so that the faults of its patterns are reported with it.
    rows.append(
      LexiconRow(
        kind: kind, id: id, languages: languages, pattern: pattern, with: cell(.with),
        unless: cell(.unless), scope: scope, weight: weight, isSegmentEdged: edge == "segment",
        isOff: use == "off", label: cell(.label).text.nonEmpty, owner: cell(.owner).text.nonEmpty,
        file: file, line: Int32(line.number)))
  }

  private mutating func readHeader(_ line: LexiconLines.Line) {
    hasHeader = true
    for (index, cell) in line.cells.enumerated() {
      let name = cell.text.lowercased()
      guard let column = Column.allCases.first(where: { $0.name == name }) else { continue }
      if columns[column.rawValue] >= 0 {
        fault(line.number, cell.column, "column '\(name)' stands twice in the header")
      }
      columns[column.rawValue] = index
    }
    for column in [Column.kind, .pattern] where columns[column.rawValue] < 0 {
      fault(line.number, 1, "the header has no column '\(column.name)'")
    }
    canReadRows = faults.isEmpty
  }

  private mutating func readLanguages(_ cell: LexiconRow.Cell, _ line: Int) -> [LanguageTag] {
    if cell.text.isEmpty || cell.text == "*" { return [] }
    var tags: Set<LanguageTag> = []
    for part in cell.text.split(separator: ",") {
      let name = part.trimmed
      let tag = LanguageTag(name)
      if name == "*" { return [] }
      if tag == .undetermined {
        fault(
          line, cell.column, "unknown language '\(name)'; expected BCP 47 tags such as en,pt-BR")
      } else {
        tags.insert(tag)
      }
    }
    return tags.sorted()
  }

  private mutating func readScope(
    _ cell: LexiconRow.Cell, kind: RowKind, _ line: Int
  ) -> Scope {
    switch cell.text {
    case "":
      if Self.scopedKinds.contains(kind) { return .sentence }
      return kind == .boilerplate ? .record : kind == .intensifier ? .tokens(1) : .clause
    case "clause": return .clause
    case "sentence": return .sentence
    case "record": return .record
    default:
      if let tokens = Int(cell.text), (0...1000).contains(tokens) { return .tokens(tokens) }
      fault(
        line, cell.column,
        "unknown scope '\(cell.text)'; expected clause, sentence, record or a number of tokens")
      return .clause
    }
  }

  private mutating func readWeight(
    _ cell: LexiconRow.Cell, kind: RowKind, _ line: Int
  ) -> Int32? {
    guard !cell.text.isEmpty else {
      switch kind {
      case .sentiment, .intensifier, .bias:
        fault(line, cell.column, "a row of kind \(kind.name) needs a weight")
        return nil
      case .negator: return -7400
      case .irrealis, .contrast: return 5000
      default: return nil
      }
    }
    // A spreadsheet in a decimal-comma locale writes 1,5.
    let plain = Double(cell.text)
    let text = plain == nil ? cell.text.replacing(",", with: ".").replacing("−", with: "-") : ""
    guard let value = plain ?? Double(text), value.isFinite, abs(value) <= 5 else {
      fault(line, cell.column, "weight '\(cell.text)' is no number from -5 to 5")
      return nil
    }
    return Int32((value * 10_000).rounded())
  }

  private mutating func checkID(_ cell: LexiconRow.Cell, kind: RowKind, _ line: Int) {
    let id = cell.text
    if kind.isCategory {
      let parts = id.split(separator: "/", omittingEmptySubsequences: false)
      if id.isEmpty {
        fault(line, cell.column, "a row of kind \(kind.name) needs an id such as delivery/late")
      } else if parts.contains(where: { $0.isEmpty || $0.first == " " || $0.last == " " }) {
        fault(
          line, cell.column, "id '\(id)' has an empty part; expected a path such as delivery/late")
      }
    } else if kind == .contrast && id != "turn" && id != "concede" {
      fault(line, cell.column, "id '\(id)' of a contrast row; expected turn or concede")
    } else if kind == .off {
      let name = id.split(separator: ":", maxSplits: 1).first.map(String.init) ?? ""
      guard let target = Self.kinds[name], target != .off, id.last != ":" else {
        fault(
          line, cell.column,
          "id '\(id)' of an off row; expected what it hides, such as sentiment or theme:delivery")
        return
      }
    }
  }
}

extension String {
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}

extension Substring {
  fileprivate var trimmed: String {
    var part = self
    while part.first == " " { part.removeFirst() }
    while part.last == " " { part.removeLast() }
    return String(part)
  }
}
