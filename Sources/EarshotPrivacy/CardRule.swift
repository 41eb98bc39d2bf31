internal import EarshotModel

/// Payment cards: a known prefix with a length it is issued in, and the Luhn check digit
/// (ISO/IEC 7812-1). After a word such as `card` any prefix will do. Written in one run, or grouped
/// by blanks or hyphens as on the card.
struct CardRule: Sendable {
  private let cues: CueWords
  init(cues: CueWords) {
    self.cues = cues
  }

  func match(_ groups: DigitGroups, in window: TextWindow) -> Match? {
    let start = groups.start(0)
    if (12...19).contains(groups.length(0)) {
      return check(from: start, to: groups.stop(0), in: window)
    }
    guard groups.length(0) == 4 else { return nil }
    for count in Self.groupings(of: groups)
    where groups.isUniform(count, allowed: [.space, .hyphen]) {
      if let match = check(from: start, to: groups.stop(count - 1), in: window) { return match }
    }
    return nil
  }

  /// The numbers of groups that may be a card after a first group of four: 4-4-4-4-3, 4-4-4-4,
  /// 4-4-4-1, 4-6-5 and 4-6-4.
  private static func groupings(of groups: DigitGroups) -> Range<Int> {
    if groups.begins(with: 6, 5, after: 1) || groups.begins(with: 6, 4, after: 1) { return 3..<4 }
    guard groups.begins(with: 4, 4, after: 1) else { return 0..<0 }
    switch (groups.length(3), groups.length(4)) {
    case (4, 3): return 4..<6
    case (4, _), (1, _): return 4..<5
    default: return 0..<0
    }
  }

  private func check(from start: Int, to stop: Int, in window: TextWindow) -> Match? {
    let after = window[stop]
    guard !Byte.isAlphanumeric(after), Self.hasValidCheckDigit(from: start, to: stop, in: window),
      Self.isIssued(from: start, to: stop, in: window) || cues.before(start, in: window) == .card
    else { return nil }
    return Match(start, stop, .card)
  }

  /// The Luhn sum over the digits of the range, other bytes skipped; false for a run of one digit.
  static func hasValidCheckDigit(from start: Int, to stop: Int, in window: TextWindow) -> Bool {
    var sum = 0
    var doubled = false
    var isVaried = false
    let last = window[stop - 1]
    for index in stride(from: stop - 1, through: start, by: -1)
    where Byte.isDigit(window[index]) {
      let digit = Byte.value(window[index]) << (doubled ? 1 : 0)
      sum += digit > 9 ? digit - 9 : digit
      doubled.toggle()
      if window[index] != last { isVaried = true }
    }
    return isVaried && sum % 10 == 0
  }

  private static func isIssued(from start: Int, to stop: Int, in window: TextWindow) -> Bool {
    var prefix = 0
    var length = 0
    for index in start..<stop where Byte.isDigit(window[index]) {
      if length < 6 { prefix = prefix * 10 + Byte.value(window[index]) }
      length += 1
    }
    return isIssued(prefix: prefix, length: length)
  }

  /// The networks' issuer ranges by the first six digits, with the lengths in use.
  private static func isIssued(prefix: Int, length: Int) -> Bool {
    switch prefix {
    case 400_000...499_999: [13, 16, 19].contains(length)  // Visa
    case 510_000...559_999, 222_100...272_099: length == 16  // Mastercard
    case 340_000...349_999, 370_000...379_999: length == 15  // American Express
    case 300_000...305_999, 309_500...309_599, 360_000...369_999, 380_000...399_999:
      length == 14 || length == 16  // Diners Club
    case 601_100...601_199, 644_000...659_999: (16...19).contains(length)  // Discover
    case 620_000...629_999, 810_000...817_199: (16...19).contains(length)  // UnionPay
    case 352_800...358_999: (16...19).contains(length)  // JCB
    case 350_000...359_999: length == 16  // RuPay, and JCB as test generators make it
    case 213_100...213_199, 180_000...180_099: length == 15  // JCB, older
    case 220_000...220_499: (16...19).contains(length)  // Mir
    case 501_800...501_899, 502_000...502_099, 503_800...503_899, 589_300...589_399,
      630_400...630_499, 675_900...675_999, 676_100...676_399:
      (12...19).contains(length)  // Maestro
    case 500_000...509_999, 560_000...589_999, 600_000...609_999, 630_000...639_999,
      660_000...699_999:
      length == 16 || length == 19  // Maestro, Elo, RuPay, Verve
    case 979_200...979_289: length == 16  // Troy
    default: false
    }
  }
}
