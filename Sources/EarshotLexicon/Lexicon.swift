package import EarshotModel
package import EarshotText

/// A compiled lexicon: every row of every file in one automaton over tokens.
///
/// A class because it is large, never changes, and is shared by every worker.
package final class Lexicon: Sendable {
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
  }

  /// What an off row hides: a kind, or one id (and its descendants) of a kind.
  package struct Hidden: Sendable {
    package var kind: RowKind
    /// Ascending indexes into the catalog; empty hides the whole kind.
    package var ids: [Int32]
  }

  package let rows: [Row]
  /// What each off row hides, by row.
  package let hides: [Int32: Hidden]
  package let catalog: Catalog
  /// Byte strings that the tokenizer must keep together.
  package let literals: TokenLiterals
  /// Rows and hash of each file, in order.
  package let files: [File]
  /// Languages with rows of their own.
  package let languages: [LanguageTag]
  /// Languages with sentiment rows of their own.
  let sentimentLanguages: Set<LanguageTag>
  /// Rows that a later row of the same key replaced, by their rules.
  let shadowed: [(loser: String, winner: String)]
  let symbols: SymbolTable
  let trie: PhraseTrie
  /// What a phrase belongs to: a row itself, or a leaf of an expression.
  let entries: [Entry]
  let expressions: [Expression]
  /// For each leaf the rows whose patterns, not conditions, it is part of.
  let rowsOfLeaf: [[Int32]]
  /// Expression roots of a row, by row.
  let expressionsOfRow: [Int32: [Int32]]
  /// Node of the automaton after a symbol at the start of a phrase; 0 for none.
  let firstNodes: [UInt32]

  init(_ draft: consuming LexiconDraft) {
    rows = draft.rows
    hides = draft.hides
    catalog = draft.catalog
    literals = draft.literals
    files = draft.files
    languages = draft.languages
    sentimentLanguages = draft.sentimentLanguages
    shadowed = draft.shadowed
    symbols = draft.symbols
    trie = draft.trie
    entries = draft.entries
    expressions = draft.expressions
    rowsOfLeaf = draft.rowsOfLeaf
    expressionsOfRow = draft.expressionsOfRow
    let trie = draft.trie
    firstNodes = draft.symbols.forms.indices.map { symbol in
      trie.child(of: PhraseTrie.root, UInt32(symbol), isJoined: false) ?? 0
    }
  }

  package struct File: Sendable {
    package var name: String
    package var hash: UInt64
    package var rows: Int
  }

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

/// A lexicon in the making.
struct LexiconDraft {
  var rows: [Lexicon.Row] = []
  var hides: [Int32: Lexicon.Hidden] = [:]
  var catalog = Catalog()
  var literals = TokenLiterals([])
  var files: [Lexicon.File] = []
  var languages: [LanguageTag] = []
  var sentimentLanguages: Set<LanguageTag> = []
  var shadowed: [(loser: String, winner: String)] = []
  var symbols = SymbolTable()
  var trie = PhraseTrie()
  var entries: [Lexicon.Entry] = []
  var expressions: [Lexicon.Expression] = []
  var rowsOfLeaf: [[Int32]] = []
  var expressionsOfRow: [Int32: [Int32]] = [:]
}
