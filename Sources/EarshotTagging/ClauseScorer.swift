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

  private let rows: [Lexicon.Row]
  private let pool: MatchPool

  init(pool: MatchPool, lexicon: Lexicon) {
    self.pool = pool
    rows = lexicon.rows
  }

  /// The value of a hit in its clause; `carried` are negators of the clause before that cross an
  /// opinion word into this one.
  func value(
    of hit: Match, in clause: Clause, carried: [Match], _ matcher: borrowing Matcher,
    _ tokens: borrowing [Token]
  ) -> HitValue {
    let weight = Double(rows[Int(hit.row)].weight ?? 0) / 10_000
    var base = weight
    if matcher.hasCapitals && matcher.hasLower && Self.isCapital(hit, matcher) {
      base += weight < 0 ? -Self.capitalsBonus : Self.capitalsBonus
    }
    var value = HitValue(base: base, score: base, isNegated: false, isIrrealis: false, shifters: [])
    let before = negators(of: hit, in: clause, carried: carried, matcher)
    value.isNegated = before.count % 2 == 1
    let nearest = value.isNegated ? before.last : nil
    for match in applicable(within(pool.intensifiers, clause), to: hit, in: clause, matcher) {
      var factor = Double(rows[Int(match.row)].weight ?? 10_000) / 10_000
      if factor > 1, let nearest, nearest.start < match.start, match.stop <= hit.start {
        factor = 1 / factor
      }
      apply(factor, match, &value, tokens)
    }
    for match in before {
      let factor = Double(rows[Int(match.row)].weight ?? -7400) / 10_000
      apply(match.start == nearest?.start ? factor : 1, match, &value, tokens)
    }
    applyIrrealis(hit, clause, &value, matcher, tokens)
    if clause.isQuestion { value.score *= value.score > 0 ? 0 : 0.5 }
    value.score *= clause.contrastFactor
    value.shifters += clause.contrasts
    return value
  }

  /// The negators that act on a hit: those between it and the hit before it in the clause; where
  /// there are none, all before it. A hit that holds a negator of its own is negated by no other:
  /// "not clean and not worth it" is two complaints.
  private func negators(
    of hit: Match, in clause: Clause, carried: [Match], _ matcher: borrowing Matcher
  ) -> [Match] {
    if within(pool.allNegators, clause).contains(where: { $0.overlaps(hit) }) { return [] }
    var all = carried
    // A negator of two parts ("no ... nada") acts from its first part on.
    for negator in within(pool.negators, clause) where negator.start < hit.start {
      if reaches(negator, hit, matcher) { all.append(negator) }
    }
    guard all.count > 1,
      let last = within(pool.sentiment, clause).last(where: { $0.start < hit.start })
    else { return all }
    let near = all.filter { $0.start > last.start }
    return near.isEmpty ? all : near
  }

  private static func isCapital(_ hit: Match, _ matcher: borrowing Matcher) -> Bool {
    var rest = hit.mask
    while rest != 0 {
      let token = hit.start + Int32(rest.trailingZeroBitCount)
      if !matcher.traits(token).contains(.allCaps) { return false }
      rest &= rest &- 1
    }
    return true
  }

  /// Negators of a clause that reach into the next one: an `opinion` word follows them.
  func carriedNegators(from clause: Clause) -> [Match] {
    guard let opinion = within(pool.opinions, clause).last else { return [] }
    let crossing = within(pool.negators, clause).filter { $0.stop <= opinion.start }
    let used = within(pool.sentiment, clause).contains { $0.start >= opinion.stop }
    return used ? [] : crossing
  }

  /// Whether a shifter whose scope is a number of tokens begins or ends within so many of the hit.
  private func reaches(
    _ shifter: Match, _ hit: Match, _ matcher: borrowing Matcher
  ) -> Bool {
    guard case .tokens(let reach) = rows[Int(shifter.row)].scope else { return true }
    let ahead = matcher.segment(hit.start) - matcher.segment(shifter.stop - 1)
    let behind = matcher.segment(shifter.start) - matcher.segment(hit.stop - 1)
    return max(ahead, behind) <= Int32(reach)
  }

  /// The matches that lie in a clause; all ascend by start.
  private func within(_ matches: [Match], _ clause: Clause) -> ArraySlice<Match> {
    func index(of token: Int32) -> Int {
      var range = 0..<matches.count
      while !range.isEmpty {
        let middle = (range.lowerBound + range.upperBound) / 2
        range =
          matches[middle].start < token
          ? middle + 1..<range.upperBound : range.lowerBound..<middle
      }
      return range.lowerBound
    }
    let found = matches[index(of: clause.tokens.lowerBound)..<index(of: clause.tokens.upperBound)]
    // A clause's last match may reach into the next one.
    return found.allSatisfy { isIn(clause, $0) } ? found : found.filter { isIn(clause, $0) }[...]
  }

  private func isIn(_ clause: Clause, _ match: Match) -> Bool {
    clause.tokens.contains(match.start) && match.stop <= clause.tokens.upperBound
  }

  private func apply(
    _ factor: Double, _ match: Match, _ value: inout HitValue, _ tokens: borrowing [Token]
  ) {
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
    _ candidates: ArraySlice<Match>, to hit: Match, in clause: Clause, _ matcher: borrowing Matcher
  ) -> [Match] {
    if candidates.isEmpty { return [] }
    var result: [Match] = []
    var edge = hit.start
    for match in candidates.reversed() where match.stop == edge && isIn(clause, match) {
      result.append(match)
      edge = match.start
    }
    for match in candidates where match.start >= hit.stop && isIn(clause, match) {
      if case .tokens(let reach) = rows[Int(match.row)].scope,
        matcher.segment(match.start) - matcher.segment(hit.stop - 1) > Int32(reach)
      {
        continue
      }
      var chainStop = match.stop
      while let next = candidates.first(where: { $0.start == chainStop }) { chainStop = next.stop }
      let servesAnother = within(pool.sentiment, clause).contains { $0.start == chainStop }
      if !servesAnother { result.append(match) }
    }
    return result
  }

  private func applyIrrealis(
    _ hit: Match, _ clause: Clause, _ value: inout HitValue, _ matcher: borrowing Matcher,
    _ tokens: borrowing [Token]
  ) {
    var smallest: (match: Match, factor: Double)?
    for match in within(pool.irrealis, clause)
    where !match.overlaps(hit) && reaches(match, hit, matcher) {
      let factor = Double(rows[Int(match.row)].weight ?? 5000) / 10_000
      if factor < smallest?.factor ?? .infinity { smallest = (match, factor) }
    }
    guard let smallest else { return }
    value.isIrrealis = true
    // A wish turns praise into a complaint, but no complaint into praise.
    let factor = value.score < 0 ? abs(smallest.factor) : smallest.factor
    apply(factor, smallest.match, &value, tokens)
  }
}
