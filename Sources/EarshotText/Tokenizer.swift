package import EarshotModel

/// Cuts texts into tokens and sentences (contract, section 3).
///
/// ICU's word segments are the ground; on top of them URLs, addresses, mentions, hashtags, emoji
/// and the lexicon's literals become one token each, numbers take their sign, and segments of
/// scripts without spaces fall into graphemes. Punctuation is no token: it becomes marks on the
/// token that follows. One tokenizer serves one thread.
package struct Tokenizer: ~Copyable {
  private var segmenter: Segmenter
  private var specials: SpecialScanner
  /// Offsets at which a sentence ends whatever ICU says: bullets.
  private var forcedBreaks: [Int32] = []

  package init(literals: TokenLiterals) throws(TextError) {
    segmenter = try Segmenter()
    specials = SpecialScanner(literals: literals)
  }

  /// Appends the tokens of a text; offsets are those of the text plus `base`.
  package mutating func tokenize(
    _ text: Span<UInt8>, base: Int, into tokens: inout [Token]
  ) {
    segmenter.setText(text)
    segmenter.words()
    specials.scan(text)
    forcedBreaks.removeAll(keepingCapacity: true)
    var cursor = Cursor(base: base)
    swap(&cursor.output, &tokens)
    var special = 0
    var start = 0
    for index in 0..<segmenter.count {
      let segmentStop = Int(segmenter.stops[index])
      while start < segmentStop {
        // A special that began in this segment or an earlier one covers what follows.
        if special < specials.found.count, specials.found[special].start <= start {
          let item = specials.found[special]
          if item.start == start { cursor.emit(start, item.stop, item.kind) }
          start = item.stop
          if start <= segmentStop { special += 1 }
          continue
        }
        let next = special < specials.found.count ? specials.found[special].start : segmentStop
        let stop = min(segmentStop, next)
        if start < cursor.consumed {
          start = min(stop, cursor.consumed)
          continue
        }
        piece(text, &cursor, start, stop, class: segmenter.classes[index])
        start = stop
      }
    }
    swap(&cursor.output, &tokens)
  }

  /// Appends the sentences of the text that was tokenized last: its tokens are those from
  /// `first` on, its offsets are shifted by `base`.
  package mutating func sentences(
    _ text: Span<UInt8>, base: Int, tokens: borrowing [Token], first: Int, isGreek: Bool,
    into sentences: inout [Sentence]
  ) {
    guard first < tokens.count else { return }
    if SentenceScan.isOneSentence(text) && forcedBreaks.isEmpty {
      sentences.append(
        SentenceScan.sentence(
          text, 0, text.count, base: base, tokens: first..<tokens.count, isGreek: isGreek))
      return
    }
    segmenter.sentences()
    var token = first
    var start = 0
    var forced = 0
    var index = 0
    while index < segmenter.count {
      var stop = Int(segmenter.stops[index])
      if forced < forcedBreaks.count, Int(forcedBreaks[forced]) < stop {
        stop = Int(forcedBreaks[forced])
        forced += 1
      } else {
        index += 1
      }
      let begin = token
      while token < tokens.count, Int(tokens[token].start) - base < stop { token += 1 }
      if token > begin {
        sentences.append(
          SentenceScan.sentence(
            text, start, stop, base: base, tokens: begin..<token, isGreek: isGreek))
      } else if var last = sentences.last, Int(last.tokens.upperBound) == token, token > first {
        // A sentence of punctuation alone belongs to the one before it: its `!` and `?` count.
        SentenceScan.addTerminal(text, start, stop, to: &last, isGreek: isGreek)
        sentences[sentences.count - 1] = last
      }
      start = stop
    }
  }

  private mutating func piece(
    _ text: Span<UInt8>, _ cursor: inout Cursor, _ start: Int, _ stop: Int, class status: UInt8
  ) {
    let first = text[start]
    if status == 0, stop - start == 3, first == 0xE2, text[start + 1] == 0x80,
      text[start + 2] == 0x8B
    {
      cursor.bridge(start, stop)
    } else if status == 0 {
      punctuation(text, &cursor, start, stop)
    } else if specials.hasAt, let at = (start..<stop).first(where: { text[$0] == 0x40 }) {
      // ICU 72 takes `@` for a letter; here it is punctuation unless a special holds it.
      if at > start { piece(text, &cursor, start, at, class: status) }
      if at + 1 < stop { piece(text, &cursor, at + 1, stop, class: status) }
    } else if first >= 0xE0, CodePoint.isUnspaced(CodePoint.decode(text, at: start).value) {
      graphemes(text, &cursor, start, stop)
    } else if status == 1 {
      let from = NumberSigns.start(text, start, after: cursor.lastStop)
      cursor.emit(from, NumberSigns.stop(text, stop), .number)
    } else {
      cursor.emit(start, stop, .word)
    }
  }

  private func graphemes(
    _ text: Span<UInt8>, _ cursor: inout Cursor, _ start: Int, _ stop: Int
  ) {
    var index = start
    // A mark at the head of a segment belongs to the grapheme before the segment.
    while index > 0, index < stop {
      let (point, length) = CodePoint.decode(text, at: index)
      guard CodePoint.extendsGrapheme(point) else { break }
      index += length
    }
    if index > start { cursor.extend(start, to: index) }
    let first = index
    while index < stop {
      let begin = index
      index += CodePoint.decode(text, at: index).length
      while index < stop {
        let (point, length) = CodePoint.decode(text, at: index)
        guard CodePoint.extendsGrapheme(point) else { break }
        index += length
      }
      var marks: TokenMarks = begin == first ? .segmentStart : .unmarked
      if index == stop { marks.insert(.segmentStop) }
      cursor.emit(begin, index, .grapheme, segment: marks)
    }
  }

  private mutating func punctuation(
    _ text: Span<UInt8>, _ cursor: inout Cursor, _ start: Int, _ stop: Int
  ) {
    var index = start
    while index < stop {
      let (point, length) = CodePoint.decode(text, at: index)
      if point >= 0xA9, CodePoint.isPictograph(point) {
        cursor.emit(start, stop, .emoji)
        return
      }
      switch point {
      case 0x2C, 0x60C, 0x3001, 0xFF0C, 0xFF64: cursor.marks.insert(.comma)
      case 0x3B, 0x61B, 0xFF1B: cursor.marks.insert(.semicolon)
      case 0x2013, 0x2014, 0x2015, 0x2E3A: cursor.marks.insert(.dash)
      case 0x2D:
        let before = index == 0 || text[index - 1] == 0x20 || text[index - 1] == 0x2D
        let after =
          index + 1 >= text.count || text[index + 1] == 0x20 || text[index + 1] == 0x2D
        if before && after { cursor.marks.insert(.dash) }
      case 0x28, 0x5B, 0x7B, 0xFF08, 0x3010: cursor.marks.insert(.openBracket)
      case 0x29, 0x5D, 0x7D, 0xFF09, 0x3011: cursor.marks.insert(.closeBracket)
      case 0x22, 0x201C...0x201E, 0xAB, 0xBB, 0x300C...0x300F: cursor.marks.insert(.quote)
      case 0x2022, 0x2023, 0x25E6, 0x25AA, 0x25CF:
        forcedBreaks.append(Int32(index))
      default: break
      }
      index += length
    }
  }
}

/// Where the tokenizer stands in one text.
private struct Cursor {
  let base: Int
  var output: [Token] = []
  /// Marks met since the last token.
  var marks = TokenMarks.unmarked
  /// Offset after the last token; -1 before the first.
  var lastStop = -1
  /// Only zero-width spaces stand between the last token and `lastStop`.
  var isBridged = false
  /// Offset up to which bytes belong to tokens already emitted.
  var consumed = 0

  init(base: Int) { self.base = base }

  /// Lets the last token, if it ends at `start`, end at `stop` instead.
  mutating func extend(_ start: Int, to stop: Int) {
    guard start == lastStop, !output.isEmpty else { return }
    output[output.count - 1].stop = Int32(base + stop)
    lastStop = stop
    consumed = stop
  }

  /// Passes over a zero-width space: what stands on both its sides touches.
  mutating func bridge(_ start: Int, _ stop: Int) {
    guard start == lastStop else { return }
    lastStop = stop
    isBridged = true
  }

  mutating func emit(
    _ start: Int, _ stop: Int, _ kind: TokenKind,
    segment: TokenMarks = .wholeSegment
  ) {
    if isBridged, start == lastStop, kind == .word, output.last?.kind == .word {
      extend(start, to: stop)
      return
    }
    isBridged = false
    var all = marks.union(segment)
    if start == lastStop { all.insert(.joined) }
    output.append(
      Token(start: Int32(base + start), stop: Int32(base + stop), kind: kind, marks: all))
    marks = .unmarked
    lastStop = stop
    consumed = stop
  }
}

/// Signs that belong to a number: currency before or after it, percent, per mille, degrees.
private enum NumberSigns {
  static func start(_ text: Span<UInt8>, _ start: Int, after last: Int) -> Int {
    var index = start - 1
    while index > 0, text[index] & 0xC0 == 0x80 { index -= 1 }
    guard index >= 0, index >= last, isCurrency(CodePoint.decode(text, at: index).value) else {
      return start
    }
    return index
  }

  static func stop(_ text: Span<UInt8>, _ stop: Int) -> Int {
    guard stop < text.count else { return stop }
    let (point, length) = CodePoint.decode(text, at: stop)
    if point == 0xB0, stop + length < text.count {
      let unit = text[stop + length] | 0x20
      let next = stop + length + 1
      let alone = next >= text.count || !TokenLiterals.isWordByte(text[next])
      return alone && (unit == 0x63 || unit == 0x66) ? next : stop + length
    }
    if isPercent(point) || point == 0xB0 || isCurrency(point) { return stop + length }
    // `10 %`, `10 €` and the same with a no-break space.
    guard point == 0x20 || point == 0xA0 || point == 0x202F, stop + length < text.count else {
      return stop
    }
    let (sign, signLength) = CodePoint.decode(text, at: stop + length)
    return isPercent(sign) || (isCurrency(sign) && sign != 0x24)
      ? stop + length + signLength : stop
  }

  private static func isPercent(_ point: UInt32) -> Bool {
    point == 0x25 || point == 0x2030 || point == 0x66A || point == 0xFF05
  }

  private static func isCurrency(_ point: UInt32) -> Bool {
    point == 0x24 || (0xA2...0xA5).contains(point) || (0x20A0...0x20C0).contains(point)
  }
}
