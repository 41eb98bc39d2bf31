package import EarshotModel
package import EarshotText

/// A compiled lexicon: every row of every file in one automaton over tokens.
package struct Lexicon: Sendable {
  /// A row that can match.
  package struct Row: Sendable {
    package var kind: RowKind
    /// Index into the catalog's names; for contrast 0 turn, 1 concede; else -1.
    package var id: Int32
    package var scope: Scope
    /// In units of 1e-4; the factor on a shifter.
    package var weight: Int32?
    package var isSegmentEdged: Bool
    /// Index into the catalog's rules.
    package var rule: Int32
    /// Index of the file; later files win.
    package var file: Int32
    /// Index of a condition; -1 for none.
    package var with: Int32
    package var unless: Int32
    /// On an off row: what it hides.
    package var hides: Hidden?
  }

  /// What an off row hides: a kind, or one id (and its descendants) of a kind.
  package struct Hidden: Sendable {
    package var kind: RowKind
    /// Ascending indexes into the catalog; empty hides the whole kind.
    package var ids: [Int32]
  }

  package internal(set) var rows: [Row] = []
  package internal(set) var catalog = Catalog()
  /// Byte strings that the tokenizer must keep together.
  package internal(set) var literals = TokenLiterals([])
  /// Rows and hash of each file, in order.
  package internal(set) var files: [File] = []
  /// Languages with rows of their own.
  package internal(set) var languages: [LanguageTag] = []
  /// Languages with sentiment rows of their own.
  package internal(set) var sentimentLanguages: Set<LanguageTag> = []

  /// Rows that a later row of the same key replaced, by their rules.
  var shadowed: [(loser: String, winner: String)] = []

  package struct File: Sendable {
    package var name: String
    package var hash: UInt64
    package var rows: Int
  }

  var symbols = SymbolTable()
  var trie = PhraseTrie()
  /// What a phrase belongs to: a row itself, or a leaf of an expression.
  var entries: [Entry] = []
  var expressions: [Expression] = []
  /// Rows with expressions: root and row, by leaf that can begin them.
  var rowsOfLeaf: [[Int32]] = []
  /// Expression roots of a row, by row.
  var expressionsOfRow: [Int32: [Int32]] = [:]

  struct Entry: Sendable {
    var row: Int32
    /// -1 where the phrase is a whole alternative of the row.
    var leaf: Int32
    var mask: UInt64
  }

  /// A node of what one phrase cannot say.
  enum Expression: Sendable {
    case leaf(Int32)
    case either([Int32])
    case near(Int32, Int32, gap: Int, ordered: Bool)
  }

  package init() {}

  /// The rows that a text in some languages gets: bit 0 for rows of every language, the others by
  /// position in `languages`. A record of `pt-br` gets rows of `pt` and `pt-br`.
  package func mask(for guess: LanguageGuess) -> UInt64 {
    var mask: UInt64 = 1
    for tag in [guess.tag, guess.first, guess.second, guess.third] where tag != .undetermined {
      mask |= bits(of: tag)
    }
    return mask
  }

  /// Whether a language has sentiment rows of its own.
  package func hasSentiment(_ tag: LanguageTag) -> Bool {
    sentimentLanguages.contains(tag) || sentimentLanguages.contains(tag.primary)
  }

  func bits(of tag: LanguageTag) -> UInt64 {
    var mask: UInt64 = 0
    let primary = tag.primary
    for (index, language) in languages.enumerated()
    where language == tag || language == primary {
      mask |= 1 << UInt64(index + 1)
    }
    return mask
  }
}
