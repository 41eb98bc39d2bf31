/// What the text column of records.jsonl holds (`--text`).
package enum TextMode: String, Sendable, CaseIterable {
  case none, redacted, full
}

/// The unit in which mentions give offsets (`--offsets`).
package enum OffsetUnit: String, Sendable, CaseIterable {
  case codepoint, utf8, utf16
}

/// How rows about single records are written.
package struct RowOptions: Sendable {
  package var text: TextMode
  package var offsets: OffsetUnit
  /// Whether personal data is masked and authors and customers are hashed.
  package var redacts: Bool
  /// Key of the hashes of authors and customers.
  package var hashKey: (UInt64, UInt64)

  package init(
    text: TextMode = .none, offsets: OffsetUnit = .codepoint, redacts: Bool = true,
    hashKey: (UInt64, UInt64)
  ) {
    self.text = text
    self.offsets = offsets
    self.redacts = redacts
    self.hashKey = hashKey
  }

  /// Whether the text column and all that quotes it is masked.
  var masksText: Bool { redacts && text != .full }
}
