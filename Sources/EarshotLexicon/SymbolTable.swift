internal import EarshotModel
internal import EarshotText

/// The words of all patterns, numbered: what a token is looked up in.
///
/// A symbol's number also tells its form, so that a match knows how exact it was.
struct SymbolTable: Sendable {
  private var exact = ByteTable()
  private var literals = ByteTable()
  /// Stems by language, parallel to `stemLanguages`.
  private var stems: [ByteTable] = []
  private var wildcards = WildcardIndex()
  /// Form of each symbol.
  private(set) var forms: [PatternWord.Form] = []
  /// Languages that have rows with `~`.
  private(set) var stemLanguages: [LanguageTag] = []

  /// Symbol 0 is `_`, any token.
  static let any: UInt32 = 0

  init() { forms.append(.wildcard) }

  /// Symbols of a pattern word: one, or for an inflected word one a language of its row.
  mutating func symbols(
    for word: PatternWord, languages: [LanguageTag], stemmers: inout Stemmers
  ) -> [UInt32] {
    switch word.form {
    case .word: return [Self.number(&exact, word.bytes, .word, &forms)]
    case .literal: return [Self.number(&literals, word.bytes, .literal, &forms)]
    case .wildcard:
      if let known = wildcards.symbol(word.bytes) { return [known] }
      let symbol = UInt32(forms.count)
      forms.append(.wildcard)
      wildcards.add(word.bytes, symbol)
      return [symbol]
    case .inflected:
      return languages.map { language in
        var stem: [UInt8] = []
        stemmers.append(stemOf: word.bytes[...], in: language, to: &stem)
        let primary = language.primary
        var index = stemLanguages.firstIndex(of: primary) ?? stemLanguages.count
        if index == stemLanguages.count {
          stemLanguages.append(primary)
          stems.append(ByteTable())
          index = stems.count - 1
        }
        return Self.number(&stems[index], stem, .inflected, &forms)
      }
    }
  }

  private static func number(
    _ table: inout ByteTable, _ bytes: [UInt8], _ form: PatternWord.Form,
    _ forms: inout [PatternWord.Form]
  ) -> UInt32 {
    if let known = table[bytes] { return known }
    let symbol = UInt32(forms.count)
    forms.append(form)
    table[bytes] = symbol
    return symbol
  }

  /// Appends the symbols that a folded word matches.
  func append(symbolsOf folded: [UInt8], stemmers: inout Stemmers, to result: inout [UInt32]) {
    if let symbol = exact[folded] { result.append(symbol) }
    for (index, language) in stemLanguages.enumerated() {
      var stem: [UInt8] = []
      stemmers.append(stemOf: folded[...], in: language, to: &stem)
      if let symbol = stems[index][stem] { result.append(symbol) }
    }
    wildcards.append(matchesOf: folded, to: &result)
  }

  /// The symbol of a bracket literal with exactly these bytes.
  func literal(_ raw: [UInt8]) -> UInt32? { literals[raw] }
}

/// Wildcard words by their literal parts: a word is compared only with those that share a part at
/// the right place, so the cost does not grow with the number of rows.
struct WildcardIndex: Sendable {
  private var all = ByteTable()
  /// `abc*`, `*abc`, `*abc*` by their literal part, and the lengths in use.
  private var prefixes = LengthTable()
  /// Keys reversed.
  private var suffixes = LengthTable()
  private var infixes = LengthTable()
  /// First two bytes with which some infix begins: most places of a word begin none.
  private var infixStarts: Set<UInt16> = []
  /// Every other shape, by first byte; those that begin with a wildcard under 0.
  private var others: [UInt8: [(pattern: [UInt8], symbol: UInt32)]] = [:]

  func symbol(_ pattern: [UInt8]) -> UInt32? { all[pattern] }

  mutating func add(_ pattern: [UInt8], _ symbol: UInt32) {
    all[pattern] = symbol
    let stars = pattern.count { $0 == PatternWord.star }
    let ones = pattern.count { $0 == PatternWord.one }
    let startsOpen = pattern.first == PatternWord.star
    let endsOpen = pattern.last == PatternWord.star
    let part = pattern.filter { $0 != PatternWord.star }
    if ones == 0 && stars == 1 && endsOpen {
      prefixes.insert(part, symbol)
    } else if ones == 0 && stars == 1 && startsOpen {
      suffixes.insert(part.reversed(), symbol)
    } else if ones == 0 && stars == 2 && startsOpen && endsOpen && part.count >= 2 {
      infixes.insert(part, symbol)
      infixStarts.insert(UInt16(part[0]) << 8 | UInt16(part[1]))
    } else {
      let first = pattern.first ?? 0
      others[first <= 2 ? 0 : first, default: []].append((pattern, symbol))
    }
  }

  func append(matchesOf word: [UInt8], to result: inout [UInt32]) {
    // The parts that `*` stands for hold no sign.
    let firstSign = word.firstIndex(where: Self.isSign) ?? word.count
    let afterSigns = (word.lastIndex(where: Self.isSign) ?? -1) + 1
    prefixes.append(valuesOf: word, from: 0, to: &result, upTo: afterSigns)
    if !suffixes.isEmpty {
      suffixes.append(
        valuesOf: word.reversed(), from: 0, to: &result, upTo: word.count - firstSign)
    }
    appendInfixes(word, firstSign, afterSigns, to: &result)
    if let first = word.first {
      for (pattern, symbol) in others[first] ?? [] where Self.matches(word, pattern) {
        result.append(symbol)
      }
      for (pattern, symbol) in others[0] ?? [] where Self.matches(word, pattern) {
        result.append(symbol)
      }
    }
  }

  private func appendInfixes(
    _ word: [UInt8], _ firstSign: Int, _ afterSigns: Int, to result: inout [UInt32]
  ) {
    guard !infixes.isEmpty, word.count >= 2 else { return }
    var found: [UInt32] = []
    for start in 0..<min(word.count - 1, firstSign + 1)
    where infixStarts.contains(UInt16(word[start]) << 8 | UInt16(word[start + 1])) {
      infixes.append(valuesOf: word, from: start, to: &found, upTo: afterSigns)
    }
    for (index, symbol) in found.enumerated() where !found[..<index].contains(symbol) {
      result.append(symbol)
    }
  }

  /// What `*` does not stand for: signs, of which words hold ASCII ones only (`late.Then`).
  private static func isSign(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte | 0x20) &- 0x61 >= 26 && byte &- 0x30 >= 10 && byte != 0x27
  }

  /// Whether a word matches a pattern with `*` and `?`; time is bounded by the product of their
  /// lengths.
  static func matches(_ word: [UInt8], _ pattern: [UInt8]) -> Bool {
    var at = 0
    var next = 0
    var retry: (at: Int, next: Int)?
    while at < word.count {
      if next < pattern.count, pattern[next] == PatternWord.star {
        retry = (at, next)
        next += 1
      } else if next < pattern.count, pattern[next] == PatternWord.one {
        let (point, length) = CodePoint.decode(word.span, at: at)
        if CodePoint.isLetter(point) {
          (at, next) = (at + length, next + 1)
        } else if let (start, star) = retry, !isSign(word[start]) {
          retry = (start + 1, star)
          (at, next) = (start + 1, star + 1)
        } else {
          return false
        }
      } else if next < pattern.count, pattern[next] == word[at] {
        at += 1
        next += 1
      } else if let (start, star) = retry, !isSign(word[start]) {
        retry = (start + 1, star)
        at = start + 1
        next = star + 1
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == PatternWord.star }
  }
}

/// A byte table that knows the lengths of its keys, to try all of them at one place of a word.
private struct LengthTable: Sendable {
  private var table = ByteTable()
  /// Whether some key has the length of the index.
  private var hasLength: [Bool] = []

  var isEmpty: Bool { table.isEmpty }

  mutating func insert(_ key: [UInt8], _ value: UInt32) {
    table[key] = value
    while hasLength.count <= key.count { hasLength.append(false) }
    hasLength[key.count] = true
  }

  /// Appends the values of all keys that stand in `word` from an offset on and reach at least up
  /// to another.
  func append(
    valuesOf word: [UInt8], from start: Int, to result: inout [UInt32], upTo least: Int
  ) {
    var hash = ByteTable.seed
    let limit = min(word.count, start + max(0, hasLength.count - 1))
    for stop in start..<max(start, limit) {
      hash = ByteTable.extend(hash, word[stop])
      if stop + 1 >= least, hasLength[stop + 1 - start],
        let value = table.find(hash, word, start, stop + 1)
      {
        result.append(value)
      }
    }
  }
}
