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
  struct Place: Sendable {
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
    lexicon: Lexicon, mask: UInt64
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
    for index in types.indices
    where vocabulary.entries[Int(types[index])].mask & mask != 0 {
      start(at: index, tokens, lexicon, mask)
    }
    gatherExpressions(lexicon)
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
    at index: Int, _ tokens: borrowing [Token], _ lexicon: Lexicon, _ mask: UInt64
  ) {
    let entry = vocabulary.entries[Int(types[index])]
    for reading in entry.readings {
      for unit in vocabulary.readings[Int(reading)] {
        for slot in vocabulary.units[Int(unit)] {
          let symbol = vocabulary.symbols[Int(slot)]
          let node = lexicon.firstNodes[Int(symbol)]
          guard node != 0 else { continue }
          let path = Path(
            node: node, token: index, reading: reading, unit: unit, begin: index, mask: 1,
            exactness: lexicon.symbols.forms[Int(symbol)].rawValue)
          arrive(path, tokens, lexicon, mask)
        }
      }
    }
  }

  /// Follows the path over the unit it stands on.
  private mutating func consume(
    _ path: Path, _ tokens: borrowing [Token], _ lexicon: Lexicon, _ mask: UInt64
  ) {
    let filter = lexicon.trie.nodes[Int(path.node)].filter
    let token = tokens[Int(first) + path.token]
    let mayJoin = token.kind == .grapheme && token.marks.contains(.joined)
    for slot in vocabulary.units[Int(path.unit)] {
      let symbol = vocabulary.symbols[Int(slot)]
      guard filter >> UInt64(symbol & 63) & 1 == 1 else { continue }
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
    _ path: Path, _ tokens: borrowing [Token], _ lexicon: Lexicon, _ mask: UInt64
  ) {
    let node = lexicon.trie.nodes[Int(path.node)]
    guard node.mask & mask != 0 else { return }
    var terminal = node.firstTerminal
    while terminal >= 0 {
      let item = lexicon.trie.terminals[Int(terminal)]
      let entry = lexicon.entries[Int(item.entry)]
      if entry.mask & mask != 0 { emit(path, entry, tokens, lexicon) }
      terminal = item.next
    }
    let continuation = node.continuation
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
    _ lexicon: Lexicon
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

  /// Rows with distances whose patterns may match, ascending, each once.
  package private(set) var expressionRows: [Int32] = []
  /// Whether some phrase of a leaf was found; by leaf.
  private var isPresent: [Bool] = []

  private mutating func gatherExpressions(_ lexicon: Lexicon) {
    expressionRows.removeAll(keepingCapacity: true)
    if leaves.isEmpty { return }
    if isPresent.count < lexicon.rowsOfLeaf.count {
      isPresent = Array(repeating: false, count: lexicon.rowsOfLeaf.count)
    }
    leaves.sort {
      ($0.leaf, $0.place.start, $0.place.stop) < ($1.leaf, $1.place.start, $1.place.stop)
    }
    for leaf in leaves { isPresent[Int(leaf.leaf)] = true }
    for (index, leaf) in leaves.enumerated() where index == 0 || leaves[index - 1].leaf != leaf.leaf
    {
      for row in lexicon.rowsOfLeaf[Int(leaf.leaf)] where canMatch(row, lexicon) {
        expressionRows.append(row)
      }
    }
    for leaf in leaves { isPresent[Int(leaf.leaf)] = false }
    guard expressionRows.count > 1 else { return }
    expressionRows.sort()
    var kept = 1
    for index in 1..<expressionRows.count where expressionRows[index] != expressionRows[kept - 1] {
      expressionRows[kept] = expressionRows[index]
      kept += 1
    }
    expressionRows.removeLast(expressionRows.count - kept)
  }

  /// Whether every part of some pattern of a row was found somewhere.
  private func canMatch(_ row: Int32, _ lexicon: Lexicon) -> Bool {
    guard let roots = lexicon.expressionsOfRow[row] else { return false }
    for root in roots where canMatch(expression: root, lexicon) { return true }
    return false
  }

  private func canMatch(expression: Int32, _ lexicon: Lexicon) -> Bool {
    switch lexicon.expressions[Int(expression)] {
    case .leaf(let leaf): return isPresent[Int(leaf)]
    case .either(let children):
      for child in children where canMatch(expression: child, lexicon) { return true }
      return false
    case .near(let left, let right, _, _):
      return canMatch(expression: left, lexicon) && canMatch(expression: right, lexicon)
    }
  }

  /// Appends the matches of a row's patterns with distances whose tokens share a unit: `units[i]`
  /// is the clause or sentence of token i of the text; nil sets no bound.
  package func appendExpressionMatches(
    of row: Int32, _ lexicon: Lexicon, units: [Int32]?, to matches: inout [Match]
  ) {
    guard let roots = lexicon.expressionsOfRow[row] else { return }
    for root in roots {
      for place in places(root, lexicon, units) {
        matches.append(
          Match(
            row: row, start: place.start, stop: place.stop, mask: place.mask,
            exactness: place.exactness))
      }
    }
  }

  /// Whether a match fulfils its row's `with` and `unless`; `known` holds what was worked out for
  /// matches of the same text before, and must be of the same clauses and sentences.
  package func fulfilsConditions(
    _ match: Match, _ lexicon: Lexicon, clauses: [Int32], sentences: [Int32],
    known: inout ConditionPlaces
  ) -> Bool {
    let row = lexicon.rows[Int(match.row)]
    let units: [Int32]? =
      switch row.scope {
      case .clause: clauses
      case .sentence: sentences
      case .record, .tokens: nil
      }
    if row.with >= 0, !occurs(row.with, near: match, row.scope, lexicon, units, &known) {
      return false
    }
    return row.unless < 0 || !occurs(row.unless, near: match, row.scope, lexicon, units, &known)
  }

  private func occurs(
    _ root: Int32, near match: Match, _ scope: Scope, _ lexicon: Lexicon,
    _ units: [Int32]?, _ known: inout ConditionPlaces
  ) -> Bool {
    if leaves.isEmpty { return false }
    let found = known.places[root] ?? places(root, lexicon, units)
    known.places[root] = found
    if let units {
      // Each place lies within one unit, and starts ascend.
      let unit = units[Int(match.start - first)]
      let index = found.partition { units[Int($0.start - first)] < unit }
      return index < found.count && units[Int(found[index].start - first)] == unit
    }
    guard case .tokens(let count) = scope else { return !found.isEmpty }
    let own = Place(
      start: match.start, stop: match.stop, mask: match.mask, exactness: match.exactness)
    return found.contains { place in gap(place, own).map { $0 < count } ?? true }
  }

  /// Tokens between two places, 0 where one stands in a gap of the other; nil where they share a
  /// token.
  private func gap(_ one: Place, _ other: Place) -> Int? {
    let (left, right) = one.start <= other.start ? (one, other) : (other, one)
    if right.start >= left.stop {
      return max(0, Int(segment(right.start)) - Int(segment(left.stop - 1)) - 1)
    }
    return left.mask & (right.mask << UInt128(right.start - left.start)) == 0 ? 0 : nil
  }

  /// Where an expression matches, by start.
  private func places(
    _ root: Int32, _ lexicon: Lexicon, _ units: [Int32]?, isWhole: Bool = true
  ) -> [Place] {
    switch lexicon.expressions[Int(root)] {
    case .leaf(let leaf):
      var found: [Place] = []
      var index = firstIndex(of: leaf)
      while index < leaves.count, leaves[index].leaf == leaf {
        if isWithinOneUnit(leaves[index].place, units) { found.append(leaves[index].place) }
        index += 1
      }
      return found
    case .either(let children):
      var all: [Place] = []
      for child in children { all += places(child, lexicon, units, isWhole: isWhole) }
      return all.sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
    case .near(let left, let right, let gap, let ordered):
      let one = places(left, lexicon, units, isWhole: false)
      if one.isEmpty { return one }
      let other = places(right, lexicon, units, isWhole: false)
      return pair(one, other, gap, ordered, units, nearest: isWhole)
        .sorted { ($0.start, $0.stop) < ($1.start, $1.stop) }
    }
  }

  /// Index of the first of a leaf's phrases; leaves are sorted.
  private func firstIndex(of leaf: Int32) -> Int {
    var low = 0
    var high = leaves.count
    while low < high {
      let middle = (low + high) / 2
      if leaves[middle].leaf < leaf { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func isWithinOneUnit(_ place: Place, _ units: [Int32]?) -> Bool {
    guard let units else { return true }
    return units[Int(place.start - first)] == units[Int(place.stop - 1 - first)]
  }

  /// Each left place with the nearest right one that does not share a token with it; as part of a
  /// larger expression with every right one, since the nearest may be too far from a third. Right
  /// places ascend by start; no match spans more than 128 tokens.
  private func pair(
    _ left: [Place], _ right: [Place], _ limit: Int, _ ordered: Bool, _ units: [Int32]?,
    nearest: Bool
  ) -> [Place] {
    var pairs: [Place] = []
    for one in left {
      var best: (place: Place, gap: Int)?
      for other in right[right.partition { $0.start < one.start - 128 }...] {
        if other.start >= one.stop + 128 { break }
        guard let distance = gap(one, other), distance <= limit,
          distance < best?.gap ?? .max, !ordered || other.start >= one.stop
        else { continue }
        let whole = union(one, other)
        guard whole.stop - whole.start <= 128, isWithinOneUnit(whole, units) else { continue }
        if nearest { best = (whole, distance) } else { pairs.append(whole) }
      }
      if let best { pairs.append(best.place) }
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

/// Where the conditions of rows hold in a text, by condition.
package struct ConditionPlaces: Sendable {
  var places: [Int32: [Matcher.Place]] = [:]

  package init() {}
}

extension [Matcher.Place] {
  /// Index of the first element that is not before; all that are stand first.
  fileprivate func partition(isBefore: (Matcher.Place) -> Bool) -> Int {
    var range = 0..<count
    while !range.isEmpty {
      let middle = (range.lowerBound + range.upperBound) / 2
      range = isBefore(self[middle]) ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return range.lowerBound
  }
}
