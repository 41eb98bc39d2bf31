/// Scripts as the language identifier tells them apart. The first four are shared by several
/// languages and scored with the model; the next five decide the language alone.
enum ScriptGroup: UInt8 {
  case latin, cyrillic, arabic, han
  case greek, hebrew, devanagari, thai, hangul
  /// Letters of a script without a language here.
  case other

  static let count = 10

  /// Number of groups whose languages the model tells apart.
  static let scored = 4
}

/// A code point as the identifier sees it.
struct FoldedLetter {
  /// UTF-16 unit of the case-folded letter; 0 for what is no letter, `mark` for what is skipped
  /// inside a word.
  var unit: UInt16
  var group: ScriptGroup

  static let mark: UInt16 = 1
  static let none = FoldedLetter(unit: 0, group: .other)

  /// Classifies a code point by Unicode block (Unicode 15.1) and folds its case. Letters beyond
  /// the basic plane all become U+3400: rare Han, or a script without a language.
  init(_ point: UInt32) {
    switch point {
    case 0..<0x80: self = .ascii(point)
    case 0xAA, 0xBA, 0xC0..<0x250: self = .latin(point)
    case 0x300..<0x370, 0xFE00..<0xFE10, 0x200C..<0x200E, 0xAD:
      self.init(unit: Self.mark, group: .other)
    case 0x370..<0x400, 0x1F00..<0x2000: self = .greek(point)
    case 0x400..<0x530: self = .cyrillic(point)
    case 0x5B0..<0x5C8: self.init(unit: Self.mark, group: .hebrew)
    case 0x5D0..<0x5F3: self.init(unit: UInt16(point), group: .hebrew)
    case 0x640, 0x64B..<0x653: self.init(unit: Self.mark, group: .arabic)
    case 0x620..<0x660, 0x671..<0x6D4, 0x6FA..<0x700, 0x750..<0x780, 0xFB50..<0xFDFE,
      0xFE70..<0xFEFD:
      self.init(unit: UInt16(point), group: .arabic)
    case 0x900..<0x964, 0x971..<0x980: self.init(unit: UInt16(point), group: .devanagari)
    case 0xE01..<0xE3B, 0xE40..<0xE4F: self.init(unit: UInt16(point), group: .thai)
    case 0x530..<0x590, 0x700..<0x750, 0x780..<0x900, 0x980..<0xE00, 0xE80..<0x1100,
      0x1200..<0x1E00:
      self.init(unit: UInt16(point), group: .other)
    case 0x1E00..<0x1F00: self = .latin(point)
    case 0x1100..<0x1200, 0x3130..<0x3190, 0xA960..<0xA980, 0xAC00..<0xD7FC:
      self.init(unit: UInt16(point), group: .hangul)
    case 0x3005...0x3006, 0x3041..<0x3097, 0x309D..<0x30A0, 0x30A1..<0x30FB, 0x30FC..<0x3100,
      0x31F0..<0x3200, 0x3400..<0x4DC0, 0x4E00..<0xA000, 0xF900..<0xFB00, 0xFF66..<0xFF9E:
      self.init(unit: UInt16(point), group: .han)
    case 0x20000..<0x32000: self.init(unit: 0x3400, group: .han)
    case 0xA000..<0xA4D0, 0xA840..<0xA960, 0xA980..<0xAAE0, 0x10000..<0x1F000:
      self.init(unit: 0x3400, group: .other)
    default: self = .none
    }
  }

  init(unit: UInt16, group: ScriptGroup) {
    self.unit = unit
    self.group = group
  }

  private static func ascii(_ point: UInt32) -> FoldedLetter {
    let lower = point | 0x20
    guard lower >= 0x61, lower <= 0x7A else { return .none }
    return FoldedLetter(unit: UInt16(lower), group: .latin)
  }

  /// Lower case of Latin-1, Latin Extended-A, B and Additional; the comma-below letters of
  /// Romanian become those with cedilla, which older texts use.
  private static func latin(_ point: UInt32) -> FoldedLetter {
    let lower: UInt32
    switch point {
    case 0xD7, 0xF7: return .none
    case 0xC0..<0xDF: lower = point + 0x20
    case 0x130: lower = 0x69
    case 0x131, 0x138, 0x149, 0x17F: lower = point
    case 0x178: lower = 0xFF
    case 0x139..<0x149, 0x179..<0x17F: lower = point + (point & 1)
    case 0x100..<0x178: lower = point | 1
    case 0x1A0, 0x1AF: lower = point + 1
    case 0x218...0x219: lower = 0x15F
    case 0x21A...0x21B: lower = 0x163
    case 0x1CD..<0x1DD: lower = point + (point & 1)
    case 0x1DE..<0x1F0, 0x1F8..<0x220, 0x222..<0x234: lower = point | 1
    case 0x1E00..<0x1E96, 0x1EA0..<0x1F00: lower = point | 1
    default: lower = point
    }
    return FoldedLetter(unit: UInt16(lower), group: .latin)
  }

  private static func greek(_ point: UInt32) -> FoldedLetter {
    guard point != 0x37E, point != 0x387 else { return .none }
    return FoldedLetter(unit: UInt16(point), group: .greek)
  }

  private static func cyrillic(_ point: UInt32) -> FoldedLetter {
    let lower: UInt32
    switch point {
    case 0x410..<0x430: lower = point + 0x20
    case 0x400..<0x410: lower = point + 0x50
    case 0x460..<0x482, 0x48A..<0x4C0, 0x4D0..<0x530: lower = point | 1
    case 0x482..<0x48A: return FoldedLetter(unit: Self.mark, group: .cyrillic)
    default: lower = point
    }
    return FoldedLetter(unit: UInt16(lower), group: .cyrillic)
  }
}
