internal import EarshotModel

/// One value of a record, taken out of its format: what a column holds.
struct CellValue {
  enum Kind: UInt8 {
    case absent, null, text, number, boolean
    /// An array or object.
    case compound
  }

  var kind = Kind.absent
  /// UTF-8 in the batch's bytes: the text unescaped and repaired; a number or boolean as written.
  var range = ByteRange.empty
  /// Whether ill-formed UTF-8 was replaced.
  var isRepaired = false

  /// Whether the value can stand for an id, a name or a segment.
  var isScalar: Bool { kind == .text || kind == .number }
}
