/// One key of an output row: what a reader of the file may rely on.
package struct Column: Sendable {
  /// What JSON value stands under the key.
  package indirect enum Kind: Sendable {
    case string, integer, boolean
    /// Always written with a decimal point.
    case number
    /// A civil date, `2026-11-22`.
    case date
    /// A time in UTC, `2026-11-22T09:30:00Z`.
    case time
    /// One of these strings.
    case oneOf([String])
    case strings
    /// Numbers, each of which may be null.
    case numbers
    case objects([Column])
    case object([Column])
    /// An object with keys that differ from run to run.
    case anyObject
    /// Not one key but a string key `seg_DIM` for each segment dimension of the run.
    case segments
  }

  package let name: String
  package let kind: Kind
  package let isNullable: Bool
  package let summary: String

  /// A column that always has a value.
  init(_ name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    isNullable = false
    self.summary = summary
  }

  /// A column that is null where the value is not known, does not exist or is withheld.
  init(optional name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    isNullable = true
    self.summary = summary
  }
}
