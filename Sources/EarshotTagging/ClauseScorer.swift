internal import EarshotLexicon
internal import EarshotModel

/// The value of a hit and what made it.
struct HitValue {
  /// Weight, with the bonus for capitals; before factors.
  var base: Double
  /// After factors, contrast included.
  var score: Double
  var isNegated: Bool
  var isIrrealis: Bool
  var shifters: [Shifter]
}

/// Scores hits within their clause (contract, section 5). 0.733, 0.292, -0.74 and 15 are the
/// constants of VADER 3.3.2.
struct ClauseScorer {
  static let capitalsBonus = 0.733
  static let exclamationBonus = 0.292

  private let tokens: [Token]
  private let rows: [Lexicon.Row]
  private let isMixedCase: Bool
  private let negators: [Match]
  private let intensifiers: [Match]
  private let irrealis: [Match]
  private let opinions: [Match]
  private let sentiment: [Match]
  private let capitals: Set<Int32>
  private let segments: [Int32]
  private let first: Int32

  init(
    matcher: borrowing Matcher, text: AnalysedText, tokens: [Token], pool: MatchPool,
    lexicon: Lexicon
  ) {
    self.tokens = tokens
    rows = lexicon.rows
    first = text.tokens.lowerBound
    sentiment = pool.sentiment
    opinions = pool.opinions
    // A shifter within a hit belongs to the hit.
    func outside(_ shifters: [Match]) -> [Match] {
      shifters.filter { shifter in !pool.sentiment.contains { $0.overlaps(shifter) } }
    }
    negators = outside(pool.negators)
    intensifiers = outside(pool.intensifiers)
    irrealis = outside(pool.irrealis)
    var capitals: Set<Int32> = []
    var hasLower = false
    for token in text.tokens {
      let traits = matcher.traits(token)
      if traits.contains(.allCaps) { capitals.insert(token) }
      if traits.contains(.lower) { hasLower = true }
    }
    self.capitals = capitals
    isMixedCase = hasLower && !capitals.isEmpty
    segments =
      negators.isEmpty && intensifiers.isEmpty && irrealis.isEmpty ? [] : text.tokens.map { matcher.segment($0) }
  }

  /// The value of a hit in its clause; `carried` are negators of the clause before that cross an
  /// opinion word into this one.
  func value(of hit: Match, in clause: Clause, carried: [Match]) -> HitValue {
    let weight = Double(rows[Int(hit.row)].weight ?? 0) / 10_000
    var base = weight
    if isMixedCase, hit.matchedTokens.allSatisfy({ capitals.contains($0) }) {
      base += weight < 0 ? -Self.capitalsBonus : Self.capitalsBonus
    }
    var value = HitValue(base: base, score: base, isNegated: false, isIrrealis: false, shifters: [])
    // A negator of two parts ("no ... nada") acts from its first part on.
    let before =
      carried
      + negators.filter {
        $0.start < hit.start && isIn(clause, $0) && !$0.overlaps(hit) && reaches($0, hit)
      }
    value.isNegated = before.count % 2 == 1
    let nearest = value.isNegated ? before.last : nil
    for match in applicable(intensifiers, to: hit, in: clause) {
      var factor = Double(rows[Int(match.row)].weight ?? 10_000) / 10_000
      if factor > 1, let nearest, nearest.start < match.start, match.stop <= hit.start {
        factor = 1 / factor
      }
      apply(factor, match, &value)
    }
    for match in before {
      let factor = Double(rows[Int(match.row)].weight ?? -7400) / 10_000
      apply(match.start == nearest?.start ? factor : 1, match, &value)
    }
    applyIrrealis(hit, clause, &value)
    if clause.isQuestion { value.score *= value.score > 0 ? 0 : 0.5 }
    value.score *= clause.contrastFactor
    value.shifters += clause.contrasts
    return value
  }

  /// Negators of a clause that reach into the next one: an `opinion` word follows them.
  func carriedNegators(from clause: Clause) -> [Match] {
    guard let opinion = opinions.last(where: { isIn(clause, $0) }) else { return [] }
    let crossing = negators.filter { isIn(clause, $0) && $0.stop <= opinion.start }
    let used = sentiment.contains { $0.start >= opinion.stop && isIn(clause, $0) }
    return used ? [] : crossing
  }

  /// Whether a shifter whose scope is a number of tokens begins or ends within so many of the hit.
  private func reaches(_ shifter: Match, _ hit: Match) -> Bool {
    guard case .tokens(let reach) = rows[Int(shifter.row)].scope else { return true }
    let ahead = segments[Int(hit.start - first)] - segments[Int(shifter.stop - 1 - first)]
    let behind = segments[Int(shifter.start - first)] - segments[Int(hit.stop - 1 - first)]
    return max(ahead, behind) <= Int32(reach)
  }

  private func isIn(_ clause: Clause, _ match: Match) -> Bool {
    clause.tokens.contains(match.start) && match.stop <= clause.tokens.upperBound
  }

  private func apply(_ factor: Double, _ match: Match, _ value: inout HitValue) {
    value.score *= factor
    value.shifters.append(
      Shifter(
        kind: rows[Int(match.row)].kind, start: tokens[Int(match.start)].start,
        stop: tokens[Int(match.stop) - 1].stop,
        factor: Int32((factor * 10_000).rounded(.toNearestOrEven))))
  }

  /// Intensifiers just before the hit, in an unbroken chain, and those after it within their
  /// scope that do not stand just before another hit.
  private func applicable(
    _ candidates: [Match], to hit: Match, in clause: Clause
  ) -> [Match] {
    if candidates.isEmpty { return [] }
    var result: [Match] = []
    var edge = hit.start
    for match in candidates.reversed() where match.stop == edge && isIn(clause, match) {
      result.append(match)
      edge = match.start
    }
    for match in candidates where match.start >= hit.stop && isIn(clause, match) {
      guard case .tokens(let reach) = rows[Int(match.row)].scope else { continue }
      let distance = segments[Int(match.start - first)] - segments[Int(hit.stop - 1 - first)]
      let servesAnother = sentiment.contains { $0.start == match.stop && isIn(clause, $0) }
      if distance <= Int32(reach), !servesAnother { result.append(match) }
    }
    return result
  }

  private func applyIrrealis(_ hit: Match, _ clause: Clause, _ value: inout HitValue) {
    var smallest: (match: Match, factor: Double)?
    for match in irrealis
    where isIn(clause, match) && !match.overlaps(hit) && reaches(match, hit) {
      let factor = Double(rows[Int(match.row)].weight ?? 5000) / 10_000
      if factor < smallest?.factor ?? .infinity { smallest = (match, factor) }
    }
    guard let smallest else { return }
    value.isIrrealis = true
    apply(smallest.factor, smallest.match, &value)
  }
}
