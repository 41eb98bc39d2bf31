/// Folded letters of the code points below U+0530, ready to look up.
struct LetterTable: Sendable {
  static let limit: UInt32 = 0x530

  /// The folded unit, and above its 16 bits the script.
  private let entries: [UInt32]

  init() {
    entries = (0..<Self.limit).map { point in
      let letter = FoldedLetter(point)
      return UInt32(letter.unit) | UInt32(letter.group.rawValue) << 16
    }
  }

  /// Hands out the table as bare memory, valid within the closure.
  func withLookup<Result>(_ body: (LetterLookup) -> Result) -> Result {
    unsafe entries.withUnsafeBufferPointer { body(unsafe LetterLookup(entries: $0)) }
  }

  /// The scored group of a folded unit; `.other` for a unit of any other group.
  @inline(__always)
  static func scoredGroup(_ unit: UInt16) -> ScriptGroup {
    if unit < 0x250 || (unit >= 0x1E00 && unit < 0x1F00) { return .latin }
    if unit >= 0x400 && unit < 0x530 { return .cyrillic }
    if (unit >= 0x620 && unit < 0x780) || (unit >= 0xFB50 && unit < 0xFF00) { return .arabic }
    if (unit >= 0x3005 && unit < 0x3100) || (unit >= 0x3400 && unit < 0xA000) { return .han }
    return .other
  }
}

/// The table of letters during one text. Safe to use because the table has `limit` entries.
@safe struct LetterLookup {
  private let entries: UnsafeBufferPointer<UInt32>

  /// The entries must be those of a `LetterTable` and outlive the lookup.
  init(entries: UnsafeBufferPointer<UInt32>) {
    precondition(entries.count == LetterTable.limit, "not a letter table")
    unsafe self.entries = entries
  }

  @inline(__always)
  func letter(_ point: UInt32) -> FoldedLetter {
    point < LetterTable.limit ? tabled(point) : FoldedLetter(point)
  }

  /// The letter of a code point below `LetterTable.limit`.
  @inline(__always)
  func tabled(_ point: UInt32) -> FoldedLetter {
    assert(point < LetterTable.limit, "code point outside of the table")
    let entry = unsafe entries[Int(truncatingIfNeeded: point)]
    return FoldedLetter(
      unit: UInt16(truncatingIfNeeded: entry),
      group: ScriptGroup(rawValue: UInt8(truncatingIfNeeded: entry &>> 16)) ?? .other)
  }
}
