package import EarshotModel

/// How far around a match a row looks (contract, section 4, column `scope`).
package enum Scope: Hashable, Sendable {
  case clause, sentence, record
  /// At most so many tokens.
  case tokens(Int)
}

/// One row of a lexicon file, checked but not compiled.
package struct LexiconRow: Sendable {
  package var kind: RowKind
  package var id: Cell
  /// Ascending; empty means every language.
  package var languages: [LanguageTag]
  package var pattern: Cell
  package var with: Cell
  package var unless: Cell
  package var scope: Scope
  /// In units of 1e-4; the factor on a shifter.
  package var weight: Int32?
  /// Matches only at segment boundaries in scripts without spaces.
  package var isSegmentEdged: Bool
  /// `use` = `off`: takes away the row of the same key.
  package var isOff: Bool
  package var label: String?
  package var owner: String?
  /// Index of the file in the lexicon's list, and line from 1.
  package var file: Int32
  package var line: Int32

  /// A cell's text and its place in the line, in code points from 1.
  package struct Cell: Sendable {
    package var text: String
    package var column: Int
  }
}

/// A lexicon file's name and bytes.
package struct LexiconSource: Sendable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
