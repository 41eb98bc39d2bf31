internal import EarshotLexicon
internal import EarshotModel

/// Decides between overlapping matches (contract, section 4): leftmost, then longest by matched
/// tokens, then by bytes, then the more exact form, then the later file. Only matched tokens hide
/// others, never a gap.
enum Resolution {
  /// The matches that stand, in text order; `matches` compete with each other only.
  static func resolve(
    _ matches: [Match], _ lexicon: Lexicon, _ tokens: borrowing [Token]
  ) -> [Match] {
    if matches.count < 2 { return matches }
    var ranked: [Ranked] = []
    ranked.reserveCapacity(matches.count)
    for match in matches {
      let length = tokens[Int(match.stop) - 1].stop - tokens[Int(match.start)].start
      ranked.append(
        Ranked(match: match, length: length, file: lexicon.rows[Int(match.row)].file))
    }
    ranked.sort(by: Ranked.precedes)
    var standing: [Match] = []
    for candidate in ranked where !isHidden(candidate.match, by: standing) {
      standing.append(candidate.match)
    }
    // Starts ascend already; a gap may hold another match that ends earlier.
    return standing
  }

  /// Whether a standing match has one of the candidate's tokens; starts ascend, and no match spans
  /// more than 128 tokens.
  private static func isHidden(_ candidate: Match, by standing: [Match]) -> Bool {
    for match in standing.reversed() {
      if match.start + 128 <= candidate.start { return false }
      if match.overlaps(candidate) { return true }
    }
    return false
  }

  private struct Ranked {
    var match: Match
    var length: Int32
    var file: Int32

    static func precedes(_ left: Ranked, _ right: Ranked) -> Bool {
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
  /// Calls a function with the index of each of the batch's tokens that matched.
  @inline(__always)
  func forEachToken(_ body: (Int32) -> Void) {
    var rest = mask
    while rest != 0 {
      body(start + Int32(rest.trailingZeroBitCount))
      rest &= rest &- 1
    }
  }

  func overlaps(_ other: Match) -> Bool {
    guard start < other.stop, other.start < stop else { return false }
    let shift = other.start - start
    return shift >= 0
      ? mask & (other.mask << UInt128(shift)) != 0 : (mask << UInt128(-shift)) & other.mask != 0
  }
}
