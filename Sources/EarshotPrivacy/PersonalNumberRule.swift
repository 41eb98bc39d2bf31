internal import EarshotModel

/// National personal numbers: Icelandic kennitala, US social security numbers, and Swedish,
/// Norwegian, Danish and Finnish personal numbers.
struct PersonalNumberRule: Sendable {
  private let cues: CueWords

  init(cues: CueWords) {
    self.cues = cues
  }

  /// The personal number that the groups begin with.
  func match(_ groups: DigitGroups, in window: TextWindow) -> Match? {
    let start = groups.start(0)
    guard window[start - 1] != Byte.hyphen || !Byte.isAlphanumeric(window[start - 2]),
      window[start - 1] != Byte.slash
    else { return nil }
    if let match = matchSocialSecurity(groups, in: window) { return match }
    // Shapes: 6-4, 8-4, 6 5; or 9 to 12 digits in one run.
    let isSplit = groups.separator(1) == .hyphen || groups.separator(1) == .space
    if isSplit, groups.length(0) == 6 || groups.length(0) == 8 {
      let hasHyphen = groups.separator(1) == .hyphen
      return check(
        from: start, to: groups.stop(1), birth: groups.length(0), serial: groups.length(1),
        hasHyphen: hasHyphen, in: window)
    }
    switch groups.length(0) {
    case 10:
      return check(
        from: start, to: groups.stop(0), birth: 6, serial: 4, hasHyphen: false, in: window)
    case 11:
      return check(
        from: start, to: groups.stop(0), birth: 6, serial: 5, hasHyphen: false, in: window)
    case 12:
      return check(
        from: start, to: groups.stop(0), birth: 8, serial: 4, hasHyphen: false, in: window)
    default: return nil
    }
  }

  private func check(
    from start: Int, to stop: Int, birth: Int, serial: Int, hasHyphen: Bool, in window: TextWindow
  ) -> Match? {
    guard ends(at: stop, in: window) else { return nil }
    let digits = Digits(from: start, to: stop, in: window)
    let found =
      switch (birth, serial) {
      case (8, 4): digits.isSwedish(from: 2)
      case (6, 5): !hasHyphen && digits.isNorwegian
      case (6, 4):
        digits.isTenDigitNumber(hasHyphen: hasHyphen)
          || digits.mayBePersonal && cues.before(start, in: window) == .person
      default: false
      }
    return found ? Match(start, stop, .id) : nil
  }

  /// `AAA-GG-SSSS`, no part all zeros, area not 666 nor from 900 on (SSA POMS RM 10201.035); nine
  /// digits in one run only after a word that says so.
  private func matchSocialSecurity(_ groups: DigitGroups, in window: TextWindow) -> Match? {
    let start = groups.start(0)
    if groups.begins(with: 3, 2, 4), groups.isUniform(3, allowed: [.hyphen, .space]),
      ends(at: groups.stop(2), in: window)
    {
      let area = groups.value(0, in: window)
      let isIssued =
        area != 0 && area != 666 && area < 900 && groups.value(1, in: window) != 0
        && groups.value(2, in: window) != 0
      if isIssued || cues.before(start, in: window) == .socialSecurity {
        return Match(start, groups.stop(2), .ssn)
      }
    }
    guard groups.length(0) == 9, ends(at: groups.stop(0), in: window),
      cues.before(start, in: window) == .socialSecurity
    else { return nil }
    return Match(start, groups.stop(0), .ssn)
  }

  /// A Finnish henkilötunnus: DDMMYY, a century sign, three digits, and a check character by the
  /// remainder modulo 31 (Digital and Population Data Services Agency; signs as of 2023).
  func matchFinnish(at start: Int, in window: TextWindow) -> Match? {
    let stop = start + 11
    guard Byte.isDigit(window[start + 5]), !Byte.isDigit(window[start + 6]),
      Self.isCentury(window[start + 6]), !Byte.isAlphanumeric(window[stop])
    else { return nil }
    var value = 0
    for index in start..<(stop - 1) where index != start + 6 {
      guard Byte.isDigit(window[index]) else { return nil }
      value = value * 10 + Byte.value(window[index])
    }
    let digits = Digits(from: start, to: start + 6, in: window)
    let alphabet: StaticString = "0123456789abcdefhjklmnprstuvwxy"
    // value % 31 is below the literal's length of 31.
    let expected = unsafe alphabet.utf8Start[value % 31]
    guard Byte.folded(window[stop - 1]) == expected,
      CivilDate.isPlausible(day: digits.pair(0), month: digits.pair(2))
    else { return nil }
    return Match(start, stop, .id)
  }

  private static func isCentury(_ byte: UInt8) -> Bool {
    switch byte {
    case Byte.hyphen, Byte.plus, UInt8(ascii: "A")...UInt8(ascii: "F"),
      UInt8(ascii: "U")...UInt8(ascii: "Y"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "u")...UInt8(ascii: "y"):
      true
    default: false
    }
  }

  private func ends(at stop: Int, in window: TextWindow) -> Bool {
    let byte = window[stop]
    if Byte.isAlphanumeric(byte) { return false }
    let joins = byte == Byte.hyphen || byte == Byte.slash || byte == Byte.dot
    return !(joins && Byte.isDigit(window[stop + 1]))
  }
}

/// The digits of a personal number.
private struct Digits {
  private var values = InlineArray<12, UInt8>(repeating: 0)
  private(set) var count = 0

  init(from start: Int, to stop: Int, in window: TextWindow) {
    for index in start..<stop where Byte.isDigit(window[index]) && count < 12 {
      values[count] = UInt8(Byte.value(window[index]))
      count += 1
    }
  }

  func pair(_ index: Int) -> Int { Int(values[index]) * 10 + Int(values[index + 1]) }

  /// A kennitala by its century digit, or a Danish or Swedish number by its check. Without a hyphen
  /// only checked by the caller's words: ten digits alone are too often something else.
  func isTenDigitNumber(hasHyphen: Bool) -> Bool {
    hasHyphen && (isKennitala || isDanish || isSwedish(from: 0))
  }

  /// Whether the date is plausible in either order; enough after a word that says what it is.
  var mayBePersonal: Bool { hasBirthday || isSwedish(from: 0) || isKennitala }

  /// Day and month first; organisations add 4 to the first digit (Registers Iceland). The check
  /// digit is not asked for: since 2026 numbers are issued without one.
  private var isKennitala: Bool {
    let day = pair(0) > 40 ? pair(0) - 40 : pair(0)
    return CivilDate.isPlausible(day: day, month: pair(2)) && [8, 9, 0].contains(values[9])
  }

  private var hasBirthday: Bool { CivilDate.isPlausible(day: pair(0), month: pair(2)) }

  /// Weighted sum divisible by 11 (CPR register; numbers issued since 2007 may lack it).
  private var isDanish: Bool {
    hasBirthday && sum([4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
  }

  /// Two check digits (The Norwegian Tax Administration); D numbers add 4 to the first digit.
  var isNorwegian: Bool {
    let day = pair(0) > 40 ? pair(0) - 40 : pair(0)
    return count == 11 && CivilDate.isPlausible(day: day, month: pair(2))
      && sum([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 == 0
      && sum([5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
  }

  /// YYMMDD and four digits from `first` on, with a Luhn check digit; coordination numbers add 60
  /// to the day (The Swedish Tax Agency). A century before must be 18, 19 or 20.
  func isSwedish(from first: Int) -> Bool {
    guard count == first + 10, first == 0 || (18...20).contains(pair(0)) else { return false }
    let day = pair(first + 4) > 60 ? pair(first + 4) - 60 : pair(first + 4)
    guard CivilDate.isPlausible(day: day, month: pair(first + 2)) else { return false }
    var sum = 0
    for index in 0..<10 {
      let digit = Int(values[first + index]) << (index % 2 == 0 ? 1 : 0)
      sum += digit > 9 ? digit - 9 : digit
    }
    return sum % 10 == 0
  }

  private func sum(_ weights: [Int]) -> Int {
    var sum = 0
    for (index, weight) in weights.enumerated() { sum += weight * Int(values[index]) }
    return sum
  }
}

/// Days that exist in some year.
enum CivilDate {
  static func isPlausible(day: Int, month: Int) -> Bool {
    switch month {
    case 2: (1...29).contains(day)
    case 4, 6, 9, 11: (1...30).contains(day)
    case 1...12: (1...31).contains(day)
    default: false
    }
  }
}
