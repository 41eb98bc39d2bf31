internal import EarshotModel

/// Looks for the next piece of personal data: finds digits, colons and `@` fast, then asks the
/// rules about what stands around them.
struct Recognizer: Sendable {
  private let card: CardRule
  private let phone: PhoneRule
  private let personalNumber: PersonalNumberRule
  private let address: AddressRule

  init() {
    let cues = CueWords()
    card = CardRule(cues: cues)
    phone = PhoneRule(cues: cues)
    personalNumber = PersonalNumberRule(cues: cues)
    address = AddressRule(cues: cues)
  }

  /// The first redaction at or after `index` in the window, as found from left to right.
  func next(from index: Int, in window: TextWindow) -> Redaction? {
    var index = window.nextTrigger(from: index)
    while index < window.upper {
      if let found = match(at: &index, in: window) {
        return Self.widened(found, in: window)
      }
      index = window.nextTrigger(from: index)
    }
    return nil
  }

  /// Asks the rules for the byte at `index`, and steps over what they have judged.
  private func match(at index: inout Int, in window: TextWindow) -> Match? {
    let start = index
    switch window[start] {
    case Byte.at:
      index += 1
      return EmailRule.match(around: start, in: window)
    case Byte.colon:
      index += 1
      return address.matchColons(around: start, in: window)
    default:
      index = window.digitsEnd(from: start)
      // A scan may begin inside a run of digits, which was judged as a whole before.
      guard !Byte.isDigit(window[start - 1]) else { return nil }
      return matchNumber(at: start, in: window).map { emailOver($0, in: window) ?? $0 }
    }
  }

  private func matchNumber(at start: Int, in window: TextWindow) -> Match? {
    if let match = BankAccountRule.match(checkDigitsAt: start, in: window) { return match }
    if let match = address.matchHardware(at: start, in: window) { return match }
    // A digit after a letter, or a fraction, begins no other number.
    let before = window[start - 1]
    if Byte.isAlphanumeric(before) || before == UInt8(ascii: "_") { return nil }
    if before == Byte.dot || before == UInt8(ascii: ","), Byte.isDigit(window[start - 2]) {
      return nil
    }
    if let match = personalNumber.matchFinnish(at: start, in: window) { return match }
    let groups = DigitGroups(from: start, in: window)
    // The shortest numbers of all have seven digits, but for the addresses of computers.
    if groups.count >= 4, let match = address.matchVersion4(groups, in: window) { return match }
    guard groups.digits(in: groups.count) >= 7 else { return nil }
    if let match = card.match(groups, in: window) { return match }
    if let match = personalNumber.match(groups, in: window) { return match }
    return phone.match(groups, in: window)
  }

  /// The e-mail address whose local part a number turned out to be (`5551234@example.com`), if it
  /// covers the number's start; the rest of the number goes with it.
  private func emailOver(_ match: Match, in window: TextWindow) -> Match? {
    var index = match.stop
    while index - match.stop < EmailRule.longestLocal, EmailRule.isLocal(at: index, in: window) {
      index += 1
    }
    guard window[index] == Byte.at,
      let email = EmailRule.match(around: index, in: window), email.start < match.stop
    else { return nil }
    return Match(min(email.start, match.start), email.stop, .email)
  }

  /// The match as a redaction, widened to whole graphemes.
  private static func widened(_ match: Match, in window: TextWindow) -> Redaction {
    var start = match.start
    var stop = match.stop
    while window[stop] >= 0x80, let scalar = window.scalar(at: stop), Grapheme.extends(scalar) {
      stop += UTF8.width(scalar)
    }
    while window[start - 1] >= 0x80, let scalar = window.scalar(before: start),
      Grapheme.prepends(scalar) || window.scalar(at: start).map(Grapheme.extends) == true
    {
      start = window.scalarStart(before: start)
    }
    return Redaction(start: Int32(start), stop: Int32(stop), kind: match.kind)
  }
}

/// What a rule found, in byte offsets, half-open.
struct Match {
  var start: Int
  var stop: Int
  var kind: RedactionKind

  init(_ start: Int, _ stop: Int, _ kind: RedactionKind) {
    self.start = start
    self.stop = stop
    self.kind = kind
  }
}
