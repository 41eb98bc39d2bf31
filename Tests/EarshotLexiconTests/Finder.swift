import EarshotLexicon
import EarshotModel
import EarshotText

/// Finds the matches of a lexicon in a text and spells them out for a test to read. Clauses end at
/// semicolons here; the tagging stage knows better.
struct Finder {
  let lexicon: Lexicon

  init(_ files: (name: String, text: String)...) throws {
    lexicon = try Lexicon(
      files.map { LexiconSource(name: $0.name, bytes: Array($0.text.utf8)) })
  }

  init(lexicon: Lexicon) { self.lexicon = lexicon }

  /// A match: its row, its place, and its matched tokens with a `·` for each gap.
  struct Found: Hashable {
    var row: Int32
    var start: Int32
    /// Ordinals of the matched tokens in the text.
    var tokens: [Int]
    var text: String
  }

  /// The matches of all rows that fulfil their scope and conditions, in text order, each once.
  func find(_ text: String, _ guess: LanguageGuess) throws -> [Found] {
    let cut = try Cut(text, lexicon.literals)
    var matcher = Matcher()
    matcher.scan(
      cut.tokens, 0..<Int32(cut.tokens.count), bytes: cut.bytes.span, lexicon: lexicon,
      mask: lexicon.mask(for: guess))
    var all: [Match] = []
    for kind in matcher.matches { all += kind }
    for row in matcher.expressionRows {
      matcher.appendExpressionMatches(of: row, lexicon, units: units(of: row, cut), to: &all)
    }
    var known = ConditionPlaces()
    all.removeAll { match in
      let units = units(of: match.row, cut)
      return units.map { $0[Int(match.start)] != $0[Int(match.stop) - 1] } ?? false
        || !matcher.fulfilsConditions(
          match, lexicon, clauses: cut.clauses, sentences: cut.sentences, known: &known)
    }
    return Set(all.map { found($0, cut) }).sorted {
      ($0.start, $0.tokens.count, $0.text, $0.row) < ($1.start, $1.tokens.count, $1.text, $1.row)
    }
  }

  /// The matched texts, of a language the user named.
  func strings(_ text: String, _ language: String) throws -> [String] {
    try find(text, LanguageGuess(tag: LanguageTag(language), confidence: 10_000)).map(\.text)
  }

  private func units(of row: Int32, _ cut: Cut) -> [Int32]? {
    switch lexicon.rows[Int(row)].scope {
    case .clause: cut.clauses
    case .sentence, .tokens: cut.sentences
    case .record: nil
    }
  }

  private func found(_ match: Match, _ cut: Cut) -> Found {
    var tokens: [Int] = []
    var text = ""
    for index in Int(match.start)..<Int(match.stop)
    where match.mask >> UInt128(index - Int(match.start)) & 1 == 1 {
      let token = cut.tokens[index]
      if let last = tokens.last {
        text +=
          last + 1 < index ? " · " : cut.string(cut.tokens[last].stop, token.start)
      }
      text += cut.string(token.start, token.stop)
      tokens.append(index)
    }
    return Found(row: match.row, start: match.start, tokens: tokens, text: text)
  }
}

/// A text as tokens, and the clause and sentence of each.
private struct Cut {
  let bytes: [UInt8]
  private(set) var tokens: [Token] = []
  private(set) var clauses: [Int32] = []
  private(set) var sentences: [Int32] = []

  init(_ text: String, _ literals: TokenLiterals) throws {
    bytes = Array(text.utf8)
    try Segmenter.warm()
    var tokenizer = try Tokenizer(literals: literals)
    var found: [Sentence] = []
    var all: [Token] = []
    tokenizer.tokenize(bytes.span, base: 0, into: &all)
    tokenizer.sentences(
      bytes.span, base: 0, tokens: all, first: 0, isGreek: false, into: &found)
    tokens = all
    var clause: Int32 = -1
    for (ordinal, sentence) in found.enumerated() {
      clause += 1
      for index in sentence.tokens {
        if tokens[Int(index)].marks.contains(.semicolon) { clause += 1 }
        clauses.append(clause)
        sentences.append(Int32(ordinal))
      }
    }
  }

  func string(_ start: Int32, _ stop: Int32) -> String {
    String(decoding: bytes[Int(start)..<Int(stop)], as: UTF8.self)
  }
}
