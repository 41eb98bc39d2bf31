internal import EarshotLexicon
internal import EarshotModel

/// The matches of one text, sorted out by kind and resolved.
struct MatchPool {
  private(set) var sentiment: [Match] = []
  private(set) var categories: [Match] = []
  private(set) var negators: [Match] = []
  private(set) var intensifiers: [Match] = []
  private(set) var irrealis: [Match] = []
  private(set) var opinions: [Match] = []
  private(set) var stops: [Match] = []
  /// Some boilerplate was cut out of the text.
  private(set) var hasBoilerplate = false

  /// Matches of rows with distances, for the kinds that decide where clauses end.
  private var structuralExpressions: [Match] = []

  private static let structuralKinds: Set<RowKind> = [.contrast, .conjunction, .subject]

  init(_ matcher: borrowing Matcher, _ lexicon: Lexicon, sentences: [Int32]) {
    for row in matcher.rowsWithExpressions(lexicon)
    where Self.structuralKinds.contains(lexicon.rows[Int(row)].kind) {
      structuralExpressions += matcher.expressionMatches(of: row, lexicon, units: sentences)
    }
  }

  /// The standing matches of a kind that shapes clauses; one that lies within a longer sentiment
  /// phrase ("nothing but praise"), or that an
  /// off row hides, shapes none.
  func structural(
    _ kind: RowKind, _ matcher: borrowing Matcher, _ lexicon: Lexicon,
    _ tokens: [Token], _ sentences: [Int32]
  ) -> [Match] {
    var found = structuralExpressions.filter { lexicon.rows[Int($0.row)].kind == kind }
    for match in matcher.matches where lexicon.rows[Int(match.row)].kind == kind {
      found.append(match)
    }
    if found.isEmpty { return found }
    let first = matcher.firstToken
    found.removeAll { match in
      sentences[Int(match.start - first)] != sentences[Int(match.stop - 1 - first)]
        || !matcher.fulfilsConditions(match, lexicon, clauses: sentences, sentences: sentences)
        || isHidden(match, matcher, lexicon)
    }
    return Resolution.resolve(found, lexicon, tokens)
  }

  private func isHidden(
    _ match: Match, _ matcher: borrowing Matcher, _ lexicon: Lexicon
  ) -> Bool {
    let own = lexicon.rows[Int(match.row)].kind
    for other in matcher.matches where other.start <= match.start && other.stop >= match.stop {
      let row = lexicon.rows[Int(other.row)]
      if row.kind == .sentiment, other.tokenCount > match.tokenCount { return true }
      if row.hides?.kind == own { return true }
    }
    return false
  }

  /// Sorts the other kinds out: scopes, conditions, boilerplate, off rows, then resolution.
  mutating func settle(
    _ matcher: borrowing Matcher, _ lexicon: Lexicon, _ tokens: [Token],
    clauses: [Int32], sentences: [Int32], first: Int32
  ) {
    var byKind: [[Match]] = Array(repeating: [], count: RowKind.allCases.count)
    func add(_ match: Match) {
      let row = lexicon.rows[Int(match.row)]
      if Self.structuralKinds.contains(row.kind) { return }
      let units = row.kind == .boilerplate ? nil : Self.units(row, clauses, sentences)
      if let units, units[Int(match.start - first)] != units[Int(match.stop - 1 - first)] { return }
      if row.with >= 0 || row.unless >= 0,
        !matcher.fulfilsConditions(match, lexicon, clauses: clauses, sentences: sentences)
      {
        return
      }
      byKind[Int(row.kind.rawValue)].append(match)
    }
    for match in matcher.matches { add(match) }
    for row in matcher.rowsWithExpressions(lexicon) {
      let units = Self.units(lexicon.rows[Int(row)], clauses, sentences)
      for match in matcher.expressionMatches(of: row, lexicon, units: units) { add(match) }
    }
    cutBoilerplate(&byKind)
    hide(&byKind, lexicon)
    func standing(_ kind: RowKind) -> [Match] {
      Resolution.resolve(byKind[Int(kind.rawValue)], lexicon, tokens)
    }
    sentiment = standing(.sentiment)
    negators = standing(.negator)
    intensifiers = standing(.intensifier)
    irrealis = standing(.irrealis)
    opinions = standing(.opinion)
    stops = byKind[Int(RowKind.stop.rawValue)]
    categories = []
    for kind in RowKind.allCases where kind.isCategory {
      categories += Self.resolveByID(byKind[Int(kind.rawValue)], lexicon, tokens)
    }
  }

  private static func units(
    _ row: Lexicon.Row, _ clauses: [Int32], _ sentences: [Int32]
  ) -> [Int32]? {
    switch row.scope {
    case .clause: clauses
    case .sentence: sentences
    case .tokens: row.kind.isCategory ? sentences : clauses
    case .record: nil
    }
  }

  private static func resolveByID(
    _ matches: [Match], _ lexicon: Lexicon, _ tokens: [Token]
  ) -> [Match] {
    if matches.count < 2 { return matches }
    var byID: [Int32: [Match]] = [:]
    for match in matches { byID[lexicon.rows[Int(match.row)].id, default: []].append(match) }
    var standing: [Match] = []
    for id in byID.keys.sorted() {
      standing += Resolution.resolve(byID[id] ?? [], lexicon, tokens)
    }
    return standing
  }

  private mutating func cutBoilerplate(_ byKind: inout [[Match]]) {
    let cut = byKind[Int(RowKind.boilerplate.rawValue)]
    guard !cut.isEmpty else { return }
    hasBoilerplate = true
    for kind in byKind.indices where kind != Int(RowKind.boilerplate.rawValue) {
      byKind[kind].removeAll { match in
        cut.contains { $0.start < match.stop && match.start < $0.stop }
      }
    }
  }

  private func hide(_ byKind: inout [[Match]], _ lexicon: Lexicon) {
    for off in byKind[Int(RowKind.off.rawValue)] {
      guard let hidden = lexicon.rows[Int(off.row)].hides else { continue }
      byKind[Int(hidden.kind.rawValue)].removeAll { match in
        guard match.overlaps(off) else { return false }
        return hidden.ids.isEmpty || hidden.ids.contains(lexicon.rows[Int(match.row)].id)
      }
    }
  }
}
