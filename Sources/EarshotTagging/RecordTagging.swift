internal import EarshotFormats
internal import EarshotLexicon
internal import EarshotModel

/// What the texts of one record add up to.
struct RecordTagging {
  var outcome: Outcome
  private var mentions: [Mention] = []
  /// Shifters of the mentions, by the ranges that they carry until the record is finished.
  private var shifters: [Shifter] = []
  /// Sums of the record's clauses, and whether they hold a hit.
  private var clauses: [(sum: Double, hasHit: Bool)] = []
  /// Theme and clause of each theme match.
  private var themeClauses: [(theme: Int32, clause: Int32)] = []
  private var directThemes: [Int32] = []
  private var ids: [(kind: RowKind, id: Int32)] = []
  private var terms: [UInt32] = []
  private var capitals = 0
  private var lowers = 0

  /// A clause, theme or record is polar from this score on.
  static let threshold = 0.05
  private static let mostTerms = 256

  init(guess: LanguageGuess) { outcome = Outcome(language: guess) }

  mutating func countCharacters(_ bytes: Span<UInt8>, _ range: ByteRange) {
    // The pointer is used within the closure only.
    let count = unsafe bytes.withUnsafeBytes {
      unsafe UTF8Repair.codePointCount($0, in: range.lower..<range.upper)
    }
    outcome.characters &+= Int32(truncatingIfNeeded: count)
  }

  /// Takes in a tagged text: scores its clauses and keeps its mentions.
  mutating func add(
    _ text: AnalysedText, _ textClauses: inout [Clause], _ clauseOf: [Int32],
    _ scorer: ClauseScorer, _ pool: MatchPool, _ matcher: borrowing Matcher,
    _ tokens: borrowing [Token], _ lexicon: Lexicon, questions: Int
  ) {
    let first = text.tokens.lowerBound
    let firstClause = Int32(clauses.count)
    func clause(of match: Match) -> Int { Int(clauseOf[Int(match.start - first)]) }
    func mention(_ match: Match, _ value: HitValue?) {
      let row = lexicon.rows[Int(match.row)]
      let home = textClauses[clause(of: match)]
      var mention = Mention(
        record: text.record, field: text.field, kind: row.kind,
        id: row.kind.isCategory ? row.id : -1,
        start: tokens[Int(match.start)].start, stop: tokens[Int(match.stop) - 1].stop,
        rule: row.rule)
      mention.clause = firstClause + Int32(clause(of: match))
      mention.clauseStart = home.start
      mention.clauseStop = home.stop
      if let value {
        mention.base = Self.units(value.base)
        mention.score = Self.units(value.score)
        mention.isNegated = value.isNegated
        mention.isIrrealis = value.isIrrealis
      }
      if let value, !value.shifters.isEmpty {
        let start = Int32(shifters.count)
        shifters += value.shifters
        mention.shifters = start..<Int32(shifters.count)
      }
      mentions.append(mention)
    }
    var implied: [Int: (match: Match, weight: Int32)] = [:]
    for match in pool.categories {
      guard let weight = lexicon.rows[Int(match.row)].weight, weight != 0 else { continue }
      let known = implied[clause(of: match)]
      let isLarger = abs(weight) > abs(known?.weight ?? 0)
      let isEarlier =
        abs(weight) == abs(known?.weight ?? 0) && match.start < known?.match.start ?? 0
      if isLarger || isEarlier { implied[clause(of: match)] = (match, weight) }
    }
    var carried: [Match] = []
    var nextHit = 0
    for index in textClauses.indices {
      let home = textClauses[index]
      if index > 0, textClauses[index - 1].sentence != home.sentence { carried = [] }
      // Hits ascend by start, and so do clauses.
      var hits: ArraySlice<Match> = pool.sentiment[nextHit..<nextHit]
      while nextHit < pool.sentiment.count, clause(of: pool.sentiment[nextHit]) <= index {
        nextHit += 1
        hits = pool.sentiment[hits.startIndex..<nextHit]
      }
      for hit in hits {
        let value = scorer.value(
          of: hit, in: home, carried: carried, matcher, tokens)
        textClauses[index].sum += value.score
        mention(hit, value)
      }
      if hits.isEmpty, let (match, _) = implied[index] {
        let value = scorer.value(
          of: match, in: home, carried: carried, matcher, tokens)
        textClauses[index].sum += value.score
        mention(match, value)
      } else {
        implied[index] = nil
      }
      textClauses[index].hasHit = !hits.isEmpty || implied[index] != nil
      addExclamations(&textClauses[index])
      carried = scorer.carriedNegators(from: home)
    }
    for match in pool.categories {
      let row = lexicon.rows[Int(match.row)]
      let chosen = implied[clause(of: match)]?.match
      if chosen.map({ $0.row != match.row || $0.start != match.start }) ?? true {
        mention(match, nil)
      }
      if row.kind == .theme {
        directThemes.append(row.id)
        match.forEachToken { token in
          let home = firstClause + clauseOf[Int(token - first)]
          if themeClauses.last.map({ $0 != (row.id, home) }) ?? true {
            themeClauses.append((row.id, home))
          }
        }
      } else {
        ids.append((row.kind, row.id))
      }
    }
    clauses += textClauses.map { ($0.sum, $0.hasHit) }
    outcome.questions += Int32(questions)
    if pool.hasBoilerplate { outcome.flags.insert(.boilerplateCut) }
    addTokens(text, matcher, tokens)
  }

  private func addExclamations(_ clause: inout Clause) {
    // The bonus is meant before contrast: the sum holds the contrast factor already.
    guard clause.sum != 0, clause.exclamations > 0 else { return }
    let bonus =
      ClauseScorer.exclamationBonus * Double(clause.exclamations) * abs(clause.contrastFactor)
    clause.sum += clause.sum < 0 ? -bonus : bonus
  }

  private mutating func addTokens(
    _ text: AnalysedText, _ matcher: borrowing Matcher, _ tokens: borrowing [Token]
  ) {
    var segment: UInt32 = 0
    var graphemes = 0
    for index in text.tokens {
      let token = tokens[Int(index)]
      if token.marks.contains(.segmentStart) { outcome.tokens += 1 }
      let traits = matcher.traits(index)
      if traits.contains(.elongated) { outcome.flags.insert(.elongated) }
      if traits.contains(.allCaps) { capitals += 1 }
      if traits.contains(.lower) { lowers += 1 }
      guard terms.count < Self.mostTerms else { continue }
      var term = matcher.term(index)
      if token.kind == .grapheme {
        // A segment of at least two graphemes is the content word, not each grapheme.
        if token.marks.contains(.segmentStart) { (segment, graphemes) = (0, 0) }
        segment = (segment ^ term) &* 0x0100_0193
        graphemes += 1
        term = token.marks.contains(.segmentStop) && graphemes > 1 ? max(1, segment) : 0
      }
      if term != 0, !matcher.isStop(index) { terms.append(term) }
    }
  }

  /// Closes the record: scores, labels, lists; appends everything to the batch.
  mutating func finish(
    _ source: Record, record: Int32, _ lexicon: Lexicon, into output: inout MentionBatch
  ) {
    outcome.clauses = Int32(clauses.count)
    let verdict = Self.verdict(clauses)
    outcome.score = verdict.score
    outcome.label = verdict.label
    outcome.positive = Self.extreme(clauses.map { Self.score($0.sum) }.max() ?? 0, above: true)
    outcome.negative = Self.extreme(clauses.map { Self.score($0.sum) }.min() ?? 0, above: false)
    if capitals >= 4, capitals * 10 >= (capitals + lowers) * 6 { outcome.flags.insert(.shouting) }
    if Self.contradicts(source.rating, outcome.label) { outcome.flags.insert(.ratingTextConflict) }
    addThemes(lexicon, &output)
    outcome.intents = append(.intent, &output)
    outcome.emotions = append(.emotion, &output)
    outcome.stages = append(.stage, &output)
    outcome.constituencies = append(.constituency, &output)
    addMentions(lexicon, &output)
    let firstTerm = Int32(output.terms.count)
    output.terms += Self.distinct(terms)
    outcome.terms = firstTerm..<Int32(output.terms.count)
    output.outcomes.append(outcome)
  }

  private func append(_ kind: RowKind, _ output: inout MentionBatch) -> Range<Int32> {
    let first = Int32(output.ids.count)
    if !ids.isEmpty { output.ids += Self.distinct(ids.filter { $0.kind == kind }.map(\.id)) }
    return first..<Int32(output.ids.count)
  }

  private mutating func addThemes(_ lexicon: Lexicon, _ output: inout MentionBatch) {
    let first = Int32(output.themes.count)
    if !themeClauses.isEmpty {
      var clausesOf: [Int32: Set<Int32>] = [:]
      for (theme, clause) in themeClauses {
        var path = theme
        while path >= 0 {
          clausesOf[path, default: []].insert(clause)
          path = lexicon.catalog.themes[Int(path)].parent
        }
      }
      for theme in clausesOf.keys.sorted() {
        let own = (clausesOf[theme] ?? []).sorted().map { clauses[Int($0)] }
        let verdict = Self.verdict(own)
        output.themes.append(
          ThemeOutcome(
            theme: theme, isDirect: directThemes.contains(theme), score: verdict.score,
            label: verdict.label))
      }
    }
    outcome.themes = first..<Int32(output.themes.count)
  }

  private mutating func addMentions(_ lexicon: Lexicon, _ output: inout MentionBatch) {
    let first = Int32(output.mentions.count)
    mentions.sort { one, other in
      if one.start != other.start { return one.start < other.start }
      if one.stop != other.stop { return one.stop < other.stop }
      if one.kind != other.kind { return one.kind.nameRank < other.kind.nameRank }
      return (one.id, one.rule) < (other.id, other.rule)
    }
    for (ordinal, item) in mentions.enumerated() {
      var mention = item
      mention.ordinal = Int32(ordinal)
      let start = Int32(output.shifters.count)
      if !item.shifters.isEmpty {
        output.shifters += shifters[Int(item.shifters.lowerBound)..<Int(item.shifters.upperBound)]
          .sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
      }
      mention.shifters = start..<Int32(output.shifters.count)
      output.mentions.append(mention)
    }
    outcome.mentions = first..<Int32(output.mentions.count)
  }

  /// Ascending, each once.
  private static func distinct<Value: Comparable>(_ values: [Value]) -> [Value] {
    if values.count < 2 { return values }
    var result: [Value] = []
    for value in values.sorted() where result.last != value { result.append(value) }
    return result
  }

  // MARK: Scores and labels

  /// s / sqrt(s^2 + 15), in (-1, 1).
  private static func score(_ sum: Double) -> Double { sum / (sum * sum + 15).squareRoot() }

  static func units(_ value: Double) -> Int32 {
    Int32((value * 10_000).rounded(.toNearestOrEven))
  }

  private static func extreme(_ score: Double, above: Bool) -> Int32? {
    above ? (score > 0 ? units(score) : nil) : (score < 0 ? units(score) : nil)
  }

  private static func verdict(
    _ clauses: [(sum: Double, hasHit: Bool)]
  ) -> (score: Int32?, label: Label) {
    guard clauses.contains(where: \.hasHit) else { return (nil, .none) }
    let total = score(clauses.reduce(0) { $0 + $1.sum })
    let isPositive = clauses.contains { score($0.sum) >= threshold }
    let isNegative = clauses.contains { score($0.sum) <= -threshold }
    let label: Label =
      isPositive && isNegative
      ? .mixed : total >= threshold ? .positive : total <= -threshold ? .negative : .neutral
    return (units(total), label)
  }

  /// A low rating with praise, or a high one with a complaint.
  private static func contradicts(_ rating: Rating?, _ label: Label) -> Bool {
    guard let rating else { return false }
    let isLow = rating.value <= (rating.metric == .nps ? 60_000 : 20_000)
    let isHigh = rating.value >= (rating.metric == .nps ? 90_000 : 40_000)
    return isLow && label == .positive || isHigh && label == .negative
  }
}
