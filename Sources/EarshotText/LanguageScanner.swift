/// Cuts a UTF-8 text into folded words of one script each and counts the scripts' letters.
/// Safe to use because `scan` leaves room in the storage for each word it begins, and because
/// its maker keeps the storage alive while it is used.
@safe struct LanguageScanner {
  /// Units of storage a scanner needs.
  static let capacity = 504

  private static let letterLimit = 400
  private static let wordLimit = 40

  private let storage: UnsafeMutableBufferPointer<UInt16>
  private let letters: LetterLookup
  private var used = 1
  private var letterCount = 0
  private var counts = InlineArray<10, Int32>(repeating: 0)
  private(set) var kanaCount = 0

  /// The storage must hold `capacity` units and outlive the scanner.
  init(storage: UnsafeMutableBufferPointer<UInt16>, letters: LetterLookup) {
    precondition(storage.count >= Self.capacity, "too little storage")
    unsafe self.storage = storage
    self.letters = letters
    unsafe storage[0] = FeatureSums.edge
  }

  /// The folded words found: an edge, then the words with an edge after each.
  var words: UnsafeBufferPointer<UInt16> {
    unsafe UnsafeBufferPointer(rebasing: storage[0..<used])
  }

  /// Letters found of a script.
  func count(_ group: ScriptGroup) -> Int { Int(counts[Int(group.rawValue)]) }

  /// The script with the most letters, where a Han letter counts as three, a Hangul syllable as
  /// two, and Latin letters, often names inside another script's text, as half a letter.
  var dominantGroup: ScriptGroup? {
    var best = ScriptGroup.latin
    var bestWeight = count(.latin)
    for raw in 1..<UInt8(ScriptGroup.count) {
      guard let group = ScriptGroup(rawValue: raw), count(group) > 0 else { continue }
      let weight = 2 * count(group) * (group == .han ? 3 : group == .hangul ? 2 : 1)
      if weight >= bestWeight { (best, bestWeight) = (group, weight) }
    }
    return bestWeight > 0 ? best : nil
  }

  /// Reads the text until its end or the limit of letters.
  mutating func scan(_ text: UnsafeRawBufferPointer) {
    var position = 0
    while position < text.count, letterCount < Self.letterLimit,
      used + Self.wordLimit + 1 < Self.capacity
    {
      let start = position
      let byte = unsafe text[start]
      let letter = unsafe nextLetter(text, &position)
      if letter.unit > FoldedLetter.mark {
        position = start
        unsafe scanWord(text, &position)
      } else if byte == UInt8(ascii: "@") || byte == UInt8(ascii: "#") {
        unsafe skipName(text, &position)
      }
    }
  }

  /// Reads a word, up to a letter of another script; drops it where it begins an address. Of
  /// stretched words ("sooo") two of a letter are kept.
  private mutating func scanWord(_ text: UnsafeRawBufferPointer, _ position: inout Int) {
    let start = used
    let limit = start &+ Self.wordLimit
    var end = start
    var group = ScriptGroup.other
    var read: Int32 = 0
    var kana = 0
    var last = (before: UInt16(0), unit: UInt16(0))
    var next = position
    while next < text.count, end < limit {
      let letter = unsafe nextLetter(text, &next)
      if letter.unit <= FoldedLetter.mark {
        if letter.unit == 0 { break }
      } else if read > 0 && letter.group != group {
        break
      } else {
        group = letter.group
        read &+= 1
        if letter.unit != last.unit || letter.unit != last.before {
          unsafe storage[end] = letter.unit
          end &+= 1
          if letter.unit >= 0x3041 && letter.unit < 0x3100 { kana &+= 1 }
        }
        last = (last.unit, letter.unit)
      }
      position = next
    }
    used = end
    if unsafe beginsAddress(text, position, wordStart: start) {
      used = start
      unsafe skipToSpace(text, &position)
      return
    }
    unsafe storage[end] = FeatureSums.edge
    used = end &+ 1
    letterCount &+= Int(read)
    kanaCount &+= kana
    counts[Int(group.rawValue)] &+= read
  }

  /// Whether what stands at the position makes the word before it part of an address: `://`,
  /// `@`, or a dot after `www`.
  private func beginsAddress(
    _ text: UnsafeRawBufferPointer, _ position: Int, wordStart: Int
  ) -> Bool {
    // `position + 2 < text.count` bounds each index into the text, `used` those into the storage.
    guard position + 2 < text.count else { return false }
    switch unsafe text[position] {
    case UInt8(ascii: ":"):
      return unsafe text[position + 1] == UInt8(ascii: "/")
        && text[position + 2] == UInt8(ascii: "/")
    case UInt8(ascii: "@"):
      return unsafe text[position + 1] > 0x20
    case UInt8(ascii: "."):
      // "www" was shortened to "ww".
      guard used - wordStart == 2 else { return false }
      return unsafe storage[wordStart] == 0x77 && storage[wordStart + 1] == 0x77
    default:
      return false
    }
  }

  private func skipToSpace(_ text: UnsafeRawBufferPointer, _ position: inout Int) {
    while position < text.count, unsafe text[position] > 0x20 { position += 1 }
  }

  /// Skips what a mention or hashtag may hold: letters, digits, underscores.
  private func skipName(_ text: UnsafeRawBufferPointer, _ position: inout Int) {
    while position < text.count {
      let before = position
      let byte = unsafe text[position]
      let letter = unsafe nextLetter(text, &position)
      let isDigit = byte >= 0x30 && byte <= 0x39
      if letter.unit == 0 && !isDigit && byte != UInt8(ascii: "_") {
        position = before
        return
      }
    }
  }

  /// Reads a code point and moves behind it, at least one byte. Bytes that are no UTF-8 read as
  /// some code point or none.
  @inline(__always)
  private func nextLetter(_ text: UnsafeRawBufferPointer, _ position: inout Int) -> FoldedLetter {
    // Callers pass a position below the count.
    let lead = UInt32(unsafe text[position])
    if lead < 0x80 {
      position &+= 1
      return letters.tabled(lead)
    }
    if lead < 0xE0, lead >= 0xC0, position &+ 1 < text.count {
      let point = (lead & 0x1F) &<< 6 | UInt32(unsafe text[position &+ 1] & 0x3F)
      position &+= 2
      return letters.letter(point)
    }
    return unsafe nextLongLetter(text, &position)
  }

  /// `nextLetter` for code points of three and four bytes, and for bytes that are no UTF-8.
  private func nextLongLetter(
    _ text: UnsafeRawBufferPointer, _ position: inout Int
  ) -> FoldedLetter {
    let lead = UInt32(unsafe text[position])
    let length = lead < 0xF0 ? 3 : 4
    guard lead >= 0xE0, position + length <= text.count else {
      position += 1
      return .none
    }
    var point = lead & (0x7F >> UInt32(length))
    for offset in 1..<length {
      point = point << 6 | UInt32(unsafe text[position + offset] & 0x3F)
    }
    position += length
    return letters.letter(point)
  }
}
