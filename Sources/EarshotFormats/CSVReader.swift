/// Reads delimited text: RFC 4180 and what real dumps need, from chunks of any size.
///
/// A record ends at LF, CRLF or a lone CR, or at the end of the input; quoted fields may hold all
/// of these. Departures from RFC 4180:
/// - A quote that does not begin its field is an ordinary character.
/// - Text after a closing quote is kept literally, and the record flagged `textAfterQuote`.
/// - A quote open at the end of the input flags the record `unterminatedQuote`; it reaches from
///   `line` to `lastLine`.
/// - Blank lines are no records; they are counted. A line of `""` is a record.
/// - A byte order mark at the start of a record is dropped.
/// - A record above the limits is reported as `tooLong` once, without its fields, and reading goes
///   on after the next line end, quoted or not.
///
/// Advice to whoever changes it next: results must not depend on where chunks are cut. All that
/// the reader knows of earlier bytes is in `state`, `sawCR` and the record under way; limits are
/// judged by the offset in the record, never by the chunk.
package struct CSVReader: Sendable {
  package enum Delimiter: UInt8, Sendable, CaseIterable {
    case comma = 0x2C
    case tab = 0x09
    case semicolon = 0x3B
    case pipe = 0x7C
  }

  package enum Event: Sendable {
    /// A record is complete; its fields stand until the next call.
    case record
    /// A record is longer than the limits; `line` and `offset` tell where it begins.
    case tooLong
    /// The chunk is used up.
    case needsInput
    /// Only from `finish`: nothing is left.
    case end
  }

  /// What was wrong with a record that was read nevertheless.
  package struct Faults: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let textAfterQuote = Faults(rawValue: 1)
    package static let unterminatedQuote = Faults(rawValue: 2)
  }

  private enum State: Sendable {
    case recordStart, mark1, mark2, fieldStart, unquoted, quoted, quoteInQuoted, skipping
  }

  /// The text of the record's fields, unquoted, one after the other.
  package private(set) var buffer: [UInt8] = []
  private var fieldEnds: [UInt32] = []
  package private(set) var faults: Faults = []
  /// The physical line, from 1, on which the record begins.
  package private(set) var line = 1
  /// The physical line on which the record ends.
  package private(set) var lastLine = 1
  /// The offset in bytes from the start of the input at which the record begins, after a mark.
  package private(set) var offset = 0
  /// Blank lines so far.
  package private(set) var blankLines = 0

  private let delimiter: UInt8
  private let maxRecordBytes: Int
  private let maxFields: Int
  private var state = State.recordStart
  private var isReported = false
  private var sawCR = false
  private var currentLine = 1
  private var consumed = 0

  /// - Parameters:
  ///   - maxRecordBytes: raw bytes of a record without its line end, quotes included.
  ///   - maxFields: fields of a record.
  package init(
    delimiter: Delimiter = .comma, maxRecordBytes: Int = 16 << 20, maxFields: Int = 1 << 16
  ) {
    self.delimiter = delimiter.rawValue
    self.maxRecordBytes = min(max(maxRecordBytes, 4), Int(UInt32.max))
    self.maxFields = max(maxFields, 1)
  }

  /// The number of fields of the record.
  package var fieldCount: Int { fieldEnds.count }

  /// Where the text of field `index`, `0..<fieldCount`, lies in `buffer`.
  package func field(_ index: Int) -> Range<Int> {
    let start = index == 0 ? 0 : Int(fieldEnds[index - 1])
    return start..<Int(fieldEnds[index])
  }

  /// Reads on in `chunk` at `position`, which it moves, up to the next event. The chunk must be
  /// offered again, with that position, until `needsInput`.
  package mutating func next(
    in chunk: UnsafeRawBufferPointer, at position: inout Int
  ) -> Event {
    if isReported { clear() }
    guard let base = chunk.baseAddress else { return .needsInput }
    let start = position
    // Offsets into the chunk stay between position and its count.
    let event = unsafe read(base, chunk.count, &position)
    consumed += position - start
    return event
  }

  /// Tells that the input has ended: the last record, if it lacks a line end, then `end`.
  package mutating func finish() -> Event {
    if isReported { clear() }
    switch state {
    case .recordStart: return .end
    case .mark1, .mark2: keepMark(consumed)
    case .quoted: faults.insert(.unterminatedQuote)
    case .fieldStart, .unquoted, .quoteInQuoted: break
    case .skipping:
      state = .recordStart
      return .end
    }
    guard endField() else { return tooLong() }
    return endRecord()
  }
}

extension CSVReader {
  private mutating func clear() {
    buffer.removeAll(keepingCapacity: true)
    fieldEnds.removeAll(keepingCapacity: true)
    faults = []
    isReported = false
  }

  private mutating func read(
    _ base: UnsafeRawPointer, _ end: Int, _ position: inout Int
  ) -> Event {
    // The offset in the input of the chunk's first byte.
    let origin = consumed - position
    while position < end {
      switch state {
      case .recordStart, .mark1, .mark2:
        unsafe startRecord(base, &position, origin)
      case .fieldStart:
        // position < end. A quote beyond the limit is left to the unquoted state.
        if unsafe base.load(fromByteOffset: position, as: UInt8.self) == 0x22,
          origin + position < offset + maxRecordBytes
        {
          position += 1
          state = .quoted
        } else {
          state = .unquoted
        }
      case .unquoted:
        if let event = unsafe readUnquoted(base, end, &position, origin) { return event }
      case .quoted:
        if let event = unsafe readQuoted(base, end, &position, origin) { return event }
      case .quoteInQuoted:
        if let event = unsafe readAfterQuote(base, &position, origin) { return event }
      case .skipping:
        unsafe skipLine(base, end, &position)
      }
    }
    return .needsInput
  }

  /// Skips blank lines and marks; leaves the first byte of a record to `fieldStart`.
  private mutating func startRecord(
    _ base: UnsafeRawPointer, _ position: inout Int, _ origin: Int
  ) {
    // The caller has checked position.
    let byte = unsafe base.load(fromByteOffset: position, as: UInt8.self)
    switch (state, byte) {
    case (.mark1, 0xBB):
      state = .mark2
    case (.mark2, 0xBF):
      state = .recordStart
    case (.mark1, _), (.mark2, _):
      return keepMark(origin + position)
    case (_, 0x0A):
      if !sawCR { countBlankLine() }
      sawCR = false
    case (_, 0x0D):
      countBlankLine()
      sawCR = true
    case (_, 0xEF):
      sawCR = false
      state = .mark1
    default:
      sawCR = false
      beginRecord(at: origin + position)
      state = .fieldStart
      return
    }
    position += 1
  }

  private mutating func countBlankLine() {
    blankLines += 1
    currentLine += 1
  }

  private mutating func beginRecord(at start: Int) {
    offset = start
    line = currentLine
  }

  /// The one or two bytes before `end` were no mark: they begin the record's first field.
  private mutating func keepMark(_ end: Int) {
    let count = state == .mark1 ? 1 : 2
    beginRecord(at: end - count)
    buffer.append(contentsOf: [0xEF, 0xBB].prefix(count))
    state = .unquoted
  }

  /// The first of three bytes from `position` on; nil, with the position at the limit, if the
  /// record is too long before it. What lies before is appended to the field.
  @inline(__always)
  private mutating func appendRun(
    _ base: UnsafeRawPointer, _ end: Int, _ position: inout Int, _ origin: Int,
    _ first: UInt8, _ second: UInt8, _ third: UInt8
  ) -> Int? {
    let limit = offset + maxRecordBytes - origin
    let stop = unsafe ByteSearch.firstOfThree(base, position, end, first, second, third)
    guard stop <= limit else {
      position = max(position, limit)
      return nil
    }
    if stop > position {
      sawCR = false
      // position..<stop lies in the chunk.
      unsafe buffer.append(
        contentsOf: UnsafeRawBufferPointer(start: base + position, count: stop - position))
      position = stop
    }
    return stop
  }

  private mutating func readUnquoted(
    _ base: UnsafeRawPointer, _ end: Int, _ position: inout Int, _ origin: Int
  ) -> Event? {
    guard
      let stop = unsafe appendRun(base, end, &position, origin, delimiter, 0x0A, 0x0D)
    else { return tooLong() }
    guard stop < end else { return nil }
    // stop < end.
    let byte = unsafe base.load(fromByteOffset: stop, as: UInt8.self)
    return endField(at: byte, &position, origin)
  }

  /// Handles the delimiter or line end `byte` at `position`.
  private mutating func endField(
    at byte: UInt8, _ position: inout Int, _ origin: Int
  ) -> Event? {
    if byte == delimiter {
      guard origin + position < offset + maxRecordBytes, endField() else { return tooLong() }
      position += 1
      state = .fieldStart
      return nil
    }
    guard endField() else { return tooLong() }
    position += 1
    let event = endRecord()
    currentLine += 1
    sawCR = byte == 0x0D
    return event
  }

  private mutating func readQuoted(
    _ base: UnsafeRawPointer, _ end: Int, _ position: inout Int, _ origin: Int
  ) -> Event? {
    guard let stop = unsafe appendRun(base, end, &position, origin, 0x22, 0x0A, 0x0D) else {
      return tooLong()
    }
    guard stop < end else { return nil }
    guard origin + stop < offset + maxRecordBytes else { return tooLong() }
    // stop < end.
    let byte = unsafe base.load(fromByteOffset: stop, as: UInt8.self)
    position += 1
    if byte == 0x22 {
      sawCR = false
      state = .quoteInQuoted
    } else {
      buffer.append(byte)
      countLineEnd(byte)
    }
    return nil
  }

  private mutating func countLineEnd(_ byte: UInt8) {
    if byte == 0x0D || !sawCR { currentLine += 1 }
    sawCR = byte == 0x0D
  }

  private mutating func readAfterQuote(
    _ base: UnsafeRawPointer, _ position: inout Int, _ origin: Int
  ) -> Event? {
    // The caller has checked position.
    let byte = unsafe base.load(fromByteOffset: position, as: UInt8.self)
    if byte == delimiter || byte == 0x0A || byte == 0x0D {
      return endField(at: byte, &position, origin)
    }
    guard origin + position < offset + maxRecordBytes else { return tooLong() }
    if byte == 0x22 {
      buffer.append(byte)
      position += 1
      state = .quoted
    } else {
      faults.insert(.textAfterQuote)
      state = .unquoted
    }
    return nil
  }

  private mutating func skipLine(
    _ base: UnsafeRawPointer, _ end: Int, _ position: inout Int
  ) {
    let stop = unsafe ByteSearch.firstOfThree(base, position, end, 0x0A, 0x0A, 0x0D)
    if stop > position { sawCR = false }
    position = stop
    guard stop < end else { return }
    // stop < end.
    unsafe countLineEnd(base.load(fromByteOffset: stop, as: UInt8.self))
    position += 1
    state = .recordStart
  }

  /// False if there are too many fields.
  private mutating func endField() -> Bool {
    guard fieldEnds.count < maxFields else { return false }
    // The buffer is no longer than the record, whose limit fits.
    fieldEnds.append(UInt32(truncatingIfNeeded: buffer.count))
    return true
  }

  private mutating func endRecord() -> Event {
    lastLine = currentLine
    state = .recordStart
    isReported = true
    return .record
  }

  private mutating func tooLong() -> Event {
    clear()
    lastLine = currentLine
    state = .skipping
    isReported = true
    return .tooLong
  }
}
