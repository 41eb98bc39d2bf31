package import EarshotModel

/// A place where a row's pattern matches.
package struct Match: Sendable {
  /// Index into the lexicon's rows.
  package var row: Int32
  /// Half-open range of the batch's tokens.
  package var start: Int32
  package var stop: Int32
  /// Which tokens matched, bit 0 being `start`; the others stand in gaps.
  package var mask: UInt128
  /// How exact the weakest word is; higher beats lower.
  package var exactness: UInt8

  package var tokenCount: Int { mask.nonzeroBitCount }
}

/// Finds every match of every row in a text. One matcher serves one thread.
///
/// Plain phrases come straight from the automaton. Patterns with distances are put together from
/// the phrases they consist of, once sentences and clauses are known; conditions (`with`,
/// `unless`) likewise. Nothing is resolved here: matches overlap freely.
package struct Matcher: ~Copyable {
  /// Matches of the text's plain phrases by `RowKind.rawValue`, each list by start; `stop` rows
  /// mark tokens instead.
  package private(set) var matches: [[Match]] = Array(
    repeating: [], count: RowKind.allCases.count)
  /// Some token is all capitals, some has a lower-case letter.
  package private(set) var hasCapitals = false
  package private(set) var hasLower = false

  private var vocabulary = Vocabulary()
  /// Vocabulary entry of each token of the text.
  private var types: [Int32] = []
  /// Ordinal of each token's segment.
  private var segments: [Int32] = []
  /// Whether a `stop` row matches a token.
  private var stops: [Bool] = []
  private var leaves: [Leaf] = []
  private var first: Int32 = 0

  /// A phrase that is part of an expression.
  private struct Leaf {
    var leaf: Int32
    var place: Place
  }

  /// Where an expression matches.
  struct Place {
    var start: Int32
    var stop: Int32
    var mask: UInt128
    var exactness: UInt8
  }

  package init() {}

  /// Bounds the memory held between batches.
  package mutating func trim() { vocabulary.trim() }

  /// How a token of the current text is written.
  package func traits(_ token: Int32) -> TokenTraits {
    vocabulary.entries[Int(types[Int(token - first)])].traits
  }

  /// Hash of a token's folded word; 0 where it is no content word.
  package func term(_ token: Int32) -> UInt32 {
    vocabulary.entries[Int(types[Int(token - first)])].term
  }

  /// Index of the first token of the current text in the batch.
  package var firstToken: Int32 { first }

  /// Whether a `stop` row matches a token.
  package func isStop(_ token: Int32) -> Bool { stops[Int(token - first)] }

  /// Ordinal of a token's segment within the text.
  package func segment(_ token: Int32) -> Int32 { segments[Int(token - first)] }

  /// Finds the phrases of a text; `bytes` are the batch's, `mask` tells the text's languages.
  package mutating func scan(
    _ tokens: borrowing [Token], _ range: Range<Int32>, bytes: Span<UInt8>,
    lexicon: borrowing Lexicon, mask: UInt64
  ) {
    for kind in matches.indices where !matches[kind].isEmpty {
      matches[kind].removeAll(keepingCapacity: true)
    }
    stops.removeAll(keepingCapacity: true)
    (hasCapitals, hasLower) = (false, false)
    leaves.removeAll(keepingCapacity: true)
    types.removeAll(keepingCapacity: true)
    segments.removeAll(keepingCapacity: true)
    first = range.lowerBound
    var segment: Int32 = -1
    for index in range {
      let token = tokens[Int(index)]
      if token.marks.contains(.segmentStart) || segment < 0 { segment += 1 }
      segments.append(segment)
      let type = vocabulary.index(of: token, in: bytes, lexicon: lexicon)
      types.append(type)
      stops.append(false)
      let traits = vocabulary.entries[Int(type)].traits
      if traits.contains(.allCaps) { hasCapitals = true }
      if traits.contains(.lower) { hasLower = true }
    }
    for index in types.indices where vocabulary.entries[Int(types[index])].hasSymbols {
      start(at: index, tokens, lexicon, mask)
    }
  }

  // MARK: Walking

  /// A path through the automaton that has consumed unit `unit` of reading `reading` of `token`.
  private struct Path {
    var node: UInt32
    var token: Int
    var reading: Int32
    var unit: Int32
    var begin: Int
    var mask: UInt128
    var exactness: UInt8
  }

  private mutating func start(
    at index: Int, _ tokens: borrowing [Token], _ lexicon: borrowing Lexicon, _ mask: UInt64
  ) {
    let entry = vocabulary.entries[Int(types[index])]
    for reading in entry.readings {
      for unit in vocabulary.readings[Int(reading)] {
        let origin = Path(
          node: PhraseTrie.root, token: index, reading: reading, unit: unit, begin: index,
          mask: 0, exactness: .max)
        consume(origin, tokens, lexicon, mask)
      }
    }
  }

  /// Follows the path over the unit it stands on.
  private mutating func consume(
    _ path: Path, _ tokens: borrowing [Token], _ lexicon: borrowing Lexicon, _ mask: UInt64
  ) {
    let token = tokens[Int(first) + path.token]
    let mayJoin = token.kind == .grapheme && token.marks.contains(.joined)
    for slot in vocabulary.units[Int(path.unit)] {
      let symbol = vocabulary.symbols[Int(slot)]
      var next = path
      next.mask |= 1 << UInt128(path.token - path.begin)
      next.exactness = min(path.exactness, lexicon.symbols.forms[Int(symbol)].rawValue)
      if let node = lexicon.trie.child(of: path.node, symbol, isJoined: false) {
        next.node = node
        arrive(next, tokens, lexicon, mask)
      }
      if mayJoin, let node = lexicon.trie.child(of: path.node, symbol, isJoined: true) {
        next.node = node
        arrive(next, tokens, lexicon, mask)
      }
    }
  }

  private mutating func arrive(
    _ path: Path, _ tokens: borrowing [Token], _ lexicon: borrowing Lexicon, _ mask: UInt64
  ) {
    guard lexicon.trie.masks[Int(path.node)] & mask != 0 else { return }
    var terminal = lexicon.trie.firstTerminals[Int(path.node)]
    while terminal >= 0 {
      let item = lexicon.trie.terminals[Int(terminal)]
      let entry = lexicon.entries[Int(item.entry)]
      if entry.mask & mask != 0 { emit(path, entry, tokens, lexicon) }
      terminal = item.next
    }
    let continuation = lexicon.trie.continuations[Int(path.node)]
    guard continuation != 0, path.token - path.begin < 120 else { return }
    var next = path
    let reading = vocabulary.readings[Int(path.reading)]
    if path.unit + 1 < reading.upperBound {
      next.unit += 1
      consume(next, tokens, lexicon, mask)
      return
    }
    guard path.token + 1 < types.count else { return }
    if continuation & 1 != 0 {
      next.token += 1
      let entry = vocabulary.entries[Int(types[next.token])]
      if entry.hasSymbols {
        for reading in entry.readings {
          next.reading = reading
          next.unit = vocabulary.readings[Int(reading)].lowerBound
          consume(next, tokens, lexicon, mask)
        }
      }
    }
    if continuation & 2 != 0,
      let node = lexicon.trie.child(of: path.node, SymbolTable.any, isJoined: false)
    {
      next = path
      next.node = node
      next.token = lastTokenOfSegment(after: path.token)
      next.reading = vocabulary.entries[Int(types[next.token])].readings.lowerBound
      next.unit = vocabulary.readings[Int(next.reading)].upperBound - 1
      arrive(next, tokens, lexicon, mask)
    }
  }

  private func lastTokenOfSegment(after token: Int) -> Int {
    var index = token + 1
    while index + 1 < segments.count, segments[index + 1] == segments[index] { index += 1 }
    return index
  }

  private mutating func emit(
    _ path: Path, _ entry: Lexicon.Entry, _ tokens: borrowing [Token],
    _ lexicon: borrowing Lexicon
  ) {
    let start = first + Int32(path.begin)
    let stop = first + Int32(path.token) + 1
    if lexicon.rows[Int(entry.row)].isSegmentEdged,
      !tokens[Int(start)].marks.contains(.segmentStart)
        || !tokens[Int(stop) - 1].marks.contains(.segmentStop)
    {
      return
    }
    if entry.leaf >= 0 {
      let place = Place(start: start, stop: stop, mask: path.mask, exactness: path.exactness)
      leaves.append(Leaf(leaf: entry.leaf, place: place))
    } else if lexicon.rows[Int(entry.row)].kind == .stop {
      for index in path.begin...path.token { stops[index] = true }
    } else {
      matches[Int(lexicon.rows[Int(entry.row)].kind.rawValue)].append(
        Match(
          row: entry.row, start: start, stop: stop, mask: path.mask, exactness: path.exactness))
    }
  }

  // MARK: Expressions and conditions

  /// Rows with distances of which some phrase was found, ascending, each once.
  package func rowsWithExpressions(_ lexicon: borrowing Lexicon) -> [Int32] {
    if leaves.isEmpty { return [] }
    var rows: [Int32] = []
    for leaf in leaves { rows += lexicon.rowsOfLeaf[Int(leaf.leaf)] }
    if rows.count < 2 { return rows }
    rows.sort()
    var unique: [Int32] = []
    for row in rows where unique.last != row { unique.append(row) }
    return unique
  }

  /// Matches of a row's patterns with distances whose tokens share a unit: `units[i]` is the
  /// clause or sentence of token i of the text; nil sets no bound.
  package func expressionMatches(
    of row: Int32, _ lexicon: borrowing Lexicon, units: [Int32]?
  ) -> [Match] {
    (lexicon.expressionsOfRow[row] ?? []).flatMap { root in
      places(root, lexicon, units).map {
        Match(row: row, start: $0.start, stop: $0.stop, mask: $0.mask, exactness: $0.exactness)
      }
    }
  }

  /// Whether a match fulfils its row's `with` and `unless`.
  package func fulfilsConditions(
    _ match: Match, _ lexicon: borrowing Lexicon, clauses: [Int32], sentences: [Int32]
  ) -> Bool {
    let row = lexicon.rows[Int(match.row)]
    if row.with >= 0, !occurs(row.with, near: match, row.scope, lexicon, clauses, sentences) {
      return false
    }
    return row.unless < 0
      || !occurs(row.unless, near: match, row.scope, lexicon, clauses, sentences)
  }

  private func occurs(
    _ root: Int32, near match: Match, _ scope: Scope, _ lexicon: borrowing Lexicon,
    _ clauses: [Int32], _ sentences: [Int32]
  ) -> Bool {
    func unit(_ units: [Int32], _ token: Int32) -> Int32 { units[Int(token - first)] }
    return places(root, lexicon, nil).contains { place in
      switch scope {
      case .clause:
        unit(clauses, place.start) == unit(clauses, match.start)
          && unit(clauses, place.stop - 1) == unit(clauses, match.start)
      case .sentence:
        unit(sentences, place.start) == unit(sentences, match.start)
          && unit(sentences, place.stop - 1) == unit(sentences, match.start)
      case .record: true
      case .tokens(let count):
        gap(place.start, place.stop, match.start, match.stop) < count
      }
    }
  }

  /// Tokens between two places; below 0 where they overlap.
  private func gap(_ start: Int32, _ stop: Int32, _ otherStart: Int32, _ otherStop: Int32) -> Int {
    let after = Int(segment(otherStart)) - Int(segment(stop - 1)) - 1
    let before = Int(segment(start)) - Int(segment(otherStop - 1)) - 1
    return max(after, before)
  }

  private func places(
    _ root: Int32, _ lexicon: borrowing Lexicon, _ units: [Int32]?
  ) -> [Place] {
    switch lexicon.expressions[Int(root)] {
    case .leaf(let leaf):
      return leaves.filter { $0.leaf == leaf && isWithinOneUnit($0.place, units) }.map(\.place)
    case .either(let children):
      var all: [Place] = []
      for child in children { all += places(child, lexicon, units) }
      return all.sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
    case .near(let left, let right, let gap, let ordered):
      return pair(
        places(left, lexicon, units), places(right, lexicon, units), gap, ordered, units)
    }
  }

  private func isWithinOneUnit(_ place: Place, _ units: [Int32]?) -> Bool {
    guard let units else { return true }
    return units[Int(place.start - first)] == units[Int(place.stop - 1 - first)]
  }

  /// Each left place with the nearest right one that does not share a token with it.
  private func pair(
    _ left: [Place], _ right: [Place], _ limit: Int, _ ordered: Bool, _ units: [Int32]?
  ) -> [Place] {
    var pairs: [Place] = []
    for one in left {
      var best: Place?
      var bestGap = Int.max
      for other in right {
        let distance = gap(one.start, one.stop, other.start, other.stop)
        guard distance >= 0, distance <= limit, distance < bestGap,
          !ordered || other.start >= one.stop
        else { continue }
        let whole = union(one, other)
        if whole.stop - whole.start <= 128, isWithinOneUnit(whole, units) {
          (best, bestGap) = (whole, distance)
        }
      }
      if let best { pairs.append(best) }
    }
    return pairs
  }

  private func union(_ one: Place, _ other: Place) -> Place {
    let start = min(one.start, other.start)
    return Place(
      start: start, stop: max(one.stop, other.stop),
      mask: one.mask << UInt128(one.start - start) | other.mask << UInt128(other.start - start),
      exactness: min(one.exactness, other.exactness))
  }
}
