internal import EarshotModel
internal import EarshotText

/// The distinct tokens met so far and what the lexicon's words have to do with each.
///
/// Folding, stemming, wildcards, contractions and elongations are worked out once a distinct
/// token; a token met again costs one hash look-up. It is a cache: results never depend on it.
/// One vocabulary serves one thread.
package struct Vocabulary: ~Copyable {
  /// What is known of a distinct token.
  struct Entry {
    var bytes: Range<Int32>
    var kind: TokenKind
    var traits: TokenTraits
    /// Ways to read the token: as written, collapsed, split.
    var readings: Range<Int32>
    /// Hash of the folded word; 0 for what is no content word.
    var term: UInt32
    /// Some reading has a symbol.
    var hasSymbols: Bool
    /// Languages of the phrases that can begin with the token; 0 where none can.
    var mask: UInt64
  }

  private(set) var entries: [Entry] = []
  /// Ranges of `units` that make up a reading.
  private(set) var readings: [Range<Int32>] = []
  /// Ranges of `symbols` that a unit matches.
  private(set) var units: [Range<Int32>] = []
  private(set) var symbols: [UInt32] = []

  /// The shared entry of tokens without symbols, by kind; -1 where there is none yet.
  private var unknown: [Int32] = Array(repeating: -1, count: 16)
  private var bytes: [UInt8] = []
  private var slots: [UInt32]
  private var hashes: [UInt32] = []
  private var stemmers = Stemmers()
  private let seed = UInt64.random(in: .min ... .max)

  /// Distinct tokens kept before the vocabulary starts anew; bounds memory on endless input.
  private static let mostEntries = 1 << 15

  package init() { slots = Array(repeating: 0, count: 1 << 12) }

  /// Forgets everything if it has grown too large; called between batches, so that indexes stay
  /// valid within one.
  package mutating func trim() {
    guard entries.count > Self.mostEntries else { return }
    self = Vocabulary()
  }

  /// Index of the entry of a token.
  mutating func index(of token: Token, in text: Span<UInt8>, lexicon: Lexicon) -> Int32 {
    let range = Int(token.start)..<Int(token.stop)
    let hash = hash(text, range, token.kind)
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if hashes[index] == hash, isEqual(entries[index], token.kind, text, range) {
        return Int32(index)
      }
      slot = (slot + 1) & mask
    }
    let passing = Self.isPassing(token.kind)
    if passing {
      let shared = unknown[Int(token.kind.rawValue)]
      if shared >= 0, !hasSymbols(text, range, lexicon) { return shared }
    }
    let index = add(token.kind, text, range, lexicon)
    if passing, !entries[index].hasSymbols {
      unknown[Int(token.kind.rawValue)] = Int32(index)
      // Not found by its bytes: it stands for all of its kind.
      hashes.append(hash &+ 1)
      return Int32(index)
    }
    hashes.append(hash)
    slots[slot] = UInt32(index + 1)
    if entries.count * 2 > slots.count { grow() }
    return Int32(index)
  }

  /// Numbers, addresses and names rarely come twice and rarely mean anything to a lexicon: those
  /// that mean nothing share one entry a kind, so that they do not fill the vocabulary.
  private static func isPassing(_ kind: TokenKind) -> Bool {
    kind == .number || kind == .url || kind == .email || kind == .mention
  }

  private mutating func hasSymbols(
    _ text: Span<UInt8>, _ range: Range<Int>, _ lexicon: Lexicon
  ) -> Bool {
    var raw: [UInt8] = []
    for index in range { raw.append(text[index]) }
    if lexicon.symbols.literal(raw) != nil { return true }
    var folded: [UInt8] = []
    Folder.append(raw.span, to: &folded)
    var found: [UInt32] = []
    lexicon.symbols.append(symbolsOf: folded, stemmers: &stemmers, to: &found)
    return !found.isEmpty
  }

  private mutating func grow() {
    slots = Array(repeating: 0, count: slots.count * 2)
    let mask = slots.count - 1
    for (index, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while slots[slot] != 0 { slot = (slot + 1) & mask }
      slots[slot] = UInt32(index + 1)
    }
  }

  /// A seeded multiply-and-fold hash over eight bytes at a time; the seed differs from process to
  /// process, so that no input can be made to collide.
  private func hash(_ text: Span<UInt8>, _ range: Range<Int>, _ kind: TokenKind) -> UInt32 {
    var state = seed ^ UInt64(range.count) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(kind.rawValue)
    var index = range.lowerBound
    while index < range.upperBound {
      var word: UInt64 = 0
      let stop = min(index + 8, range.upperBound)
      for offset in index..<stop { word = word << 8 | UInt64(text[offset]) }
      let product = (state ^ word).multipliedFullWidth(by: 0x9FB2_1C65_1E98_DF25)
      state = product.high ^ product.low &+ seed
      index = stop
    }
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  private func isEqual(
    _ entry: Entry, _ kind: TokenKind, _ text: Span<UInt8>, _ range: Range<Int>
  ) -> Bool {
    guard entry.kind == kind, entry.bytes.count == range.count else { return false }
    var known = Int(entry.bytes.lowerBound)
    for index in range {
      if bytes[known] != text[index] { return false }
      known += 1
    }
    return true
  }

  private mutating func add(
    _ kind: TokenKind, _ text: Span<UInt8>, _ range: Range<Int>, _ lexicon: Lexicon
  ) -> Int {
    let start = Int32(bytes.count)
    var raw: [UInt8] = []
    for index in range { raw.append(text[index]) }
    bytes += raw
    let forms = TokenForms(raw, kind: kind)
    let firstReading = Int32(readings.count)
    let firstSymbol = symbols.count
    for (number, reading) in forms.readings.enumerated() {
      let firstUnit = Int32(units.count)
      for unit in reading {
        let begin = Int32(symbols.count)
        if number == 0, reading.count == 1, let literal = lexicon.symbols.literal(raw) {
          symbols.append(literal)
        }
        lexicon.symbols.append(symbolsOf: unit, stemmers: &stemmers, to: &symbols)
        units.append(begin..<Int32(symbols.count))
      }
      readings.append(firstUnit..<Int32(units.count))
    }
    entries.append(
      Entry(
        bytes: start..<Int32(bytes.count), kind: kind, traits: forms.traits,
        readings: firstReading..<Int32(readings.count), term: forms.term,
        hasSymbols: symbols.count > firstSymbol,
        mask: symbols[firstSymbol...].reduce(0) { mask, symbol in
          let node = lexicon.firstNodes[Int(symbol)]
          return node == 0 ? mask : mask | lexicon.trie.nodes[Int(node)].mask
        }))
    return entries.count - 1
  }
}

/// How a token is written.
package struct TokenTraits: OptionSet, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Has a lower-case letter.
  package static let lower = TokenTraits(rawValue: 1 << 0)
  /// At least two letters, all upper case.
  package static let allCaps = TokenTraits(rawValue: 1 << 1)
  /// A letter stands three times or more in a row.
  package static let elongated = TokenTraits(rawValue: 1 << 2)
}
