/// A cell's value taken apart, for merging with others of the same key.
///
/// Merging is associative and commutative for each kind; encoding depends on the content alone.
enum CellValue {
  case sums([Int64])
  case counts(Counts)
  case group(GroupValue)
  case candidates(SmallestEntries, limit: Int)
  case cited([UInt8])

  init(key: [UInt8], value: [UInt8], path: String) throws(InsightError) {
    var cursor = ByteCursor(value, path: path)
    switch key.kind {
    case .totals, .language:
      var sums: [Int64] = []
      while !cursor.isAtEnd { sums.append(try cursor.signed()) }
      self = .sums(sums)
    case .counts: self = .counts(try Counts(&cursor))
    case .group: self = .group(try GroupValue(&cursor))
    case .candidates:
      guard let why = key.last.flatMap({ CandidateReason(rawValue: $0) }) else {
        throw .damaged(path: path, reason: "a list of candidates has no known reason")
      }
      self = .candidates(try SmallestEntries(&cursor), limit: why.limit)
    case .cited: self = .cited(value)
    case nil: throw .damaged(path: path, reason: "a cell is of no known kind")
    }
  }

  /// `other` has the same key, so the same case.
  mutating func merge(_ other: CellValue) {
    switch (consume self, other) {
    case (.sums(let left), .sums(let right)):
      self = .sums(
        (0..<max(left.count, right.count)).map {
          ($0 < left.count ? left[$0] : 0) &+ ($0 < right.count ? right[$0] : 0)
        })
    case (.counts(var counts), .counts(let right)):
      counts.merge(right)
      self = .counts(counts)
    case (.group(var group), .group(let right)):
      group.merge(right)
      self = .group(group)
    case (.candidates(var entries, let limit), .candidates(let right, _)):
      entries.merge(right, limit: limit)
      self = .candidates(entries, limit: limit)
    case (.cited(let left), .cited(let right)):
      self = .cited(precedes(right, left) ? right : left)
    case (let left, _): self = left
    }
  }

  func encode(into bytes: inout [UInt8]) {
    switch self {
    case .sums(let sums): for sum in sums { bytes.appendSigned(sum) }
    case .counts(let counts): counts.encode(into: &bytes)
    case .group(let group): group.encode(into: &bytes)
    case .candidates(let entries, _): entries.encode(into: &bytes)
    case .cited(let payload): bytes.append(contentsOf: payload)
    }
  }

  /// Adds to the sources of the records that the value names.
  mutating func shiftSource(by offset: UInt32) {
    switch consume self {
    case .group(var group):
      group.evidence.shiftSource(by: offset)
      self = .group(group)
    case .candidates(var entries, let limit):
      entries.shiftSource(by: offset)
      self = .candidates(entries, limit: limit)
    case let other: self = other
    }
  }
}

/// What a group of records keeps beside its counts.
struct GroupValue: Equatable {
  var evidence = SmallestEntries()
  var customers = CustomerSet()

  static let evidenceLimit = 3

  init() {}

  init(_ cursor: inout ByteCursor) throws(InsightError) {
    evidence = try SmallestEntries(&cursor)
    customers = try CustomerSet(&cursor)
  }

  mutating func merge(_ other: GroupValue) {
    evidence.merge(other.evidence, limit: Self.evidenceLimit)
    customers.merge(other.customers)
  }

  func encode(into bytes: inout [UInt8]) {
    evidence.encode(into: &bytes)
    customers.encode(into: &bytes)
  }
}

/// Why a record may be quoted under a theme; the least of the list's order is the best.
enum CandidateReason: UInt8, CaseIterable {
  /// By keyed hash, texts of a good length first.
  case typical
  /// Lowest score of the theme, below 0.
  case sharpest
  /// Highest score of the theme, above 0.
  case praise
  /// Latest time.
  case newest
  /// Holds a question.
  case question

  var limit: Int { self == .typical ? 24 : 6 }

  /// Bytes before the record's entry: the rank by which a list is sorted first.
  static let rankBytes = 8
}
