internal import EarshotLexicon
internal import EarshotModel

/// The matches of one text, sorted out by kind and resolved. Reused from text to text.
struct MatchPool {
  private(set) var sentiment: [Match] = []
  /// Themes, intents, emotions, stages and constituencies.
  private(set) var categories: [Match] = []
  /// Every standing negator.
  private(set) var allNegators: [Match] = []
  /// Shifters outside every sentiment hit.
  private(set) var negators: [Match] = []
  private(set) var intensifiers: [Match] = []
  private(set) var irrealis: [Match] = []
  private(set) var opinions: [Match] = []
  /// Some boilerplate was cut out of the text.
  private(set) var hasBoilerplate = false
  private var known = ConditionPlaces()

  /// Candidates by `RowKind.rawValue`.
  private var candidates: [[Match]] = Array(repeating: [], count: RowKind.allCases.count)

  private static let structuralKinds: [RowKind] = [.contrast, .conjunction, .subject]
  private static let hittingKinds: [RowKind] = [
    .theme, .intent, .emotion, .stage, .constituency, .sentiment, .negator, .intensifier,
    .irrealis, .opinion, .boilerplate, .off,
  ]

  /// The standing matches of a kind that shapes clauses, by start; one that lies within a longer
  /// sentiment phrase ("nothing but praise"), or that an off row hides, shapes none.
  func structural(
    _ kind: RowKind, _ matcher: borrowing Matcher, _ lexicon: Lexicon,
    _ tokens: borrowing [Token], _ sentences: [Int32]
  ) -> [Match] {
    var found = matcher.matches[Int(kind.rawValue)]
    for row in matcher.expressionRows where lexicon.rows[Int(row)].kind == kind {
      matcher.appendExpressionMatches(of: row, lexicon, units: sentences, to: &found)
    }
    if found.isEmpty { return found }
    let first = matcher.firstToken
    var known = ConditionPlaces()
    found.removeAll { match in
      sentences[Int(match.start - first)] != sentences[Int(match.stop - 1 - first)]
        || !matcher.fulfilsConditions(
          match, lexicon, clauses: sentences, sentences: sentences, known: &known)
        || isHidden(match, kind, matcher, lexicon, sentences, &known)
    }
    return Resolution.resolve(found, lexicon, tokens)
  }

  private func isHidden(
    _ match: Match, _ kind: RowKind, _ matcher: borrowing Matcher, _ lexicon: Lexicon,
    _ sentences: [Int32], _ known: inout ConditionPlaces
  ) -> Bool {
    func stands(_ other: Match) -> Bool {
      matcher.fulfilsConditions(
        other, lexicon, clauses: sentences, sentences: sentences, known: &known)
    }
    for other in matcher.matches[Int(RowKind.sentiment.rawValue)] {
      if other.start > match.start { break }
      if other.stop >= match.stop, other.tokenCount > match.tokenCount, stands(other) {
        return true
      }
    }
    for off in matcher.matches[Int(RowKind.off.rawValue)] where off.overlaps(match) {
      if lexicon.hides[off.row]?.kind == kind, stands(off) { return true }
    }
    for cut in matcher.matches[Int(RowKind.boilerplate.rawValue)]
    where cut.start < match.stop && match.start < cut.stop {
      if stands(cut) { return true }
    }
    return false
  }

  /// Sorts the other kinds out: scopes, conditions, boilerplate, off rows, then resolution.
  mutating func settle(
    _ matcher: borrowing Matcher, _ lexicon: Lexicon, _ tokens: borrowing [Token],
    clauses: [Int32], sentences: [Int32]
  ) {
    known = ConditionPlaces()
    for kind in Self.hittingKinds {
      candidates[Int(kind.rawValue)].removeAll(keepingCapacity: true)
      for match in matcher.matches[Int(kind.rawValue)] {
        add(match, kind, matcher, lexicon, clauses, sentences)
      }
    }
    var found: [Match] = []
    for row in matcher.expressionRows {
      let kind = lexicon.rows[Int(row)].kind
      if Self.structuralKinds.contains(kind) { continue }
      let units = Self.units(lexicon.rows[Int(row)], clauses, sentences)
      found.removeAll(keepingCapacity: true)
      matcher.appendExpressionMatches(of: row, lexicon, units: units, to: &found)
      for match in found { add(match, kind, matcher, lexicon, clauses, sentences) }
    }
    cutBoilerplate()
    hide(lexicon)
    sentiment = Resolution.resolve(candidates(.sentiment), lexicon, tokens)
    allNegators = Resolution.resolve(candidates(.negator), lexicon, tokens)
    negators = outsideHits(allNegators)
    intensifiers = outsideHits(Resolution.resolve(candidates(.intensifier), lexicon, tokens))
    irrealis = outsideHits(Resolution.resolve(candidates(.irrealis), lexicon, tokens))
    opinions = Resolution.resolve(candidates(.opinion), lexicon, tokens)
    categories.removeAll(keepingCapacity: true)
    for kind in RowKind.allCases where kind.isCategory { resolveByID(kind, lexicon, tokens) }
  }

  private func candidates(_ kind: RowKind) -> [Match] { candidates[Int(kind.rawValue)] }

  private mutating func add(
    _ match: Match, _ kind: RowKind, _ matcher: borrowing Matcher, _ lexicon: Lexicon,
    _ clauses: [Int32], _ sentences: [Int32]
  ) {
    let row = lexicon.rows[Int(match.row)]
    let first = matcher.firstToken
    if match.stop - match.start > 1, let units = Self.units(row, clauses, sentences),
      units[Int(match.start - first)] != units[Int(match.stop - 1 - first)]
    {
      return
    }
    if row.with >= 0 || row.unless >= 0,
      !matcher.fulfilsConditions(
        match, lexicon, clauses: clauses, sentences: sentences, known: &known)
    {
      return
    }
    candidates[Int(kind.rawValue)].append(match)
  }

  private static func units(
    _ row: Lexicon.Row, _ clauses: [Int32], _ sentences: [Int32]
  ) -> [Int32]? {
    if row.kind == .boilerplate { return nil }
    switch row.scope {
    case .clause: return clauses
    case .sentence: return sentences
    case .tokens: return row.kind.isCategory ? sentences : clauses
    case .record: return nil
    }
  }

  private func outsideHits(_ shifters: [Match]) -> [Match] {
    if shifters.isEmpty || sentiment.isEmpty { return shifters }
    // Both ascend by start, and no match spans more than 128 tokens.
    var first = 0
    return shifters.filter { shifter in
      while first < sentiment.count, sentiment[first].start + 128 <= shifter.start { first += 1 }
      return !sentiment[first...].prefix { $0.start < shifter.stop }
        .contains { $0.overlaps(shifter) }
    }
  }

  private mutating func resolveByID(
    _ kind: RowKind, _ lexicon: Lexicon, _ tokens: borrowing [Token]
  ) {
    let matches = candidates(kind)
    if matches.count < 2 {
      categories += matches
      return
    }
    var keyed = matches.map { (id: lexicon.rows[Int($0.row)].id, match: $0) }
    keyed.sort { $0.id != $1.id ? $0.id < $1.id : $0.match.start < $1.match.start }
    var start = 0
    while start < keyed.count {
      var stop = start + 1
      while stop < keyed.count, keyed[stop].id == keyed[start].id { stop += 1 }
      if stop == start + 1 {
        categories.append(keyed[start].match)
      } else {
        categories += Resolution.resolve(keyed[start..<stop].map(\.match), lexicon, tokens)
      }
      start = stop
    }
  }

  private mutating func cutBoilerplate() {
    let cut = candidates(.boilerplate)
    hasBoilerplate = !cut.isEmpty
    guard hasBoilerplate else { return }
    for kind in Self.hittingKinds where kind != .boilerplate {
      candidates[Int(kind.rawValue)].removeAll { match in
        cut.contains { $0.start < match.stop && match.start < $0.stop }
      }
    }
  }

  private mutating func hide(_ lexicon: Lexicon) {
    for off in candidates(.off) {
      guard let hidden = lexicon.hides[off.row] else { continue }
      candidates[Int(hidden.kind.rawValue)].removeAll { match in
        guard match.overlaps(off) else { return false }
        return hidden.ids.isEmpty || hidden.ids.contains(lexicon.rows[Int(match.row)].id)
      }
    }
  }
}
