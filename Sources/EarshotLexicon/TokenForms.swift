internal import EarshotModel
internal import EarshotText

/// The forms in which a token is looked up (contract, sections 3 and 4).
struct TokenForms {
  /// Ways to read the token, each one or more words: as written first; then elongations at length
  /// 2 and 1, `doesn't` as `does not`, a hashtag as its parts.
  private(set) var readings: [[[UInt8]]]
  private(set) var traits: TokenTraits = []
  private(set) var term: UInt32 = 0

  init(_ raw: [UInt8], kind: TokenKind) {
    var folded: [UInt8] = []
    Folder.append(raw.span, to: &folded)
    readings = [[folded]]
    switch kind {
    case .word:
      traits = Self.traits(of: raw)
      addElongations(folded)
      addContraction(folded)
    case .hashtag:
      traits = Self.traits(of: raw)
      readings.append([Array(folded.dropFirst())])
      let parts = Self.parts(ofHashtag: raw)
      if parts.count > 1 { readings.append(parts) }
    default: break
    }
    if (kind == .word && folded.count >= 3) || kind == .hashtag || kind == .grapheme {
      let hash = KeyedHash.hash(folded, key: (0, 0))
      term = max(1, UInt32(truncatingIfNeeded: hash))
    }
  }

  private static func traits(of raw: [UInt8]) -> TokenTraits {
    let span = raw.span
    var traits: TokenTraits = []
    var upper = 0
    var lower = 0
    var index = 0
    var last: UInt32 = 0
    var run = 0
    while index < span.count {
      let (point, length) = CodePoint.decode(span, at: index)
      if CodePoint.isUpper(point) { upper += 1 }
      if CodePoint.isLower(point) { lower += 1 }
      run = point == last && CodePoint.isLetter(point) ? run + 1 : 1
      if run == 3 { traits.insert(.elongated) }
      last = point
      index += length
    }
    if lower > 0 { traits.insert(.lower) }
    if upper >= 2 && lower == 0 { traits.insert(.allCaps) }
    return traits
  }

  private mutating func addElongations(_ folded: [UInt8]) {
    guard traits.contains(.elongated) else { return }
    let points = Array(String(decoding: folded, as: UTF8.self).unicodeScalars)
    let runs = Self.longRuns(points)
    // Each run by itself at 2 and 1, up to three runs; of more, all at 2 or all at 1.
    let choices = runs <= 3 ? 0..<(1 << runs) : 0..<2
    for choice in choices {
      let collapsed = Self.collapse(points) { run in
        choice >> (runs <= 3 ? run : 0) & 1 == 0 ? 2 : 1
      }
      if collapsed != folded { readings.append([collapsed]) }
    }
  }

  private static func longRuns(_ points: [Unicode.Scalar]) -> Int {
    var runs = 0
    _ = collapse(points) { run in
      runs = run + 1
      return 1
    }
    return runs
  }

  /// Runs of three or more of a letter, each cut to a length by its ordinal.
  private static func collapse(_ points: [Unicode.Scalar], to length: (Int) -> Int) -> [UInt8] {
    var result = String.UnicodeScalarView()
    var run = -1
    var index = 0
    while index < points.count {
      var stop = index
      while stop < points.count, points[stop] == points[index] { stop += 1 }
      let isLong = stop - index >= 3 && CodePoint.isLetter(points[index].value)
      if isLong { run += 1 }
      for _ in 0..<(isLong ? length(run) : stop - index) { result.append(points[index]) }
      index = stop
    }
    return Array(String(result).utf8)
  }

  private mutating func addContraction(_ folded: [UInt8]) {
    let not = Array("not".utf8)
    if folded == Array("cannot".utf8) {
      readings.append([Array("can".utf8), not])
    } else if folded.count > 3, folded.suffix(3).elementsEqual(Array("n't".utf8)) {
      let stem = Array(folded.dropLast(3))
      let verb: [UInt8] =
        switch String(decoding: stem, as: UTF8.self) {
        case "ca": Array("can".utf8)
        case "wo": Array("will".utf8)
        case "sha": Array("shall".utf8)
        default: stem
        }
      readings.append([verb, not])
    }
  }

  /// `#LateDelivery_again` as `late`, `delivery`, `again`: cut at `_` and where an upper-case
  /// letter follows a lower-case one.
  private static func parts(ofHashtag raw: [UInt8]) -> [[UInt8]] {
    let span = raw.span
    var parts: [[UInt8]] = []
    var start = 1
    var index = 1
    var wasLower = false
    func fold(_ range: Range<Int>) -> [UInt8] {
      var folded: [UInt8] = []
      Folder.append(span.extracting(range), to: &folded)
      return folded
    }
    while index < span.count {
      let (point, length) = CodePoint.decode(span, at: index)
      if point == 0x5F || (wasLower && CodePoint.isUpper(point)) {
        if index > start { parts.append(fold(start..<index)) }
        start = point == 0x5F ? index + 1 : index
      }
      wasLower = CodePoint.isLower(point)
      index += length
    }
    if span.count > start { parts.append(fold(start..<span.count)) }
    return parts
  }
}
