// A state is a list of cells, sorted by key. The first byte of a key is its kind; kinds stand in
// the order in which passes need them: counts tell the span of days before groups of days come,
// and groups and candidates name records before the cited records themselves come.
//
//   totals      kind
//   language    kind, tag
//   counts      kind, theme, dimension, value, day
//   group       kind, theme, dimension, value, scope, ordinal
//   candidates  kind, theme, reason
//   cited       kind, record entry
//
// Theme 0 stands for all records, theme i + 1 for the catalog's theme i. The whole run has an empty
// dimension and value.

enum CellKind: UInt8 {
  case totals = 1
  case language, counts, group, candidates, cited
}

/// What a group of records covers in time.
enum GroupScope: UInt8, CaseIterable {
  case whole, day, week, month, quarter, year
}

/// Theme, dimension and value: what counts and groups have in common.
struct CellAddress: Equatable {
  var theme: UInt32
  var dimension: [UInt8]
  var value: [UInt8]

  var isWholeRun: Bool { dimension.isEmpty && value.isEmpty }
}

extension [UInt8] {
  mutating func appendAddress(
    _ kind: CellKind, theme: UInt32, dimension: some Collection<UInt8>,
    value: some Collection<UInt8>
  ) {
    append(kind.rawValue)
    appendBigEndian(theme)
    appendTerminated(dimension)
    appendTerminated(value)
  }

  /// A day such that byte order is time order; records without one stand first.
  mutating func appendDay(_ day: Int32?) {
    append(day == nil ? 0 : 1)
    appendBigEndian(day.map(Self.biased) ?? 0)
  }

  mutating func appendScope(_ scope: GroupScope, ordinal: Int32) {
    append(scope.rawValue)
    appendBigEndian(Self.biased(ordinal))
  }

  private static func biased(_ value: Int32) -> UInt32 {
    UInt32(bitPattern: value) ^ 0x8000_0000
  }

  var kind: CellKind? { first.flatMap { CellKind(rawValue: $0) } }
}

extension ByteCursor {
  /// The address of a key of counts or groups, behind its kind.
  mutating func address() throws(InsightError) -> CellAddress {
    CellAddress(theme: try bigEndian32(), dimension: try terminated(), value: try terminated())
  }

  /// A day of the years 0 to 9999, or none.
  mutating func day() throws(InsightError) -> Int32? {
    let isKnown = try byte() == 1
    let day = try biased()
    guard isKnown else { return nil }
    guard knownDays.contains(day) else {
      throw .damaged(path: path, reason: "a day is out of range")
    }
    return day
  }

  mutating func scope() throws(InsightError) -> (scope: GroupScope, ordinal: Int32) {
    guard let scope = GroupScope(rawValue: try byte()) else {
      throw .damaged(path: path, reason: "a group has no known scope")
    }
    return (scope, try biased())
  }

  private mutating func biased() throws(InsightError) -> Int32 {
    Int32(bitPattern: try bigEndian32() ^ 0x8000_0000)
  }
}

/// 0000-01-01 to 9999-12-31, the days that have a date.
let knownDays: ClosedRange<Int32> = -719_528...2_932_896

/// The longest run of days for which groups are kept by day.
let longestDailySpan = 31
