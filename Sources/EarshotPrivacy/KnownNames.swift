/// The names known for one record (author, customer, contact), for strict redaction.
///
/// One value is meant to be emptied and filled again for each record, so that its storage is
/// allocated once.
package struct KnownNames: Sendable {
  private(set) var bytes: [UInt8] = []
  private(set) var ranges: [Range<Int>] = []

  /// A bit for each byte that a name begins with, in both cases.
  private var firstBytes = InlineArray<4, UInt64>(repeating: 0)

  package init() {}

  package var isEmpty: Bool { ranges.isEmpty }

  /// Forgets all names, keeping the storage.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    firstBytes = InlineArray(repeating: 0)
  }

  /// Adds a name in UTF-8. Outer blanks are dropped; names of fewer than two bytes are ignored,
  /// for a single letter would be masked all over the text.
  package mutating func add(_ name: UnsafeRawBufferPointer) {
    let start = bytes.count
    // The buffer is only read here, as a collection of bytes.
    unsafe bytes.append(contentsOf: name.drop { $0 <= Byte.space })
    while bytes.count > start, let last = bytes.last, last <= Byte.space { bytes.removeLast() }
    guard bytes.count - start >= 2 else { return bytes.removeSubrange(start...) }
    insert(start..<bytes.count)
  }

  /// Adds a name and each of its words of at least three bytes, so that `Anna Smith` also hides
  /// `Anna` and `Smith`.
  package mutating func addWithParts(_ name: UnsafeRawBufferPointer) {
    unsafe add(name)
    var start = 0
    for index in 0...name.count
    where index == name.count || Self.separates(unsafe name[index]) {
      if index - start >= 3, index - start < name.count {
        // start <= index <= count, so the rebased slice lies inside the buffer.
        unsafe add(UnsafeRawBufferPointer(rebasing: name[start..<index]))
      }
      start = index + 1
    }
  }

  /// Blanks, and the commas, dots and the like that lists of names are written with.
  private static func separates(_ byte: UInt8) -> Bool {
    byte <= Byte.space || byte == 0x2C || byte == 0x2E || byte == 0x3B || byte == 0x28
      || byte == 0x29
  }

  /// Longest first, so that the longest name at a place wins.
  private mutating func insert(_ range: Range<Int>) {
    let place = ranges.firstIndex { $0.count < range.count } ?? ranges.count
    ranges.insert(range, at: place)
    let first = bytes[range.lowerBound]
    mark(first)
    if Byte.isLetter(first) { mark(first ^ 0x20) }
  }

  private mutating func mark(_ byte: UInt8) {
    firstBytes[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
  }

  /// Whether a name begins with the byte.
  @inline(__always)
  func mayBegin(with byte: UInt8) -> Bool {
    firstBytes[Int(byte >> 6)] & (1 << UInt64(byte & 63)) != 0
  }

  /// The length of the longest name that stands at `index` as a whole word, in bytes.
  func match(at index: Int, in window: TextWindow) -> Int? {
    guard isWordEdge(index, in: window) else { return nil }
    for range in ranges where matches(range, at: index, in: window) {
      let stop = index + range.count
      if isWordEdge(stop, in: window)
        && !window.isMask(from: index - 1, to: stop + 1)
        && !window.isMask(from: index, to: stop)
      {
        return range.count
      }
    }
    return nil
  }

  private func matches(_ range: Range<Int>, at index: Int, in window: TextWindow) -> Bool {
    guard index + range.count <= window.upper else { return false }
    for offset in 0..<range.count
    where Byte.folded(bytes[range.lowerBound + offset]) != Byte.folded(window[index + offset]) {
      return false
    }
    return true
  }

  /// Whether a word may begin or end between the bytes `index - 1` and `index`. Han, kana, Thai
  /// and Hangul are written without a blank between words or before particles, so a name may
  /// touch them; it may never be cut off from a combining mark.
  private func isWordEdge(_ index: Int, in window: TextWindow) -> Bool {
    guard index > window.lower, index < window.upper else { return true }
    let before = window[index - 1]
    let after = window[index]
    if before < 0x80 && after < 0x80 {
      return !(Byte.isAlphanumeric(before) && Byte.isAlphanumeric(after))
    }
    guard let right = window.scalar(at: index), let left = window.scalar(before: index) else {
      return false
    }
    if Grapheme.extends(right) || Grapheme.prepends(left) || left == "\u{200D}" { return false }
    return !left.isLetterOrDigit || !right.isLetterOrDigit
      || left.isWrittenUnspaced || right.isWrittenUnspaced
  }
}

extension Unicode.Scalar {
  fileprivate var isLetterOrDigit: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }

  /// Thai, kana, Han (with extension A), Hangul syllables.
  fileprivate var isWrittenUnspaced: Bool {
    switch value {
    case 0x0E01...0x0E5B, 0x3041...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3,
      0x20000...0x3FFFF:
      true
    default: false
    }
  }
}
