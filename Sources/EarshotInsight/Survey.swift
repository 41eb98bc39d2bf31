internal import EarshotModel

/// What the first pass over a state learns: all that is bounded by the number of themes, segments
/// and periods.
struct Survey {
  /// Records, weights and squared weights, without the rest of `Counts`.
  struct Base {
    var n: Int64 = 0
    var weight: Int64 = 0
    var squaredWeight: Int128 = 0
  }

  struct Segment {
    var dimension: [UInt8]
    var value: [UInt8]
    var base: Base
  }

  private(set) var totals = Totals()
  private(set) var languages: [(tag: String, n: Int64)] = []
  private(set) var all = Counts()
  /// Counts of the catalog's themes over the whole run.
  private(set) var themes: [Counts]
  /// Counts of the catalog's themes in the last but one and the last complete period.
  private(set) var lastPeriods: [(previous: Counts, last: Counts)]
  private(set) var span: ClosedRange<Int32>?
  private(set) var periodLength: PeriodLength?
  /// Ordinals of periods with records, ascending, and their bases.
  private(set) var periods: [(ordinal: Int32, base: Base)] = []
  /// Segments with records, by dimension and value.
  private(set) var segments: [Segment] = []

  private var days: [(day: Int32, base: Base)] = []

  /// `period` is the length asked for; nil leaves the choice to the span of days.
  init(_ state: StateFile, themes themeCount: Int, period: PeriodLength?) throws(InsightError) {
    themes = Array(repeating: Counts(), count: themeCount)
    lastPeriods = Array(repeating: (Counts(), Counts()), count: themeCount)
    try readTotals(state)
    var pass = try CountsPass(state)
    var hasPeriods = false
    while try pass.advance() {
      let address = pass.address
      if !hasPeriods, address.theme > 0 || !address.isWholeRun {
        settlePeriods(period)
        hasPeriods = true
      }
      if address.theme == 0 {
        noteBase(address, pass.day, pass.counts)
      } else {
        guard address.theme <= themeCount else {
          throw .damaged(path: state.path, reason: "it knows more themes than the lexicon")
        }
        if address.isWholeRun {
          note(Int(address.theme) - 1, pass.day, pass.counts)
        } else {
          try pass.skipSection()
        }
      }
    }
    if !hasPeriods { settlePeriods(period) }
  }

  /// The last complete period, if the one before it is complete too.
  var lastComplete: Int32? {
    guard let span, let periodLength else { return nil }
    var last = Period(periodLength, containing: span.upperBound)
    if !isComplete(last) { last.ordinal -= 1 }
    let previous = Period(length: periodLength, ordinal: last.ordinal - 1)
    return isComplete(last) && isComplete(previous) ? last.ordinal : nil
  }

  /// The run's days cover the whole period.
  func isComplete(_ period: Period) -> Bool {
    guard let span else { return false }
    return period.firstDay >= span.lowerBound && period.lastDay <= span.upperBound
  }

  func base(ofPeriod ordinal: Int32) -> Base {
    var (low, high) = (0, periods.count)
    while low < high {
      let middle = (low + high) / 2
      if periods[middle].ordinal < ordinal { low = middle + 1 } else { high = middle }
    }
    return low < periods.count && periods[low].ordinal == ordinal ? periods[low].base : Base()
  }
}

extension Survey {
  private mutating func readTotals(_ state: StateFile) throws(InsightError) {
    let reader = try state.cells()
    while try reader.advance(), let kind = reader.key.kind, kind.rawValue < CellKind.counts.rawValue
    {
      var cursor = ByteCursor(reader.value, path: reader.path)
      if kind == .totals {
        totals.themed = try cursor.signed()
        totals.staff = try cursor.signed()
        totals.textless = try cursor.signed()
      } else {
        let tag = String(decoding: reader.key.dropFirst(), as: UTF8.self)
        languages.append((tag, try cursor.signed()))
      }
    }
    languages.sort { $0.n != $1.n ? $0.n > $1.n : precedes(Array($0.tag.utf8), Array($1.tag.utf8)) }
  }

  private mutating func noteBase(_ address: CellAddress, _ day: Int32?, _ counts: Counts) {
    if address.isWholeRun {
      all.merge(counts)
      guard let day else { return }
      span = min(span?.lowerBound ?? day, day)...max(span?.upperBound ?? day, day)
      days.append((day, Base(counts)))
    } else if let last = segments.last, last.dimension == address.dimension,
      last.value == address.value
    {
      segments[segments.count - 1].base.add(counts)
    } else {
      segments.append(
        Segment(dimension: address.dimension, value: address.value, base: Base(counts)))
    }
  }

  private mutating func settlePeriods(_ asked: PeriodLength?) {
    guard let span else { return }
    let length =
      asked
      ?? PeriodLength.automatic(firstDay: span.lowerBound, lastDay: span.upperBound)
    periodLength = length
    for (day, base) in days {
      let ordinal = Period(length, containing: day).ordinal
      if periods.last?.ordinal == ordinal {
        periods[periods.count - 1].base.add(base)
      } else {
        periods.append((ordinal, base))
      }
    }
    days = []
  }

  private mutating func note(_ theme: Int, _ day: Int32?, _ counts: Counts) {
    themes[theme].merge(counts)
    guard let day, let periodLength, let last = lastComplete else { return }
    let ordinal = Period(periodLength, containing: day).ordinal
    if ordinal == last { lastPeriods[theme].last.merge(counts) }
    if ordinal == last - 1 { lastPeriods[theme].previous.merge(counts) }
  }
}

extension Survey.Base {
  init(_ counts: Counts) {
    self.init(n: counts.n, weight: counts.weight, squaredWeight: counts.squaredWeight)
  }

  mutating func add(_ counts: Counts) { add(Self(counts)) }

  mutating func add(_ other: Self) {
    n &+= other.n
    weight &+= other.weight
    squaredWeight &+= other.squaredWeight
  }

  /// What is left of a whole without this part.
  func subtracted(from whole: Self) -> Self {
    Self(
      n: whole.n &- n, weight: whole.weight &- weight,
      squaredWeight: whole.squaredWeight &- squaredWeight)
  }
}
