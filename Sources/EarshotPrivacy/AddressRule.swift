internal import EarshotModel

/// Addresses of computers: IPv4, IPv6 (RFC 4291) with an optional prefix length, and hardware
/// (MAC) addresses.
struct AddressRule: Sendable {
  private let cues: CueWords
  private static let longest = 64

  init(cues: CueWords) {
    self.cues = cues
  }

  /// Four numbers up to 255 with dots. Version numbers look the same: they are told by a word
  /// before (`version 10.0.1.2`, `v1.2.3.4`), and four single digits count as one.
  func matchVersion4(_ groups: DigitGroups, in window: TextWindow) -> Match? {
    let start = groups.start(0)
    guard groups.count >= 4, let end = Self.version4End(groups, in: window),
      window[start - 1] != Byte.hyphen || !Byte.isAlphanumeric(window[start - 2]),
      groups.digits(in: 4) > 4, cues.before(start, in: window) != .version
    else { return nil }
    return Match(start, Self.prefixEnd(after: end, limit: 32, in: window), .ip)
  }

  private static func version4End(_ groups: DigitGroups, in window: TextWindow) -> Int? {
    for group in 0..<4 {
      guard groups.length(group) <= 3, groups.value(group, in: window) <= 255,
        group == 0 || groups.separator(group) == .dot
      else { return nil }
    }
    let end = groups.stop(3)
    guard !Byte.isAlphanumeric(window[end]), groups.separator(4) != .dot else { return nil }
    return end
  }

  /// The end of `/24` and the like after an address, or the address's own end.
  private static func prefixEnd(after end: Int, limit: Int, in window: TextWindow) -> Int {
    guard window[end] == Byte.slash else { return end }
    var value = 0
    var index = end + 1
    while index - end <= 3, Byte.isDigit(window[index]) {
      value = value * 10 + Byte.value(window[index])
      index += 1
    }
    let isPrefix = index > end + 1 && value <= limit && !Byte.isAlphanumeric(window[index])
    return isPrefix ? index : end
  }

  /// An IPv6 or a hardware address around a colon.
  func matchColons(around colon: Int, in window: TextWindow) -> Match? {
    var start = colon
    while colon - start < Self.longest, Self.isPart(window[start - 1]) { start -= 1 }
    var stop = colon + 1
    while stop - colon < Self.longest, Self.isPart(window[stop]) { stop += 1 }
    while stop > start, window[stop - 1] == Byte.dot { stop -= 1 }
    if stop - start > 2, window[stop - 1] == Byte.colon, window[stop - 2] != Byte.colon {
      stop -= 1
    }
    guard stop - start >= 6, !Byte.isAlphanumeric(window[start - 1]),
      !Byte.isAlphanumeric(window[stop])
    else { return nil }
    if let end = Self.hardwareEnd(from: start, in: window), end == stop {
      return Match(start, stop, .mac)
    }
    guard Self.isVersion6(from: start, to: stop, in: window) else { return nil }
    return Match(start, Self.prefixEnd(after: stop, limit: 128, in: window), .ip)
  }

  private static func isPart(_ byte: UInt8) -> Bool {
    Byte.isHexadecimal(byte) || byte == Byte.colon || byte == Byte.dot
  }

  /// Whether the range spells an IPv6 address: eight groups of up to four hexadecimal digits, or
  /// fewer around one `::`; an IPv4 address may stand for the last two. Addresses that may be
  /// times, scores or program text (`::1`, `a::b`, `1:2:3:4:5:6:7:8`) are left alone.
  private static func isVersion6(from start: Int, to stop: Int, in window: TextWindow) -> Bool {
    var groups = 0
    var digits = 0
    var longest = 0
    var hasDigit = false
    var isShortened = false
    var index = start
    if window[index] == Byte.colon, window[index + 1] != Byte.colon { return false }
    while index < stop {
      if window[index] == Byte.colon {
        guard window[index + 1] == Byte.colon, index + 1 < stop else {
          index += 1
          continue
        }
        guard !isShortened else { return false }
        isShortened = true
        index += 2
        if window[index] == Byte.colon { return false }
        continue
      }
      let begin = index
      while index < stop, Byte.isHexadecimal(window[index]) {
        if Byte.isDigit(window[index]) { hasDigit = true }
        index += 1
      }
      if window[index] == Byte.dot, index < stop {
        let quad = DigitGroups(from: begin, in: window)
        guard quad.count >= 4, version4End(quad, in: window) == stop else { return false }
        groups += 2
        digits += 8
        longest = 4
        hasDigit = true
        break
      }
      guard index > begin, index - begin <= 4 else { return false }
      groups += 1
      digits += index - begin
      longest = max(longest, index - begin)
    }
    if isShortened { return groups <= 7 && hasDigit && digits >= 5 && longest >= 3 }
    return groups == 8 && longest >= 3
  }

  /// A hardware address whose first digit is at `digit`: six pairs with hyphens, or three groups of
  /// four with dots. Those with colons are found at their colons.
  func matchHardware(at digit: Int, in window: TextWindow) -> Match? {
    let after = window[window.digitsEnd(from: digit)]
    guard
      after == Byte.hyphen || after == Byte.dot || Byte.isHexadecimal(after)
        || Byte.isHexadecimal(window[digit - 1])
    else { return nil }
    var start = digit
    while digit - start < 17, Self.isHardwarePart(window[start - 1]) { start -= 1 }
    guard !Byte.isAlphanumeric(window[start - 1]), window[start] != Byte.hyphen,
      let stop = Self.hardwareEnd(from: start, in: window)
    else { return nil }
    return Match(start, stop, .mac)
  }

  private static func isHardwarePart(_ byte: UInt8) -> Bool {
    Byte.isHexadecimal(byte) || byte == Byte.hyphen || byte == Byte.dot
  }

  /// The end of a hardware address that begins at `start`. One without colons must hold a letter;
  /// those of all zeros or ones are nobody's.
  private static func hardwareEnd(from start: Int, in window: TextWindow) -> Int? {
    let isDotted = window[start + 4] == Byte.dot
    let separator = isDotted ? Byte.dot : window[start + 2]
    guard isDotted || separator == Byte.colon || separator == Byte.hyphen else { return nil }
    let width = isDotted ? 4 : 2
    let stop = start + (isDotted ? 14 : 17)
    var hasLetter = false
    var isVaried = false
    for index in start..<stop {
      let byte = window[index]
      if (index - start) % (width + 1) == width {
        guard byte == separator else { return nil }
      } else {
        guard Byte.isHexadecimal(byte) else { return nil }
        if Byte.isLetter(byte) { hasLetter = true }
        if byte != window[start] { isVaried = true }
      }
    }
    guard isVaried, hasLetter || separator == Byte.colon, !Byte.isAlphanumeric(window[stop]),
      window[stop] != separator || !Byte.isAlphanumeric(window[stop + 1])
    else { return nil }
    return stop
  }
}
