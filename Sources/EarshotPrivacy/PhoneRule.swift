internal import EarshotModel

/// Telephone numbers: with an international prefix, in a national grouping that little else has, or
/// in any grouping after a word that announces one.
struct PhoneRule: Sendable {
  private let cues: CueWords

  init(cues: CueWords) {
    self.cues = cues
  }

  func match(_ groups: DigitGroups, in window: TextWindow) -> Match? {
    let first = groups.start(0)
    let opening = Opening(before: first, in: window)
    guard opening.isClear else { return nil }
    if opening.hasPlus {
      let count = international(groups, in: window)
      return phone(from: opening.start, groups, count, in: window)
    }
    var count = national(groups, opening: opening, in: window)
    let needsCue = count == 0
    if needsCue { count = announced(groups, in: window) }
    guard count > 0 else { return nil }
    // One run of digits, and 555-1234, may as well be the number of a thing; longer shapes may not,
    // whatever word stands before.
    let isWeak = count == 1 || groups.begins(with: 3, 4) && count == 2
    if needsCue || isWeak {
      let cue = cues.before(opening.start, in: window)
      guard cue == .phone || !needsCue && cue != .thing && cue != .version else { return nil }
    }
    return phone(from: opening.start, groups, count, in: window)
  }

  private func phone(
    from start: Int, _ groups: DigitGroups, _ count: Int, in window: TextWindow
  ) -> Match? {
    guard count > 0, variety(groups, count, in: window) >= 3 else { return nil }
    return Match(start, extensionEnd(after: groups.stop(count - 1), in: window), .phone)
  }

  /// What stands right before the first digit.
  private struct Opening {
    var start: Int
    var hasPlus = false
    var hasParenthesis = false
    /// Whether a number may begin here: not inside a word, a fraction, an amount or a URL.
    var isClear: Bool

    init(before first: Int, in window: TextWindow) {
      start = first
      if window[start - 1] == Byte.plus {
        hasPlus = true
        start -= 1
      }
      if window[start - 1] == Byte.openParenthesis {
        hasParenthesis = true
        start -= 1
      }
      isClear = Self.isClear(at: start, in: window)
    }

    private static func isClear(at start: Int, in window: TextWindow) -> Bool {
      let before = window[start - 1]
      let further = window[start - 2]
      switch before {
      case Byte.plus, Byte.slash, UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "#"),
        UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "~"), UInt8(ascii: "%"):
        return false
      case Byte.hyphen: return !Byte.isAlphanumeric(further)
      case Byte.dot, Byte.colon, UInt8(ascii: ","): return !Byte.isDigit(further)
      case 0xA3, 0xA5: return further != 0xC2  // U+00A3, U+00A5: pound and yen
      case 0xAC: return further != 0x82  // U+20AC: euro
      default: return !Byte.isAlphanumeric(before)
      }
    }
  }

  /// The number of groups in a number after `+`: at least 8 digits, at most 15 (ITU-T E.164).
  private func international(_ groups: DigitGroups, in window: TextWindow) -> Int {
    guard window[groups.start(0)] != UInt8(ascii: "0") else { return 0 }
    return longest(groups, digits: 8...15, in: window)
  }

  /// The number of groups in a number whose shape alone tells, or 0.
  private func national(_ groups: DigitGroups, opening: Opening, in window: TextWindow) -> Int {
    let isBracketed = opening.hasParenthesis && groups.separator(1) == .closeParenthesis
    let count = northAmerican(groups, in: window)
    if count > 0 { return count }
    let groupsAfterZeros = internationalByZeros(groups, in: window)
    if groupsAfterZeros > 0 { return groupsAfterZeros }
    let groupsWithArea = areaCoded(groups, isBracketed: isBracketed, in: window)
    if groupsWithArea > 0 { return groupsWithArea }
    return unparted(groups, in: window) ? 1 : sevenDigits(groups, in: window) ? 2 : 0
  }

  /// `555-123-4567`, `(555) 123-4567`, `1-800-555-1234`; the area never begins with 0 or 1.
  private func northAmerican(_ groups: DigitGroups, in window: TextWindow) -> Int {
    let first = groups.length(0) == 1 && window[groups.start(0)] == UInt8(ascii: "1") ? 1 : 0
    let count = first + 3
    guard groups.count >= count, groups.length(first) == 3, groups.length(first + 1) == 3,
      groups.length(first + 2) == 4, window[groups.start(first)] >= UInt8(ascii: "2"),
      ends(groups, count, in: window)
    else { return 0 }
    let last = groups.separator(first + 2)
    let middle = groups.separator(first + 1)
    let allowed: Separator = [.space, .hyphen, .dot]
    guard allowed.contains(last), middle == last || middle == .closeParenthesis else { return 0 }
    return count
  }

  /// `00354 555 1234`, `001-253-366-9781`.
  private func internationalByZeros(_ groups: DigitGroups, in window: TextWindow) -> Int {
    let start = groups.start(0)
    guard groups.length(0) >= 2, groups.count > 1, window[start] == UInt8(ascii: "0"),
      window[start + 1] == UInt8(ascii: "0"), groups.length(0) <= 5,
      groups.length(0) == 2 || window[start + 2] != UInt8(ascii: "0")
    else { return 0 }
    return longest(groups, digits: 10...17, in: window)
  }

  /// A trunk zero or a bracketed area code: `020 7946 0958`, `01 23 45 67 89`, `0171/1234567`,
  /// `(99) 645-791`.
  private func areaCoded(_ groups: DigitGroups, isBracketed: Bool, in window: TextWindow) -> Int {
    let hasTrunkZero =
      window[groups.start(0)] == UInt8(ascii: "0")
      && window[groups.start(0) + 1] != UInt8(ascii: "0")
    guard hasTrunkZero || isBracketed, (2...5).contains(groups.length(0)),
      hasTrunkZero || groups.length(0) <= 3, groups.separator(1) != .openParenthesis,
      !startsWithDate(groups, in: window)
    else { return 0 }
    let digits = isBracketed ? 8...11 : 9...11
    var count = 1
    var best = 0
    while count < groups.count, groups.length(count) >= 2 {
      if count > 1, groups.separator(count) != groups.separator(2) { break }
      count += 1
      if digits.contains(groups.digits(in: count)), ends(groups, count, in: window) { best = count }
    }
    guard best > 1, best > 2 || isBracketed || groups.separator(1) != .dot else { return 0 }
    // Dots part dates, times and sections too: then all separators must be dots.
    let hasDot = (1..<best).contains { groups.separator($0) == .dot }
    if hasDot, !groups.isUniform(best, allowed: [.dot]) { return 0 }
    let isPairs = (0..<best).allSatisfy { groups.length($0) == 2 }
    if isPairs, best != 5 || !groups.isUniform(best, allowed: [.space, .hyphen, .dot]) {
      return 0
    }
    return best
  }

  /// Ten or eleven digits in one run with a trunk zero, as mobile numbers are typed.
  private func unparted(_ groups: DigitGroups, in window: TextWindow) -> Bool {
    let start = groups.start(0)
    return (10...11).contains(groups.length(0)) && window[start] == UInt8(ascii: "0")
      && window[start + 1] != UInt8(ascii: "0") && variety(groups, 1, in: window) >= 4
      && ends(groups, 1, in: window)
  }

  /// `555-1234`, but not the range `500-1500`, nor with a unit or a currency after it.
  private func sevenDigits(_ groups: DigitGroups, in window: TextWindow) -> Bool {
    groups.begins(with: 3, 4) && groups.separator(1) == .hyphen
      && (UInt8(ascii: "3")...UInt8(ascii: "8")).contains(window[groups.start(0)])
      && ends(groups, 2, in: window) && groups.separator(2) == .none
      && groups.value(1, in: window) % 50 != 0 && !isYear(groups, 1, in: window)
      && !hasUnit(after: groups.stop(1), in: window)
  }

  /// The number of groups in a number of 7 to 12 digits that a word announces.
  private func announced(_ groups: DigitGroups, in window: TextWindow) -> Int {
    guard !startsWithDate(groups, in: window) else { return 0 }
    return longest(groups, digits: 7...12, in: window)
  }

  /// The most groups whose digits are within bounds, if they are no amount and no run of one digit.
  private func longest(
    _ groups: DigitGroups, digits: ClosedRange<Int>, in window: TextWindow
  ) -> Int {
    var best = 0
    for count in 1...groups.count
    where digits.contains(groups.digits(in: count)) && ends(groups, count, in: window) {
      best = count
    }
    guard best > 0, variety(groups, best, in: window) >= 3, !isAmount(groups, best, in: window)
    else { return 0 }
    return best
  }

  /// Whether the groups look like thousands: `+1 000 000`, `1.500.000`.
  private func isAmount(_ groups: DigitGroups, _ count: Int, in window: TextWindow) -> Bool {
    let stop = groups.stop(count - 1)
    let endsInZeros = (1...3).allSatisfy { window[stop - $0] == UInt8(ascii: "0") }
    guard count > 1 else { return endsInZeros && groups.length(0) < 10 }
    guard groups.length(0) <= 3 else { return false }
    for group in 1..<count where groups.length(group) != 3 { return false }
    return endsInZeros || groups.separator(1) == .dot || hasUnit(after: stop, in: window)
  }

  /// Whether the groups begin with a date in any usual order, with a year of four digits or of two,
  /// or with a month and a year, as the rest of a date does.
  private func startsWithDate(_ groups: DigitGroups, in window: TextWindow) -> Bool {
    if groups.length(0) == 2, isYear(groups, 1, in: window) {
      return (1...12).contains(groups.value(0, in: window))
    }
    guard groups.count >= 3, groups.separator(1) == groups.separator(2) else { return false }
    let first = groups.value(0, in: window)
    let second = groups.value(1, in: window)
    let third = groups.value(2, in: window)
    if isYear(groups, 0, in: window) {
      return (1...12).contains(second) && (1...31).contains(third)
    }
    let isDay = (1...31).contains(first) && (1...12).contains(second)
    let isDayAmerican = (1...12).contains(first) && (1...31).contains(second)
    guard groups.length(0) <= 2, groups.length(1) <= 2, isDay || isDayAmerican else { return false }
    return isYear(groups, 2, in: window)
      || groups.length(2) == 2 && groups.separator(3) != groups.separator(1)
  }

  private func isYear(_ groups: DigitGroups, _ group: Int, in window: TextWindow) -> Bool {
    groups.length(group) == 4 && (1900...2049).contains(groups.value(group, in: window))
  }

  /// How many different digits the groups hold.
  private func variety(_ groups: DigitGroups, _ count: Int, in window: TextWindow) -> Int {
    var seen: UInt16 = 0
    for index in groups.start(0)..<groups.stop(count - 1) where Byte.isDigit(window[index]) {
      seen |= 1 << UInt16(Byte.value(window[index]))
    }
    return seen.nonzeroBitCount
  }

  /// Whether a number may end after `count` groups: before no letter, and not inside a longer chain
  /// of digits than blanks make.
  private func ends(_ groups: DigitGroups, _ count: Int, in window: TextWindow) -> Bool {
    let stop = groups.stop(count - 1)
    let byte = window[stop]
    if Byte.isDigit(byte) || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "_") { return false }
    if Byte.isLetter(byte) { return extensionEnd(after: stop, in: window) > stop }
    switch byte {
    case Byte.hyphen, Byte.dot, Byte.slash, Byte.colon, UInt8(ascii: ","):
      return !Byte.isDigit(window[stop + 1])
    default: return true
    }
  }

  /// The end of `x4587` or `ext. 12` after a number, or the number's own end.
  private func extensionEnd(after stop: Int, in window: TextWindow) -> Int {
    var index = window[stop] == Byte.space ? stop + 1 : stop
    if window.holds("ext", from: index, to: index + 3) {
      index += 3
      if window[index] == Byte.dot { index += 1 }
    } else if window[index] | 0x20 == UInt8(ascii: "x") {
      index += 1
    } else {
      return stop
    }
    if window[index] == Byte.space { index += 1 }
    let digits = index
    while index - digits < 6, Byte.isDigit(window[index]) { index += 1 }
    let isExtension = index > digits && !Byte.isAlphanumeric(window[index])
    return isExtension ? index : stop
  }

  /// Whether a currency or another unit of amounts follows.
  private func hasUnit(after stop: Int, in window: TextWindow) -> Bool {
    let index = window[stop] == Byte.space ? stop + 1 : stop
    if window[index] == UInt8(ascii: "$") || window.holds("€", from: index, to: index + 3) {
      return true
    }
    return Self.units.contains { unit in
      let end = index + unit.utf8CodeUnitCount
      return window.holds(unit, from: index, to: end) && !Byte.isAlphanumeric(window[end])
    }
  }

  private static let units: [StaticString] = [
    "kr", "isk", "ISK", "EUR", "eur", "euro", "euros", "USD", "dollars", "kg", "km", "m", "g",
    "mAh", "people", "times",
  ]
}
