/// A length of time over which days are put together.
package enum PeriodLength: UInt8, Sendable, CaseIterable {
  case day, week, month, quarter, year

  package var name: String { "\(self)" }

  /// The length that suits a span of days: day up to 31 days of data, week up to a year, else
  /// month (contract, `--period auto`).
  package static func automatic(firstDay: Int32, lastDay: Int32) -> PeriodLength {
    let days = Int(lastDay) - Int(firstDay) + 1
    return days <= 31 ? .day : days <= 366 ? .week : .month
  }
}

/// One period, by its length and ordinal; ordinals of one length are consecutive.
package struct Period: Hashable, Comparable, Sendable {
  package var length: PeriodLength
  /// Days, ISO weeks (Monday first), months, quarters or years since those that hold 1970-01-01.
  package var ordinal: Int32

  package init(length: PeriodLength, ordinal: Int32) {
    self.length = length
    self.ordinal = ordinal
  }

  /// The period of a length that holds a day.
  package init(_ length: PeriodLength, containing day: Int32) {
    self.length = length
    switch length {
    case .day: ordinal = day
    case .week:
      // 1970-01-01 was a Thursday: its week began three days before.
      let shifted = Int(day) + 3
      ordinal = Int32(shifted >= 0 ? shifted / 7 : (shifted - 6) / 7)
    case .month, .quarter, .year:
      let (year, month, _) = CivilDay.date(day)
      let months = (year - 1970) * 12 + month - 1
      let size = length == .month ? 1 : length == .quarter ? 3 : 12
      ordinal = Int32(months >= 0 ? months / size : (months - size + 1) / size)
    }
  }

  /// The first day of the period.
  package var firstDay: Int32 {
    switch length {
    case .day: return ordinal
    case .week: return ordinal * 7 - 3
    case .month, .quarter, .year:
      let size = length == .month ? 1 : length == .quarter ? 3 : 12
      let months = Int(ordinal) * size
      let year = 1970 + (months >= 0 ? months / 12 : (months - 11) / 12)
      let month = months - (year - 1970) * 12 + 1
      return CivilDay.day(year: year, month: month, dayOfMonth: 1) ?? 0
    }
  }

  /// The last day of the period.
  package var lastDay: Int32 { Period(length: length, ordinal: ordinal + 1).firstDay - 1 }

  /// ISO 8601: `2026-11-22`, `2026-W47`, `2026-11`, `2026`; a quarter is `2026-Q4`.
  package var text: String {
    switch length {
    case .day: return CivilDay.text(ordinal)
    case .week:
      let thursday = CivilDay.date(firstDay + 3)
      let newYear = CivilDay.day(year: thursday.year, month: 1, dayOfMonth: 1) ?? 0
      let week = (Int(firstDay) + 3 - Int(newYear)) / 7 + 1
      return CivilDay.padded(thursday.year, 4) + "-W" + CivilDay.padded(week, 2)
    case .month: return String(CivilDay.text(firstDay).prefix(7))
    case .quarter:
      let (year, month, _) = CivilDay.date(firstDay)
      return CivilDay.padded(year, 4) + "-Q\((month - 1) / 3 + 1)"
    case .year: return CivilDay.padded(CivilDay.date(firstDay).year, 4)
    }
  }

  package static func < (left: Period, right: Period) -> Bool {
    (left.length.rawValue, left.ordinal) < (right.length.rawValue, right.ordinal)
  }
}
