/// What stands between two groups of digits of one number.
struct Separator: OptionSet {
  let rawValue: UInt8

  static let none: Separator = []
  static let space = Separator(rawValue: 1)
  static let hyphen = Separator(rawValue: 2)
  static let dot = Separator(rawValue: 4)
  static let slash = Separator(rawValue: 8)
  static let openParenthesis = Separator(rawValue: 16)
  static let closeParenthesis = Separator(rawValue: 32)
}

/// Groups of digits joined by single separators, as in `+41 (0)96 471 07 95`, from one place on.
struct DigitGroups {
  static let capacity = 10
  /// Longer runs are no number we know; also the bound on how far right a rule looks.
  static let longest = 20

  private(set) var count = 0
  private var starts = InlineArray<10, Int32>(repeating: 0)
  private var lengths = InlineArray<10, UInt8>(repeating: 0)
  private var separators = InlineArray<10, Separator>(repeating: .none)

  /// Reads the groups from the digit at `start` on.
  init(from start: Int, in window: TextWindow) {
    var index = start
    var separator = Separator.none
    while count < Self.capacity {
      let begin = index
      while index - begin <= Self.longest, Byte.isDigit(window[index]) { index += 1 }
      guard index > begin, index - begin <= Self.longest else { return }
      // Offsets fit: the redactor takes no longer texts.
      starts[count] = Int32(begin)
      lengths[count] = UInt8(index - begin)
      separators[count] = separator
      count += 1
      separator = Self.separator(at: &index, in: window)
      guard separator != .none else { return }
    }
  }

  func start(_ group: Int) -> Int { Int(starts[group]) }
  func length(_ group: Int) -> Int { group < count ? Int(lengths[group]) : 0 }
  func stop(_ group: Int) -> Int { Int(starts[group]) + Int(lengths[group]) }
  /// What stands before the group; `.none` for the first.
  func separator(_ group: Int) -> Separator { group < count ? separators[group] : .none }

  /// The number of digits in the first `groups` groups.
  func digits(in groups: Int) -> Int {
    var sum = 0
    for group in 0..<min(groups, count) { sum += Int(lengths[group]) }
    return sum
  }

  /// Whether the first groups have just these lengths: `begins(with: 3, 3, 4)`.
  func begins(with first: Int, _ second: Int, _ third: Int? = nil, after skipped: Int = 0) -> Bool {
    length(skipped) == first && length(skipped + 1) == second
      && (third == nil || length(skipped + 2) == third)
  }

  /// Whether the groups `1..<groups` all follow one separator out of `allowed`.
  func isUniform(_ groups: Int, allowed: Separator) -> Bool {
    guard groups > 1 else { return true }
    for group in 2..<groups where separators[group] != separators[1] { return false }
    return separators[1] != .none && allowed.contains(separators[1])
  }

  /// The number that a group spells; groups of up to 18 digits only.
  func value(_ group: Int, in window: TextWindow) -> Int {
    var value = 0
    for index in start(group)..<min(stop(group), start(group) + 18) {
      value = value * 10 + Byte.value(window[index])
    }
    return value
  }

  /// Steps over one separator that is followed by a digit.
  private static func separator(at index: inout Int, in window: TextWindow) -> Separator {
    let (separator, length) = separator(at: index, in: window)
    guard Byte.isDigit(window[index + length]) else { return .none }
    index += length
    return separator
  }

  private static func separator(at index: Int, in window: TextWindow) -> (Separator, Int) {
    switch window[index] {
    case Byte.space:
      return window[index + 1] == Byte.openParenthesis ? (.openParenthesis, 2) : (.space, 1)
    case Byte.hyphen: return (.hyphen, 1)
    case Byte.dot: return (.dot, 1)
    case Byte.slash: return (.slash, 1)
    case Byte.openParenthesis: return (.openParenthesis, 1)
    case Byte.closeParenthesis:
      let next = window[index + 1]
      let isSeparated = next == Byte.space || next == Byte.hyphen || next == Byte.slash
      return (.closeParenthesis, isSeparated ? 2 : 1)
    case 0xC2 where window[index + 1] == 0xA0: return (.space, 2)  // U+00A0 no-break space
    case 0xE2 where window[index + 1] == 0x80:
      switch window[index + 2] {
      case 0xAF, 0x87, 0x89: return (.space, 3)  // U+202F, U+2007, U+2009: narrow spaces
      case 0x90, 0x91: return (.hyphen, 3)  // U+2010, U+2011: hyphens
      default: return (.none, 0)
      }
    default: return (.none, 0)
    }
  }
}
