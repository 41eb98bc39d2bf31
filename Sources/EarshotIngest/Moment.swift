internal import EarshotModel

/// A time as a customer's system wrote it: a day, or a moment.
///
/// Read by arithmetic alone, in any of: RFC 3339 and ISO 8601 (`2026-11-22`, `2026-11-22T09:30:00.5Z`,
/// `2026-11-22 09:30+0100`, `20261122`, `2026-W47-7`), `2026/11/22`, `22.11.2026`, `11/22/2026` and
/// `22/11/2026` where only one order is possible, RFC 5322 (`Sun, 22 Nov 2026 09:30:00 +0000`),
/// `Nov 22, 2026`, and seconds (9 to 10 digits), milliseconds (12 to 13), microseconds (16) or
/// nanoseconds (19) since the epoch. `AM` and `PM` are known. Second 60 is taken as 59. Years
/// outside 1900...2199 are no customer's time but a filler, and refused.
enum Moment: Equatable {
  /// Days since 1970-01-01.
  case day(Int32)
  /// Seconds since the epoch.
  case utc(Int64)
  /// Seconds since 1970-01-01 00:00 of a clock whose zone is not given.
  case local(Int64)

  /// Nil if `range` of `bytes` is no time.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var scanner = MomentScanner(bytes: bytes, range: range)
    guard let moment = scanner.scan() else { return nil }
    self = moment
  }
}

/// Reads one `Moment` from left to right; each step fails without a trace.
private struct MomentScanner {
  let bytes: [UInt8]
  var i: Int
  let end: Int

  init(bytes: [UInt8], range: Range<Int>) {
    var range = range.clamped(to: 0..<bytes.count)
    while let first = bytes[range].first, first == 0x20 || first == 0x09 {
      range = range.lowerBound + 1..<range.upperBound
    }
    while let last = bytes[range].last, last == 0x20 || last == 0x09 || last == 0x0D {
      range = range.lowerBound..<range.upperBound - 1
    }
    self.bytes = bytes
    i = range.lowerBound
    end = range.upperBound
  }

  mutating func scan() -> Moment? {
    guard i < end, end - i <= 64 else { return nil }
    if !isDigit(bytes[i]) { return scanNamed() }
    let start = i
    guard let (first, width) = number(upTo: 20) else { return nil }
    guard i < end else { return Self.digits(first, width) }
    switch bytes[i] {
    case 0x2D where width == 4, 0x2F where width == 4: return scanYearFirst(first)
    case 0x2E where width <= 2: return scanDayFirst(first)
    case 0x2F where width <= 2: return scanSlashes(first)
    case 0x2E where width >= 9 && width <= 10, 0x2E where width >= 12 && width <= 13:
      // Seconds with a fraction.
      i += 1
      while i < end, isDigit(bytes[i]) { i += 1 }
      return i == end ? Self.digits(first, width) : nil
    case 0x20 where width <= 2, 0x2D where width <= 2:
      i = start
      return scanDayAndName()
    case 0x54 where width == 8, 0x74 where width == 8, 0x20 where width == 8:
      guard let day = Self.compactDay(first) else { return nil }
      return scanClock(after: day)
    default: return nil
    }
  }

  /// What digits alone mean.
  private static func digits(_ value: Int64, _ width: Int) -> Moment? {
    switch width {
    case 8: return compactDay(value).map { .day($0) }
    case 9, 10: return .utc(value)
    case 12, 13: return .utc(value / 1000)
    case 14:
      guard let day = compactDay(value / 1_000_000) else { return nil }
      let clock = value % 1_000_000
      guard clock / 10_000 < 24, clock / 100 % 100 < 60, clock % 100 <= 60 else { return nil }
      let seconds = clock / 10_000 * 3600 + clock / 100 % 100 * 60 + min(clock % 100, 59)
      return .local(Int64(day) * 86_400 + seconds)
    case 16: return .utc(value / 1_000_000)
    case 19: return .utc(value / 1_000_000_000)
    default: return nil
    }
  }

  private static func compactDay(_ value: Int64) -> Int32? {
    day(value / 10_000, value / 100 % 100, value % 100)
  }

  private static func day(_ year: Int64, _ month: Int64, _ dayOfMonth: Int64) -> Int32? {
    guard (1900...2199).contains(year) else { return nil }
    return CivilDay.day(year: Int(year), month: Int(month), dayOfMonth: Int(dayOfMonth))
  }

  /// `2026-11-22`, `2026/11/22` or `2026-W47-7`, and a clock; the year has been read.
  private mutating func scanYearFirst(_ year: Int64) -> Moment? {
    let mark = bytes[i]
    i += 1
    if mark == 0x2D, take(0x57) { return scanWeek(year) }
    guard let (month, _) = number(upTo: 2), take(mark), let (dayOfMonth, _) = number(upTo: 2),
      let day = Self.day(year, month, dayOfMonth)
    else { return nil }
    return scanClock(after: day)
  }

  /// ISO 8601 week date: week 1 holds January 4th, weeks begin on Monday.
  private mutating func scanWeek(_ year: Int64) -> Moment? {
    guard let week = exactly(2), (1...53).contains(week),
      let january4 = Self.day(year, 1, 4), let next = Self.day(min(year + 1, 2199), 1, 4)
    else { return nil }
    let monday = Self.monday(january4) + Int32(week - 1) * 7
    guard week < 53 || monday < Self.monday(next) else { return nil }
    guard take(0x2D) else { return i == end ? .day(monday) : nil }
    guard let weekday = exactly(1), (1...7).contains(weekday) else { return nil }
    return scanClock(after: monday + Int32(weekday - 1))
  }

  private static func monday(_ day: Int32) -> Int32 {
    // 1970-01-01 was a Thursday.
    day - ((day + 3) % 7 + 7) % 7
  }

  /// `22.11.2026`; the day has been read.
  private mutating func scanDayFirst(_ dayOfMonth: Int64) -> Moment? {
    i += 1
    _ = take(0x20)
    guard let (month, _) = number(upTo: 2), take(0x2E) else { return nil }
    _ = take(0x20)
    guard let year = exactly(4), let day = Self.day(year, month, dayOfMonth) else {
      return nil
    }
    return scanClock(after: day)
  }

  /// `11/22/2026` or `22/11/2026`, where only one of them is a date, or both the same.
  private mutating func scanSlashes(_ first: Int64) -> Moment? {
    i += 1
    guard let (second, _) = number(upTo: 2), take(0x2F), let year = exactly(4) else {
      return nil
    }
    let monthFirst = Self.day(year, first, second)
    let dayFirst = Self.day(year, second, first)
    if let monthFirst, let dayFirst, monthFirst != dayFirst { return nil }
    guard let day = monthFirst ?? dayFirst else { return nil }
    return scanClock(after: day)
  }

  /// `Sun, 22 Nov 2026 ...` or `Nov 22, 2026 ...`.
  private mutating func scanNamed() -> Moment? {
    let start = i
    guard let name = word() else { return nil }
    if let month = Self.month(name) {
      _ = take(0x2E)
      spaces()
      guard let (dayOfMonth, _) = number(upTo: 2) else { return nil }
      _ = take(0x2C)
      spaces()
      guard let year = exactly(4), let day = Self.day(year, month, dayOfMonth) else {
        return nil
      }
      _ = take(0x2C)
      return scanClock(after: day)
    }
    guard i - start >= 3, Self.isWeekday(name) else { return nil }
    _ = take(0x2C)
    spaces()
    guard i < end else { return nil }
    return isDigit(bytes[i]) ? scanDayAndName() : scanMonthFirst()
  }

  /// `Sun Nov 22 ...`: a month must follow, not a weekday again.
  private mutating func scanMonthFirst() -> Moment? {
    let start = i
    guard let name = word(), Self.month(name) != nil else { return nil }
    i = start
    return scanNamed()
  }

  /// `22 Nov 2026 ...` or `22-Nov-2026 ...`.
  private mutating func scanDayAndName() -> Moment? {
    guard let (dayOfMonth, _) = number(upTo: 2), i < end else { return nil }
    let mark = bytes[i]
    guard mark == 0x20 || mark == 0x2D else { return nil }
    i += 1
    guard let name = word(), let month = Self.month(name), take(mark),
      let year = exactly(4), let day = Self.day(year, month, dayOfMonth)
    else { return nil }
    return scanClock(after: day)
  }

  /// What follows a date: nothing, or a clock with or without a zone.
  private mutating func scanClock(after day: Int32) -> Moment? {
    if i == end { return .day(day) }
    if bytes[i] | 0x20 == 0x74 {
      i += 1
    } else {
      guard bytes[i] == 0x20 || bytes[i] == 0x2C else { return nil }
      _ = take(0x2C)
      spaces()
    }
    guard var clock = scanTimeOfDay() else { return nil }
    spaces()
    clock += Int64(day) * 86_400
    if i == end { return .local(clock) }
    guard let offset = scanOffset(), i == end else { return nil }
    return .utc(clock - offset)
  }

  /// `09:30`, `09:30:00.5`, `093000` or `9:30 PM`, as seconds of the day.
  private mutating func scanTimeOfDay() -> Int64? {
    guard let (first, width) = number(upTo: 6) else { return nil }
    var (hour, minute, second) = (first, Int64(0), Int64(0))
    if width == 6 || width == 4 {
      let seconds = width == 6 ? first % 100 : 0
      (hour, minute, second) = (
        first / (width == 6 ? 10_000 : 100), first / (width == 6 ? 100 : 1) % 100, seconds
      )
    } else {
      guard width <= 2, take(0x3A), let minutes = exactly(2) else { return nil }
      minute = minutes
      if take(0x3A) {
        guard let seconds = exactly(2) else { return nil }
        second = seconds
      }
    }
    if width != 4, take(0x2E) || take(0x2C) {
      guard number(upTo: 12) != nil else { return nil }
    }
    guard let hours = scanHalf(of: hour), hours < 24, minute < 60, second <= 60 else { return nil }
    return hours * 3600 + minute * 60 + min(second, 59)
  }

  /// The hour of 24, after `AM` or `PM` if it follows.
  private mutating func scanHalf(of hour: Int64) -> Int64? {
    let start = i
    spaces()
    guard i + 2 <= end, bytes[i + 1] | 0x20 == 0x6D, i + 2 == end || bytes[i + 2] == 0x20,
      bytes[i] | 0x20 == 0x61 || bytes[i] | 0x20 == 0x70
    else {
      i = start
      return hour
    }
    guard (1...12).contains(hour) else { return nil }
    let isAfternoon = bytes[i] | 0x20 == 0x70
    i += 2
    return hour % 12 + (isAfternoon ? 12 : 0)
  }

  /// `Z`, `UTC`, `GMT`, `+01:00`, `+0100` or `+01`, as seconds to take off; a comment in brackets
  /// may follow (RFC 5322).
  private mutating func scanOffset() -> Int64? {
    guard i < end else { return nil }
    var offset: Int64 = 0
    if bytes[i] == 0x2B || bytes[i] == 0x2D {
      let sign: Int64 = bytes[i] == 0x2B ? 1 : -1
      i += 1
      guard let (first, width) = number(upTo: 4), width == 2 || width == 4 else { return nil }
      var (hours, minutes) = width == 2 ? (first, Int64(0)) : (first / 100, first % 100)
      if width == 2, take(0x3A) {
        guard let value = exactly(2) else { return nil }
        minutes = value
      }
      guard hours < 24, minutes < 60 else { return nil }
      hours *= 3600
      offset = sign * (hours + minutes * 60)
    } else {
      guard let name = word(), let known = Self.zones[name] else { return nil }
      offset = known
    }
    spaces()
    if take(0x28) {
      while i < end, bytes[i] != 0x29 { i += 1 }
      guard take(0x29) else { return nil }
    }
    return offset
  }
}

extension MomentScanner {
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard i < end, bytes[i] == byte else { return false }
    i += 1
    return true
  }

  private mutating func spaces() {
    while i < end, bytes[i] == 0x20 { i += 1 }
  }

  /// Digits, at least one and at most `limit`, and how many they are.
  private mutating func number(upTo limit: Int) -> (Int64, Int)? {
    let start = i
    var value: Int64 = 0
    while i < end, isDigit(bytes[i]) {
      if i - start == limit { return nil }
      value = value &* 10 &+ Int64(bytes[i] & 0x0F)
      i += 1
    }
    return i > start ? (value, i - start) : nil
  }

  /// A number of exactly `width` digits.
  private mutating func exactly(_ width: Int) -> Int64? {
    guard let (value, found) = number(upTo: width), found == width else { return nil }
    return value
  }

  /// Up to three letters in lower case, packed; letters after them are passed over.
  private mutating func word() -> UInt32? {
    var packed: UInt32 = 0
    let start = i
    while i < end, bytes[i] | 0x20 >= 0x61, bytes[i] | 0x20 <= 0x7A {
      if i - start < 3 { packed = packed << 8 | UInt32(bytes[i] | 0x20) }
      i += 1
    }
    return i > start ? packed : nil
  }

  private static func pack(_ name: StaticString) -> UInt32 {
    name.withUTF8Buffer { unsafe $0.reduce(0) { $0 << 8 | UInt32($1) } }
  }

  private static let months: [UInt32] = [
    pack("jan"), pack("feb"), pack("mar"), pack("apr"), pack("may"), pack("jun"), pack("jul"),
    pack("aug"), pack("sep"), pack("oct"), pack("nov"), pack("dec"),
  ]

  private static let weekdays: [UInt32] = [
    pack("mon"), pack("tue"), pack("wed"), pack("thu"), pack("fri"), pack("sat"), pack("sun"),
  ]

  /// Seconds to take off local time (RFC 5322, section 4.3).
  private static let zones: [UInt32: Int64] = [
    pack("z"): 0, pack("utc"): 0, pack("gmt"): 0, pack("ut"): 0, pack("est"): -18_000,
    pack("edt"): -14_400, pack("cst"): -21_600, pack("cdt"): -18_000, pack("mst"): -25_200,
    pack("mdt"): -21_600, pack("pst"): -28_800, pack("pdt"): -25_200,
  ]

  private static func month(_ name: UInt32) -> Int64? {
    months.firstIndex(of: name).map { Int64($0 + 1) }
  }

  private static func isWeekday(_ name: UInt32) -> Bool { weekdays.contains(name) }
}
