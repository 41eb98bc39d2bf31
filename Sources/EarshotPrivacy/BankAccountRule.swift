internal import EarshotModel

/// International bank account numbers (ISO 13616): the length of the country and remainder 1 modulo
/// 97. Groups may be parted by single blanks or hyphens. Letters are all upper case or all lower
/// case; a capital may begin the latter, as telephones write it.
enum BankAccountRule {
  /// The match for an account whose two check digits begin at `digits`.
  static func match(checkDigitsAt digits: Int, in window: TextWindow) -> Match? {
    let start = digits - 2
    guard Byte.isLetter(window[start]), Byte.isLetter(window[start + 1]),
      Byte.isDigit(window[digits + 1]), !Byte.isAlphanumeric(window[start - 1]),
      let length = length(of: window[start], window[start + 1]),
      let stop = end(from: start, length: length, in: window)
    else { return nil }
    return Match(start, stop, .iban)
  }

  /// The end of `length` letters and digits from `start` on, if they are valid together.
  private static func end(from start: Int, length: Int, in window: TextWindow) -> Int? {
    var index = start
    var taken = 0
    // Both ends of the remainder: the first four characters count last (ISO 7064, MOD 97-10).
    var head = 0
    var headScale = 1
    var body = 0
    var hasLower = false
    var hasUpper = false
    while taken < length {
      let byte = window[index]
      if taken > 0, byte == Byte.space || byte == Byte.hyphen,
        Byte.isAlphanumeric(window[index + 1])
      {
        index += 1
        continue
      }
      guard Byte.isAlphanumeric(byte) else { return nil }
      if Byte.isLetter(byte) {
        if byte >= 0x60 { hasLower = true } else if taken > 0 { hasUpper = true }
      }
      let scale = Byte.isDigit(byte) ? 10 : 100
      if taken < 4 {
        head = (head * scale + Byte.value(byte)) % 97
        headScale = headScale * scale % 97
      } else {
        body = (body * scale + Byte.value(byte)) % 97
      }
      taken += 1
      index += 1
    }
    guard (body * headScale + head) % 97 == 1, !(hasLower && hasUpper),
      !Byte.isAlphanumeric(window[index])
    else { return nil }
    return index
  }

  /// The length of a country's accounts, from the SWIFT IBAN registry.
  private static func length(of first: UInt8, _ second: UInt8) -> Int? {
    for (length, countries) in lengths
    where contains(first & 0xDF, second & 0xDF, in: countries) {
      return length
    }
    return nil
  }

  private static func contains(
    _ first: UInt8, _ second: UInt8, in countries: StaticString
  ) -> Bool {
    for index in stride(from: 0, to: countries.utf8CodeUnitCount - 1, by: 2) {
      // index + 1 is below the literal's length.
      let code = unsafe (countries.utf8Start[index], countries.utf8Start[index + 1])
      if code == (first, second) { return true }
    }
    return false
  }

  /// Two-letter country codes end to end, by account length.
  private static let lengths: [(Int, StaticString)] = [
    (15, "NO"), (16, "BE"), (18, "DKFIFKFOGLNLSD"), (19, "MKSI"), (20, "ATBAEEKZLTLUMNXK"),
    (21, "CHHRLILV"), (22, "BGBHCRDEGBGEIEMERSVA"), (23, "AEGIILIQOMSOTL"),
    (24, "ADCZESMDPKROSASESKTNVG"), (25, "LYPTST"), (26, "ISTR"), (27, "BIDJFRGRITMCMRSM"),
    (28, "ALAZBYCYDOGTHNHULBNIPLSV"), (29, "BREGPSQAUA"), (30, "JOKWMUYE"), (31, "MTSC"),
    (32, "LC"), (33, "RU"),
  ]
}
