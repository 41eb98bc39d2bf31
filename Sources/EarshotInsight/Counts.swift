internal import EarshotModel

/// Ratings of one metric: how many, and their sum in units of 1e-4.
struct RatingSums: Equatable {
  var count: Int64 = 0
  var sum: Int64 = 0
}

/// The integers counted for one theme, segment and day.
///
/// All sums wrap, so that addition stays associative and commutative whatever the input.
struct Counts: Equatable {
  var n: Int64 = 0
  /// Records that match the theme itself.
  var direct: Int64 = 0
  /// Sum of weights in units of 1e-6.
  var weight: Int64 = 0
  /// Sum of squared weights in units of 1e-12.
  var squaredWeight: Int128 = 0
  var positive: Int64 = 0
  var negative: Int64 = 0
  var mixed: Int64 = 0
  var neutral: Int64 = 0
  var none: Int64 = 0
  /// Sum of scores in units of 1e-4, and how many there were.
  var scoreSum: Int64 = 0
  var scoreCount: Int64 = 0
  var nps = RatingSums()
  var csat = RatingSums()
  var stars = RatingSums()
  var promoters: Int64 = 0
  var detractors: Int64 = 0

  var isZero: Bool { self == Counts() }

  /// Some record weighs other than 1: Σ(w - 1)² is 0 only where all are 1.
  var isWeighted: Bool {
    weight != n &* Counts.one || squaredWeight != Int128(n) &* Counts.oneSquared
  }

  static let one: Int64 = 1_000_000
  static let oneSquared: Int128 = 1_000_000_000_000

  mutating func add(weight added: Int64, direct isDirect: Bool, label: Label, score: Int32?) {
    n &+= 1
    if isDirect { direct &+= 1 }
    weight &+= added
    squaredWeight &+= Int128(added) &* Int128(added)
    switch label {
    case .positive: positive &+= 1
    case .negative: negative &+= 1
    case .mixed: mixed &+= 1
    case .neutral: neutral &+= 1
    case .none: none &+= 1
    }
    if let score {
      scoreSum &+= Int64(score)
      scoreCount &+= 1
    }
  }

  mutating func add(_ rating: Rating) {
    switch rating.metric {
    case .nps:
      nps.add(rating.value)
      if rating.value >= 90_000 { promoters &+= 1 }
      if rating.value <= 60_000 { detractors &+= 1 }
    case .csat: csat.add(rating.value)
    case .stars: stars.add(rating.value)
    }
  }

  mutating func merge(_ other: Counts) {
    n &+= other.n
    direct &+= other.direct
    weight &+= other.weight
    squaredWeight &+= other.squaredWeight
    positive &+= other.positive
    negative &+= other.negative
    mixed &+= other.mixed
    neutral &+= other.neutral
    none &+= other.none
    scoreSum &+= other.scoreSum
    scoreCount &+= other.scoreCount
    nps.merge(other.nps)
    csat.merge(other.csat)
    stars.merge(other.stars)
    promoters &+= other.promoters
    detractors &+= other.detractors
  }

  subscript(metric: RatingMetric) -> RatingSums {
    switch metric {
    case .nps: nps
    case .csat: csat
    case .stars: stars
    }
  }
}

extension RatingSums {
  mutating func add(_ value: Int64) {
    count &+= 1
    sum &+= value
  }

  mutating func merge(_ other: RatingSums) {
    count &+= other.count
    sum &+= other.sum
  }
}

extension Counts {
  /// Weights are written less what they would be if all were 1: mostly a zero byte. Ratings are
  /// left out where there are none.
  func encode(into bytes: inout [UInt8]) {
    bytes.appendSigned(n)
    bytes.appendSigned(direct)
    bytes.appendSigned(weight &- n &* Counts.one)
    let squares = squaredWeight &- Int128(n) &* Counts.oneSquared
    bytes.appendSigned(Int64(truncatingIfNeeded: squares >> 64))
    bytes.appendVarint(UInt64(truncatingIfNeeded: squares))
    bytes.appendSigned(positive)
    bytes.appendSigned(negative)
    bytes.appendSigned(mixed)
    bytes.appendSigned(neutral)
    bytes.appendSigned(none)
    bytes.appendSigned(scoreSum)
    bytes.appendSigned(scoreCount)
    guard nps != RatingSums() || csat != RatingSums() || stars != RatingSums() else { return }
    nps.encode(into: &bytes)
    csat.encode(into: &bytes)
    stars.encode(into: &bytes)
    bytes.appendSigned(promoters)
    bytes.appendSigned(detractors)
  }

  init(_ cursor: inout ByteCursor) throws(InsightError) {
    n = try cursor.signed()
    direct = try cursor.signed()
    weight = try cursor.signed() &+ n &* Counts.one
    let high = try cursor.signed()
    let low = try cursor.varint()
    squaredWeight =
      (Int128(high) << 64 | Int128(low)) &+ Int128(n) &* Counts.oneSquared
    positive = try cursor.signed()
    negative = try cursor.signed()
    mixed = try cursor.signed()
    neutral = try cursor.signed()
    none = try cursor.signed()
    scoreSum = try cursor.signed()
    scoreCount = try cursor.signed()
    if cursor.isAtEnd { return }
    nps = try RatingSums(&cursor)
    csat = try RatingSums(&cursor)
    stars = try RatingSums(&cursor)
    promoters = try cursor.signed()
    detractors = try cursor.signed()
  }
}

extension RatingSums {
  func encode(into bytes: inout [UInt8]) {
    bytes.appendSigned(count)
    bytes.appendSigned(sum)
  }

  init(_ cursor: inout ByteCursor) throws(InsightError) {
    count = try cursor.signed()
    sum = try cursor.signed()
  }
}
