internal import EarshotModel
internal import EarshotText

/// A fault in a pattern, at an offset in code points from its beginning.
struct PatternFault: Error {
  var offset: Int
  var message: String
}

/// Parses patterns: recursive descent over operators, which are cut out before anything is
/// tokenized. `|` binds least, then `<n>` and `...n`, then neighbours.
struct PatternParser: ~Copyable {
  private var tokenizer: Tokenizer
  /// Bracket literals that are more than one plain token and must be found in texts as bytes.
  private(set) var literals: Set<[UInt8]> = []

  private var text: [UInt8] = []
  private var items: [Item] = []
  private var position = 0
  private var depth = 0

  private struct Item {
    var kind: Kind
    /// Byte offset in the pattern.
    var offset: Int

    enum Kind: Equatable {
      case open, close, bar, any
      case near(Int)
      case gap(Int)
      case literal([UInt8])
      case chunk(Range<Int>)

      /// A word, or a `_` between words.
      var isWord: Bool {
        switch self {
        case .any, .literal, .chunk: true
        case .open, .close, .bar, .near, .gap: false
        }
      }
    }
  }

  /// Bounds that keep matching linear: tokens a match may span, and depth of brackets.
  static let longestSpan = 128
  static let deepest = 32

  init() throws(TextError) { tokenizer = try Tokenizer(literals: TokenLiterals([])) }

  mutating func parse(_ pattern: String) throws(PatternFault) -> Pattern {
    text = Array(pattern.utf8)
    items.removeAll(keepingCapacity: true)
    position = 0
    depth = 0
    if let first = text.first, [0x3D, 0x2B, 0x2D, 0x40].contains(first) {
      throw fault(0, "a pattern must not begin with = + - @; put it into brackets: [...]")
    }
    try cut()
    let result = try alternatives()
    if position < items.count { throw fault(items[position].offset, "')' without '('") }
    if result.hasLooseGap { throw fault(looseGap, "'_' needs a word on both sides") }
    if result.longestSpan > Self.longestSpan {
      throw fault(0, "the pattern can span more than \(Self.longestSpan) tokens")
    }
    return result
  }

  /// Offset of the first `_` that stands at an edge of a pattern, group, alternative or distance.
  private var looseGap: Int {
    let gaps = items.indices.filter { items[$0].kind == .any }
    let loose = gaps.first { index in
      index == 0 || index + 1 == items.count || !items[index - 1].kind.isWord
        || !items[index + 1].kind.isWord
    }
    return (loose ?? gaps.first).map { items[$0].offset } ?? 0
  }

  private func fault(_ offset: Int, _ message: String) -> PatternFault {
    let points = text[..<min(offset, text.count)].count { $0 & 0xC0 != 0x80 }
    return PatternFault(offset: points, message: message)
  }

  // MARK: Cutting

  private mutating func cut() throws(PatternFault) {
    var index = 0
    while index < text.count {
      switch text[index] {
      case 0x20, 0x09: index += 1
      case 0x28: index = single(.open, index)
      case 0x29: index = single(.close, index)
      case 0x7C: index = single(.bar, index)
      case 0x5B: index = try literal(index)
      case 0x3C: index = try distance(index)
      default: index = try chunk(index)
      }
    }
  }

  private mutating func single(_ kind: Item.Kind, _ index: Int) -> Int {
    items.append(Item(kind: kind, offset: index))
    return index + 1
  }

  private mutating func literal(_ start: Int) throws(PatternFault) -> Int {
    var bytes: [UInt8] = []
    var index = start + 1
    while index < text.count {
      if text[index] == 0x5D {
        if index + 1 < text.count, text[index + 1] == 0x5D {
          index += 1
        } else {
          if bytes.allSatisfy({ $0 == 0x20 }) { throw fault(start, "empty brackets") }
          items.append(Item(kind: .literal(bytes), offset: start))
          return index + 1
        }
      }
      bytes.append(text[index])
      index += 1
    }
    throw fault(start, "'[' is never closed; write ']]' for a bracket inside")
  }

  private mutating func distance(_ start: Int) throws(PatternFault) -> Int {
    guard let (value, stop) = number(start + 1), stop < text.count, text[stop] == 0x3E else {
      throw fault(start, "'<' begins a distance such as <4>; put other uses into brackets: [<]")
    }
    items.append(Item(kind: .near(value), offset: start))
    return stop + 1
  }

  private func number(_ start: Int) -> (Int, Int)? {
    var value = 0
    var index = start
    while index < text.count, text[index] &- 0x30 < 10, index - start < 4 {
      value = value * 10 + Int(text[index] - 0x30)
      index += 1
    }
    return index > start ? (value, index) : nil
  }

  private mutating func chunk(_ start: Int) throws(PatternFault) -> Int {
    if text[start...].starts(with: [0x2E, 0x2E, 0x2E]) {
      guard let (value, stop) = number(start + 3) else {
        throw fault(start, "'...' needs a number of tokens: ...3")
      }
      items.append(Item(kind: .gap(value), offset: start))
      return stop
    }
    var stop = start
    while stop < text.count, !Self.endsChunk(text[stop]), !isGap(stop) { stop += 1 }
    let isAny = stop == start + 1 && text[start] == 0x5F
    items.append(Item(kind: isAny ? .any : .chunk(start..<stop), offset: start))
    return stop
  }

  /// `...3` is an operator also where it touches a word.
  private func isGap(_ index: Int) -> Bool {
    index + 3 < text.count && text[index...].starts(with: [0x2E, 0x2E, 0x2E])
      && text[index + 3] &- 0x30 < 10
  }

  private static func endsChunk(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x28, 0x29, 0x7C, 0x5B, 0x3C: true
    default: false
    }
  }

  // MARK: Parsing

  private mutating func alternatives() throws(PatternFault) -> Pattern {
    var parts = [try near()]
    while position < items.count, items[position].kind == .bar {
      position += 1
      parts.append(try near())
    }
    return parts.count == 1 ? parts[0] : .alternatives(parts)
  }

  private mutating func near() throws(PatternFault) -> Pattern {
    var left = try sequence()
    while position < items.count {
      switch items[position].kind {
      case .near(let gap):
        position += 1
        left = .near(left, try sequence(), gap: gap, ordered: false)
      case .gap(let gap):
        position += 1
        left = .near(left, try sequence(), gap: gap, ordered: true)
      default: return left
      }
    }
    return left
  }

  private mutating func sequence() throws(PatternFault) -> Pattern {
    var parts: [Pattern] = []
    let start = position < items.count ? items[position].offset : text.count
    loop: while position < items.count {
      let item = items[position]
      switch item.kind {
      case .bar, .close, .near, .gap: break loop
      case .open: parts.append(try group(item))
      case .any:
        position += 1
        parts.append(.any)
      case .literal(let bytes):
        position += 1
        parts += literalWords(bytes)
      case .chunk(let range):
        position += 1
        parts += try words(range)
      }
    }
    if parts.isEmpty { throw fault(start, "something is missing here; expected a word") }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func group(_ open: Item) throws(PatternFault) -> Pattern {
    depth += 1
    if depth > Self.deepest { throw fault(open.offset, "groups nest too deeply") }
    position += 1
    let inside = try alternatives()
    guard position < items.count, items[position].kind == .close else {
      throw fault(open.offset, "'(' is never closed")
    }
    position += 1
    depth -= 1
    return inside
  }

  /// The words of a literal: one for each stretch without white space.
  private mutating func literalWords(_ bytes: [UInt8]) -> [Pattern] {
    bytes.split(separator: 0x20).map { part in
      let part = Array(part)
      var tokens: [Token] = []
      tokenizer.tokenize(part.span, base: 0, into: &tokens)
      let isPlain = tokens.count == 1 && tokens[0].range == ByteRange(0, part.count)
      if !isPlain { literals.insert(part) }
      return .word(PatternWord(form: .literal, bytes: part))
    }
  }

  // Letters that no feedback holds stand for the wildcards while a chunk is tokenized.
  private static let starLetter: [UInt8] = [0xEA, 0x9F, 0xBF]  // U+A7FF
  private static let oneLetter: [UInt8] = [0xEA, 0x9F, 0xBE]  // U+A7FE

  private mutating func words(_ range: Range<Int>) throws(PatternFault) -> [Pattern] {
    if let plain = plainWord(range) { return [.word(plain)] }
    var chunk: [UInt8] = []
    let isInflected = text[range.upperBound - 1] == 0x7E && range.count > 1
    let body = isInflected ? range.dropLast() : range[...]
    var letters = 0
    var hasWildcard = false
    for index in body {
      switch text[index] {
      case 0x2A:
        chunk += Self.starLetter
        hasWildcard = true
      case 0x3F:
        chunk += Self.oneLetter
        hasWildcard = true
      case 0x7E:
        throw fault(index, "'~' stands at the end of a word")
      case 0x3E:
        throw fault(index, "'>' without '<'; put it into brackets: [>]")
      default:
        chunk.append(text[index])
        if text[index] & 0xC0 != 0x80 { letters += 1 }
      }
    }
    if hasWildcard && isInflected {
      throw fault(range.lowerBound, "'~' and a wildcard in one word")
    }
    if hasWildcard && letters < 2 {
      throw fault(range.lowerBound, "a wildcard needs at least 2 letters beside it")
    }
    var found = tokens(chunk)
    if found.isEmpty {
      throw fault(
        range.lowerBound,
        "'\(String(decoding: text[range], as: UTF8.self))' holds no token; "
          + "put signs into brackets: [...]")
    }
    if let lone = found.first(where: \.isAllWildcard) {
      // In a script without spaces a pattern matches as a substring anyway: the sign says nothing.
      found.removeAll(where: \.isAllWildcard)
      if found.isEmpty || found.contains(where: { !$0.isGrapheme }) {
        throw fault(
          range.lowerBound,
          lone.bytes == [PatternWord.star]
            ? "'*' needs letters beside it" : "'?' needs letters beside it")
      }
    }
    return found.enumerated().map { index, word in
      var word = word
      if isInflected && index == found.count - 1 && word.form == .word { word.form = .inflected }
      return .word(word)
    }
  }

  /// The commonest words need no ICU: lower-case letters of ASCII and Latin-1 (but for ß and ÷),
  /// with or without wildcards, are one word that folding leaves as it is.
  private func plainWord(_ range: Range<Int>) -> PatternWord? {
    var bytes: [UInt8] = []
    var letters = 0
    var index = range.lowerBound
    var hasWildcard = false
    while index < range.upperBound {
      let byte = text[index]
      if byte &- 0x61 < 26 {
        bytes.append(byte)
        letters += 1
      } else if byte == 0x2A || byte == 0x3F {
        bytes.append(byte == 0x2A ? PatternWord.star : PatternWord.one)
        hasWildcard = true
      } else if byte == 0xC3, index + 1 < range.upperBound, text[index + 1] >= 0xA0,
        text[index + 1] != 0xB7
      {
        bytes += [byte, text[index + 1]]
        letters += 1
        index += 1
      } else {
        return nil
      }
      index += 1
    }
    if hasWildcard && letters < 2 { return nil }
    return PatternWord(form: hasWildcard ? .wildcard : .word, bytes: bytes)
  }

  private mutating func tokens(_ chunk: [UInt8]) -> [PatternWord] {
    var tokens: [Token] = []
    tokenizer.tokenize(chunk.span, base: 0, into: &tokens)
    return tokens.compactMap { token in
      var folded: [UInt8] = []
      Folder.append(
        chunk.span.extracting(token.range.lower..<token.range.upper), to: &folded)
      let isUnspaced = token.kind == .grapheme
      let (bytes, hasWildcard) = Self.unmask(folded, keeping: !isUnspaced)
      if bytes.isEmpty { return nil }
      return PatternWord(
        form: hasWildcard ? .wildcard : .word, bytes: bytes,
        isJoined: isUnspaced && token.marks.contains(.joined), isGrapheme: isUnspaced)
    }
  }

  /// Puts wildcard bytes in the place of the letters that stood for them; a script without spaces
  /// matches as substrings anyway, so there they are dropped.
  private static func unmask(_ folded: [UInt8], keeping: Bool) -> (bytes: [UInt8], found: Bool) {
    var bytes: [UInt8] = []
    var found = false
    var index = 0
    while index < folded.count {
      let rest = folded[index...]
      if rest.starts(with: starLetter) || rest.starts(with: oneLetter) {
        if keeping {
          bytes.append(rest.starts(with: starLetter) ? PatternWord.star : PatternWord.one)
          found = true
        }
        index += 3
      } else {
        bytes.append(folded[index])
        index += 1
      }
    }
    return (bytes, found)
  }
}
