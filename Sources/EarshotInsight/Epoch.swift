internal import EarshotModel

/// The records folded since the last spill, in compact form. Nothing is counted while records come
/// in: an epoch is counted as a whole, by sorting, when it is written out.
struct Epoch {
  struct Row {
    var keyHash: UInt64
    var textHash: UInt64 = 0
    var payloadHash: UInt64 = 0
    var customer: UInt64 = 0
    var ordinal: UInt64
    var weight: Int64
    var time: Int64 = .min
    var rating: Rating?
    var source: UInt32
    var idStart: UInt32 = 0
    var idCount: UInt32 = 0
    var payloadStart: UInt64 = 0
    var payloadCount: UInt32 = 0
    var themeStart: UInt32 = 0
    var themeCount: UInt32 = 0
    var day: Int32?
    var score: Int32?
    var label: Label
    var marks: Marks = []
  }

  struct Marks: OptionSet {
    let rawValue: UInt8

    /// Counts in bases and shares; a row without it only lends its rating to the whole run.
    static let isEligible = Marks(rawValue: 1)
    static let hasCustomer = Marks(rawValue: 2)
    /// May be named by evidence or candidates: its payload is held.
    static let isCitable = Marks(rawValue: 4)
    static let isStaff = Marks(rawValue: 8)
    static let hasQuestion = Marks(rawValue: 16)
    /// Too short or too long to be quoted gladly.
    static let hasPoorLength = Marks(rawValue: 32)
  }

  struct ThemeRow {
    var theme: UInt32
    var score: Int32?
    var isDirect: Bool
    var label: Label
  }

  var rows: [Row] = []
  var themes: [ThemeRow] = []
  /// For row r and slot s of the dimensions at `r * slots + s`: a number of `dictionary`, or -1.
  var values: [Int32] = []
  var ids: [UInt8] = []
  var payloads: PayloadSpool
  /// Stays from epoch to epoch while it is small.
  var dictionary = ValueDictionary()
  var languages: [UInt64: LanguageTally] = [:]
  var totals = Totals()

  /// Bytes in use, roughly; what sorting needs besides is in proportion.
  var memory: Int {
    rows.count * (MemoryLayout<Row>.stride + 32) + themes.count * 28
      + values.count * 4 + ids.count + payloads.memory + dictionary.memory
  }

  init(scratch: String) {
    payloads = PayloadSpool(path: scratch + "/payloads")
  }

  var isEmpty: Bool { rows.isEmpty && languages.isEmpty && totals == Totals() }

  mutating func removeAll() {
    rows.removeAll(keepingCapacity: true)
    themes.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    ids.removeAll(keepingCapacity: true)
    payloads.removeAll()
    languages = [:]
    totals = Totals()
  }

  func id(_ row: Row) -> ArraySlice<UInt8> {
    ids[Int(row.idStart)..<Int(row.idStart + row.idCount)]
  }
}

/// Records in one language.
struct LanguageTally: Equatable {
  /// Kept records that have a text.
  var kept: Int64 = 0
  /// Of them, those with a theme.
  var themed: Int64 = 0
  /// Of them, those with a score.
  var scored: Int64 = 0
}

/// What the overview needs beside counts.
struct Totals: Equatable {
  /// Records in the base that have a theme.
  var themed: Int64 = 0
  /// Records left out because staff wrote them.
  var staff: Int64 = 0
  /// Records without a text.
  var textless: Int64 = 0
}

extension Epoch.Row {
  /// What ranks the record among a theme's candidates, the least first; nil where it is none.
  func rank(for reason: CandidateReason, themeScore: Int32?) -> UInt64? {
    switch reason {
    case .typical: return marks.contains(.hasPoorLength) ? 1 : 0
    case .sharpest:
      guard let themeScore, themeScore < 0 else { return nil }
      return UInt64(Int64(themeScore) - Int64(Int32.min))
    case .praise:
      guard let themeScore, themeScore > 0 else { return nil }
      return UInt64(Int64(Int32.max) - Int64(themeScore))
    case .newest:
      // Flipping all bits but the sign's puts the latest first, as unsigned numbers.
      return time == .min ? nil : UInt64(bitPattern: time ^ .max)
    case .question:
      guard marks.contains(.hasQuestion) else { return nil }
      return marks.contains(.hasPoorLength) ? 1 : 0
    }
  }
}
