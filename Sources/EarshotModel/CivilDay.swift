/// Days since 1970-01-01 and their civil dates, by arithmetic alone: no clock, locale or zone.
///
/// Method: H. Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
package enum CivilDay {
  /// The day of a proleptic Gregorian date, or nil where there is no such date.
  package static func day(year: Int, month: Int, dayOfMonth: Int) -> Int32? {
    guard (0...9999).contains(year), (1...12).contains(month), dayOfMonth >= 1,
      dayOfMonth <= daysInMonth(year: year, month: month)
    else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let monthFromMarch = (month + 9) % 12
    let dayOfYear = (153 * monthFromMarch + 2) / 5 + dayOfMonth - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return Int32(era * 146_097 + dayOfEra - 719_468)
  }

  package static func date(_ day: Int32) -> (year: Int, month: Int, dayOfMonth: Int) {
    let shifted = Int(day) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth)
  }

  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  package static func daysInMonth(year: Int, month: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// ISO 8601 date, `2026-11-22`.
  package static func text(_ day: Int32) -> String {
    let (year, month, dayOfMonth) = date(day)
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(dayOfMonth, 2)
  }

  /// RFC 3339 UTC time, `2026-11-22T09:30:00Z`, of seconds since the epoch.
  package static func timeText(_ seconds: Int64) -> String {
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = Int(seconds - days * 86_400)
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map { padded($0, 2) }
    return text(Int32(truncatingIfNeeded: days)) + "T" + clock.joined(separator: ":") + "Z"
  }

  package static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
