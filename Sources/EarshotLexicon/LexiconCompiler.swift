internal import EarshotModel
internal import EarshotText

extension Lexicon {
  /// Reads, lays over each other and compiles lexicon files; a later file wins over an earlier
  /// row of the same key. Every fault of every file is reported at once.
  package convenience init(_ sources: [LexiconSource]) throws(LexiconError) {
    var compiler: LexiconCompiler
    do {
      compiler = try LexiconCompiler()
    } catch {
      throw LexiconError(
        faults: [LexiconFault(file: "ICU", line: 1, column: 1, message: error.description)])
    }
    self.init(try compiler.compile(sources))
  }
}

/// Turns rows into a `Lexicon`.
struct LexiconCompiler: ~Copyable {
  private var parser: PatternParser
  private var stemmers = Stemmers()
  private var lexicon = LexiconDraft()
  private var faults: [LexiconFault] = []
  private var sources: [LexiconSource] = []
  private var ids: [RowKind: [String: Int32]] = [:]

  /// Phrases one alternative may unfold into before its groups are matched apart.
  private static let mostPhrases = 512
  private static let mostLanguages = 63

  init() throws(TextError) { parser = try PatternParser() }

  mutating func compile(_ sources: [LexiconSource]) throws(LexiconError) -> LexiconDraft {
    self.sources = sources
    var rows: [LexiconRow] = []
    for (index, source) in sources.enumerated() {
      let reader = LexiconReader(source, file: Int32(index))
      rows += reader.rows
      faults += reader.faults
      lexicon.files.append(
        Lexicon.File(
          name: source.name, hash: KeyedHash.hash(source.bytes, key: (0, 0)),
          rows: reader.rows.count))
    }
    rows = inForce(rows)
    makeCatalog(rows)
    numberLanguages(rows)
    for row in rows where !row.pattern.text.isEmpty { add(row) }
    lexicon.literals = TokenLiterals(parser.literals.sorted { $0.lexicographicallyPrecedes($1) })
    if !faults.isEmpty { throw LexiconError(faults: Self.sorted(faults, sources)) }
    return lexicon
  }

  private static func sorted(_ faults: [LexiconFault], _ sources: [LexiconSource]) -> [LexiconFault]
  {
    let order = Dictionary(
      sources.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return faults.sorted {
      (order[$0.file] ?? 0, $0.line, $0.column) < (order[$1.file] ?? 0, $1.line, $1.column)
    }
  }

  private mutating func fault(_ row: LexiconRow, _ column: Int, _ message: String) {
    faults.append(
      LexiconFault(
        file: sources[Int(row.file)].name, line: Int(row.line), column: column, message: message))
  }

  // MARK: Keys

  /// The key by which a later row replaces an earlier one, defaults filled in and patterns folded.
  private struct Key: Hashable {
    var kind: RowKind
    var id: String
    var languages: [LanguageTag]
    var pattern: [UInt8]
    var with: [UInt8]
    var unless: [UInt8]
    var scope: Scope
  }

  private mutating func inForce(_ rows: [LexiconRow]) -> [LexiconRow] {
    var newest: [Key: Int] = [:]
    newest.reserveCapacity(rows.count)
    var kept = Array(repeating: true, count: rows.count)
    for (index, row) in rows.enumerated() {
      let key = Key(
        kind: row.kind, id: row.id.text, languages: row.languages,
        pattern: Folder.fold(row.pattern.text),
        with: Folder.fold(row.with.text), unless: Folder.fold(row.unless.text), scope: row.scope)
      if let earlier = newest[key] {
        let names = (sources[Int(rows[earlier].file)].name, sources[Int(row.file)].name)
        lexicon.shadowed.append(
          ("\(names.0):\(rows[earlier].line)", "\(names.1):\(row.line)"))
        if rows[earlier].file == row.file {
          fault(
            row, row.pattern.column,
            "this row stands in line \(rows[earlier].line) already; take one of them out")
        }
        kept[earlier] = false
      }
      newest[key] = index
      if row.isOff { kept[index] = false }
    }
    return zip(rows, kept).filter(\.1).map(\.0)
  }

  // MARK: Catalog

  private mutating func makeCatalog(_ rows: [LexiconRow]) {
    var names: [RowKind: Set<String>] = [:]
    var labels: [String: (label: String?, owner: String?)] = [:]
    for row in rows where row.kind.isCategory {
      for path in Self.selfAndAncestors(row.id.text) { names[row.kind, default: []].insert(path) }
      if row.kind == .theme && (row.label != nil || row.owner != nil) {
        let known = labels[row.id.text]
        labels[row.id.text] = (row.label ?? known?.label, row.owner ?? known?.owner)
      }
    }
    func sorted(_ kind: RowKind) -> [String] {
      (names[kind] ?? []).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
    for kind in RowKind.allCases where kind.isCategory {
      ids[kind] = Dictionary(
        uniqueKeysWithValues: sorted(kind).enumerated().map { ($1, Int32($0)) })
    }
    lexicon.catalog.themes = sorted(.theme).map { path in
      let above = Self.selfAndAncestors(path)
      let parent = above.count > 1 ? ids[.theme]?[above[1]] ?? -1 : -1
      return Theme(
        path: path, parent: parent, depth: Int32(above.count), label: labels[path]?.label,
        owner: labels[path]?.owner)
    }
    lexicon.catalog.intents = sorted(.intent)
    lexicon.catalog.emotions = sorted(.emotion)
    lexicon.catalog.stages = sorted(.stage)
    lexicon.catalog.constituencies = sorted(.constituency)
  }

  /// `a/b/c`, `a/b`, `a`.
  private static func selfAndAncestors(_ path: String) -> [String] {
    var result = [path]
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      result.append(String(rest))
    }
    return result
  }

  private mutating func numberLanguages(_ rows: [LexiconRow]) {
    var tags: Set<LanguageTag> = []
    for row in rows {
      tags.formUnion(row.languages)
      if row.kind == .sentiment { lexicon.sentimentLanguages.formUnion(row.languages) }
    }
    lexicon.languages = tags.sorted()
    if tags.count > Self.mostLanguages, let row = rows.last {
      fault(row, 1, "\(tags.count) languages in one lexicon; at most \(Self.mostLanguages) fit")
      lexicon.languages.removeLast(tags.count - Self.mostLanguages)
    }
  }

  private func mask(_ languages: [LanguageTag]) -> UInt64 {
    if languages.isEmpty { return 1 }
    var mask: UInt64 = 0
    for (index, language) in lexicon.languages.enumerated() where languages.contains(language) {
      mask |= 1 << UInt64(index + 1)
    }
    return mask
  }

  // MARK: Rows

  private mutating func add(_ row: LexiconRow) {
    let number = Int32(lexicon.rows.count)
    let mask = mask(row.languages)
    let file = sources[Int(row.file)].name
    lexicon.catalog.rules.append("\(file):\(row.line)")
    lexicon.rows.append(
      Lexicon.Row(
        kind: row.kind, id: id(of: row), scope: row.scope, weight: row.weight,
        isSegmentEdged: row.isSegmentEdged, rule: number, file: row.file,
        with: -1, unless: -1))
    if let hidden = hidden(by: row) { lexicon.hides[number] = hidden }
    let pattern = parse(row, row.pattern)
    lexicon.rows[Int(number)].with = condition(row, row.with, number, mask)
    lexicon.rows[Int(number)].unless = condition(row, row.unless, number, mask)
    guard let pattern else { return }
    for branch in pattern.branches {
      if phraseCount(branch) != nil {
        insert(branch, row: number, leaf: -1, mask)
      } else {
        let root = expression(branch, row, number, mask)
        lexicon.expressionsOfRow[number, default: []].append(root)
        for leaf in leaves(root) { lexicon.rowsOfLeaf[Int(leaf)].append(number) }
      }
    }
  }

  private mutating func parse(_ row: LexiconRow, _ cell: LexiconRow.Cell) -> Pattern? {
    do {
      return try parser.parse(cell.text)
    } catch {
      fault(row, cell.column + error.offset, error.message)
      return nil
    }
  }

  private mutating func condition(
    _ row: LexiconRow, _ cell: LexiconRow.Cell, _ number: Int32, _ mask: UInt64
  ) -> Int32 {
    guard !cell.text.isEmpty, let pattern = parse(row, cell) else { return -1 }
    return expression(pattern, row, number, mask)
  }

  private func id(of row: LexiconRow) -> Int32 {
    if row.kind == .contrast { return row.id.text == "concede" ? 1 : 0 }
    return ids[row.kind]?[row.id.text] ?? -1
  }

  private mutating func hidden(by row: LexiconRow) -> Lexicon.Hidden? {
    guard row.kind == .off else { return nil }
    let parts = row.id.text.split(separator: ":", maxSplits: 1).map(String.init)
    guard let kind = RowKind.allCases.first(where: { $0.name == parts.first }) else { return nil }
    guard parts.count == 2 else { return Lexicon.Hidden(kind: kind, ids: []) }
    let hidden = (ids[kind] ?? [:]).filter { path, _ in
      path == parts[1] || path.hasPrefix(parts[1] + "/")
    }
    if hidden.isEmpty {
      fault(row, row.id.column, "the off row hides '\(row.id.text)', which no row has")
    }
    return Lexicon.Hidden(kind: kind, ids: hidden.values.sorted())
  }

  /// Number of phrases that a pattern without distances unfolds into; nil where it has distances
  /// or stands for too many.
  private func phraseCount(_ pattern: Pattern) -> Int? {
    var count: Int
    switch pattern {
    case .word, .any: return 1
    case .near: return nil
    case .alternatives(let parts):
      count = 0
      for part in parts {
        guard let more = phraseCount(part) else { return nil }
        count += more
      }
    case .sequence(let parts):
      count = 1
      for part in parts {
        guard let more = phraseCount(part) else { return nil }
        count *= more
        if count > Self.mostPhrases { return nil }
      }
    }
    return count <= Self.mostPhrases ? count : nil
  }

  /// Adds the phrases of a pattern without distances to the automaton.
  private mutating func insert(_ pattern: Pattern, row: Int32, leaf: Int32, _ mask: UInt64) {
    let entry = Int32(lexicon.entries.count)
    lexicon.entries.append(Lexicon.Entry(row: row, leaf: leaf, mask: mask))
    lexicon.trie.visit(PhraseTrie.root, mask)
    for node in advance([PhraseTrie.root], over: pattern, mask) {
      lexicon.trie.end(at: node, entry: entry)
    }
  }

  /// The nodes that a pattern leads to from some nodes; new ones are made on the way.
  private mutating func advance(
    _ nodes: [UInt32], over pattern: Pattern, _ mask: UInt64
  ) -> [UInt32] {
    switch pattern {
    case .any:
      return nodes.map { lexicon.trie.step($0, SymbolTable.any, isJoined: false, mask) }
    case .word(let word):
      let symbols = lexicon.symbols.symbols(
        for: word, languages: languages(mask), stemmers: &stemmers)
      var next: [UInt32] = []
      for node in nodes {
        for symbol in symbols {
          next.append(lexicon.trie.step(node, symbol, isJoined: word.isJoined, mask))
        }
      }
      return next
    case .sequence(let parts):
      var nodes = nodes
      for part in parts { nodes = advance(nodes, over: part, mask) }
      return nodes
    case .alternatives(let parts):
      return parts.flatMap { advance(nodes, over: $0, mask) }
    case .near:
      return []
    }
  }

  /// The languages of a row, every one that can be stemmed where it is for all.
  private func languages(_ mask: UInt64) -> [LanguageTag] {
    if mask == 1 { return Stemmers.languages.sorted() }
    return lexicon.languages.indices.filter { mask >> UInt64($0 + 1) & 1 == 1 }
      .map { lexicon.languages[$0] }
  }

  // MARK: Expressions

  /// Compiles a pattern into an expression over leaves; returns its index.
  private mutating func expression(
    _ pattern: Pattern, _ row: LexiconRow, _ number: Int32, _ mask: UInt64
  ) -> Int32 {
    if phraseCount(pattern) != nil { return leaf(pattern, number, mask) }
    switch pattern {
    case .near(let left, let right, let gap, let ordered):
      let left = expression(left, row, number, mask)
      let right = expression(right, row, number, mask)
      return node(.near(left, right, gap: gap, ordered: ordered))
    case .sequence(let parts):
      // Neighbours too many to unfold, or with distances inside: nothing may stand between.
      let groups = phrases(parts)
      var left = expression(groups[0], row, number, mask)
      for part in groups.dropFirst() {
        let right = expression(part, row, number, mask)
        left = node(.near(left, right, gap: 0, ordered: true))
      }
      return left
    case .alternatives(let parts):
      // All phrases among them are one leaf, however many: matching looks at a leaf at a time.
      let plain = parts.filter { phraseCount($0) != nil }
      var children = plain.isEmpty ? [] : [leaf(.alternatives(plain), number, mask)]
      for part in parts where phraseCount(part) == nil {
        children.append(expression(part, row, number, mask))
      }
      return node(.either(children))
    case .word, .any:
      return node(.either([]))
    }
  }

  private mutating func leaf(_ pattern: Pattern, _ number: Int32, _ mask: UInt64) -> Int32 {
    let leaf = Int32(lexicon.rowsOfLeaf.count)
    lexicon.rowsOfLeaf.append([])
    insert(pattern, row: number, leaf: leaf, mask)
    return node(.leaf(leaf))
  }

  /// Neighbours drawn together as far as they are phrases, so that a `_` keeps the word before it.
  private func phrases(_ parts: [Pattern]) -> [Pattern] {
    var groups: [Pattern] = []
    for part in parts {
      if let last = groups.last, phraseCount(.sequence([last, part])) != nil {
        groups[groups.count - 1] = .sequence([last, part])
      } else {
        groups.append(part)
      }
    }
    return groups
  }

  private mutating func node(_ expression: Lexicon.Expression) -> Int32 {
    lexicon.expressions.append(expression)
    return Int32(lexicon.expressions.count - 1)
  }

  private func leaves(_ root: Int32) -> [Int32] {
    switch lexicon.expressions[Int(root)] {
    case .leaf(let leaf): [leaf]
    case .either(let children): children.flatMap { leaves($0) }
    case .near(let left, let right, _, _): leaves(left) + leaves(right)
    }
  }
}
