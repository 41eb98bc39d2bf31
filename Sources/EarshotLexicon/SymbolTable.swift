internal import EarshotModel
internal import EarshotText

/// The words of all patterns, numbered: what a token is looked up in.
///
/// A symbol's number also tells its form, so that a match knows how exact it was.
struct SymbolTable: Sendable {
  private var exact: [[UInt8]: UInt32] = [:]
  private var literals: [[UInt8]: UInt32] = [:]
  private var stems: [LanguageTag: [[UInt8]: UInt32]] = [:]
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
        if stems[primary] == nil {
          stems[primary] = [:]
          stemLanguages = stems.keys.sorted()
        }
        return Self.number(&stems[primary, default: [:]], stem, .inflected, &forms)
      }
    }
  }

  private static func number(
    _ table: inout [[UInt8]: UInt32], _ bytes: [UInt8], _ form: PatternWord.Form,
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
    for language in stemLanguages {
      var stem: [UInt8] = []
      stemmers.append(stemOf: folded[...], in: language, to: &stem)
      if let symbol = stems[language]?[stem] { result.append(symbol) }
    }
    wildcards.append(matchesOf: folded, to: &result)
  }

  /// The symbol of a bracket literal with exactly these bytes.
  func literal(_ raw: [UInt8]) -> UInt32? { literals[raw] }

  var hasLiterals: Bool { !literals.isEmpty }
}

/// Wildcard words by their literal parts: a word is compared only with those that share a part at
/// the right place, so the cost does not grow with the number of rows.
struct WildcardIndex: Sendable {
  private var all: [[UInt8]: UInt32] = [:]
  /// `abc*`, `*abc`, `*abc*` by their literal part, and the lengths in use.
  private var prefixes: [[UInt8]: UInt32] = [:]
  private var suffixes: [[UInt8]: UInt32] = [:]
  private var infixes: [[UInt8]: UInt32] = [:]
  private var prefixLengths: [Int] = []
  private var suffixLengths: [Int] = []
  private var infixLengths: [Int] = []
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
      Self.insert(part, symbol, &prefixes, &prefixLengths)
    } else if ones == 0 && stars == 1 && startsOpen {
      Self.insert(part, symbol, &suffixes, &suffixLengths)
    } else if ones == 0 && stars == 2 && startsOpen && endsOpen && part.count >= 2 {
      Self.insert(part, symbol, &infixes, &infixLengths)
      infixStarts.insert(UInt16(part[0]) << 8 | UInt16(part[1]))
    } else {
      let first = pattern.first ?? 0
      others[first <= 2 ? 0 : first, default: []].append((pattern, symbol))
    }
  }

  private static func insert(
    _ part: [UInt8], _ symbol: UInt32, _ table: inout [[UInt8]: UInt32], _ lengths: inout [Int]
  ) {
    table[part] = symbol
    if !lengths.contains(part.count) { lengths = (lengths + [part.count]).sorted() }
  }

  func append(matchesOf word: [UInt8], to result: inout [UInt32]) {
    for length in prefixLengths where length <= word.count {
      if let symbol = prefixes[Array(word[..<length])] { result.append(symbol) }
    }
    for length in suffixLengths where length <= word.count {
      if let symbol = suffixes[Array(word[(word.count - length)...])] { result.append(symbol) }
    }
    appendInfixes(word, to: &result)
    if let first = word.first {
      for (pattern, symbol) in others[first] ?? [] where Self.matches(word, pattern) {
        result.append(symbol)
      }
      for (pattern, symbol) in others[0] ?? [] where Self.matches(word, pattern) {
        result.append(symbol)
      }
    }
  }

  private func appendInfixes(_ word: [UInt8], to result: inout [UInt32]) {
    guard !infixes.isEmpty, word.count >= 2 else { return }
    let before = result.count
    for start in 0..<word.count - 1
    where infixStarts.contains(UInt16(word[start]) << 8 | UInt16(word[start + 1])) {
      for length in infixLengths where start + length <= word.count {
        guard let symbol = infixes[Array(word[start..<start + length])],
          !result[before...].contains(symbol)
        else { continue }
        result.append(symbol)
      }
    }
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
        at += 1
        while at < word.count, word[at] & 0xC0 == 0x80 { at += 1 }
        next += 1
      } else if next < pattern.count, pattern[next] == word[at] {
        at += 1
        next += 1
      } else if let (start, star) = retry {
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
