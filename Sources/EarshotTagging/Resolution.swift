internal import EarshotLexicon
internal import EarshotModel

/// Decides between overlapping matches (contract, section 4): leftmost, then longest by matched
/// tokens, then by bytes, then the more exact form, then the later file. Only matched tokens hide
/// others, never a gap.
enum Resolution {
  /// The matches that stand, in text order; `matches` compete with each other only.
  static func resolve(
    _ matches: [Match], _ lexicon: Lexicon, _ tokens: [Token]
  ) -> [Match] {
    if matches.count < 2 { return matches }
    let ranked = matches.map { match in
      let row = lexicon.rows[Int(match.row)]
      let length = tokens[Int(match.stop) - 1].stop - tokens[Int(match.start)].start
      return Ranked(match: match, length: length, file: row.file)
    }.sorted()
    var taken: Set<Int32> = []
    var standing: [Match] = []
    for candidate in ranked {
      let match = candidate.match
      let covered = match.matchedTokens
      if covered.contains(where: { taken.contains($0) }) { continue }
      taken.formUnion(covered)
      standing.append(match)
    }
    return standing.sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
  }

  private struct Ranked: Comparable {
    var match: Match
    var length: Int32
    var file: Int32

    static func == (left: Ranked, right: Ranked) -> Bool { !(left < right) && !(right < left) }

    static func < (left: Ranked, right: Ranked) -> Bool {
      let one = left.match
      let other = right.match
      if one.start != other.start { return one.start < other.start }
      if one.tokenCount != other.tokenCount { return one.tokenCount > other.tokenCount }
      if left.length != right.length { return left.length > right.length }
      if one.exactness != other.exactness { return one.exactness > other.exactness }
      if left.file != right.file { return left.file > right.file }
      return one.row < other.row
    }
  }
}

extension Match {
  /// Indexes of the batch's tokens that matched.
  var matchedTokens: [Int32] {
    var rest = mask
    var result: [Int32] = []
    while rest != 0 {
      result.append(start + Int32(rest.trailingZeroBitCount))
      rest &= rest - 1
    }
    return result
  }

  func overlaps(_ other: Match) -> Bool {
    guard start < other.stop, other.start < stop else { return false }
    let shift = other.start - start
    return shift >= 0
      ? mask & (other.mask << UInt128(shift)) != 0 : (mask << UInt128(-shift)) & other.mask != 0
  }
}
