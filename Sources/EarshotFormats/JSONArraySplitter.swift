/// Finds the elements of a top-level JSON array in chunks of any size, without keeping bytes.
///
/// It follows strings and brackets only: each element must still be parsed. Whatever is wrong
/// inside an element stays inside it, as far as quotes and brackets balance; faults between
/// elements are events, after which splitting goes on. Offsets count bytes from the start of the
/// input, across chunks.
package struct JSONArraySplitter: Sendable {
  package enum Fault: Sendable {
    /// The input does not begin with `[` (after white space and a byte order mark). Final.
    case notAnArray
    /// `,` or `]` where an element should be: `[,1]`, `[1,]`.
    case missingElement
    /// No `,` between two elements, or something that cannot be there.
    case missingComma
    /// Bytes other than white space after the closing bracket. Final.
    case trailingBytes
    /// The input ends inside an element, or before the closing bracket.
    case unterminated
  }

  package enum Event: Equatable, Sendable {
    /// An element is complete: see `element`.
    case element
    /// The element that begins at `element.lowerBound` is longer than the limit; it is skipped.
    case tooLong
    case fault(Fault, offset: Int)
    /// The chunk is used up.
    case needsInput
    /// Only from `finish`: the array was closed and all is reported.
    case end
  }

  private enum State: Sendable {
    case start, firstElement, element, scalar, container, string, escape, afterElement, closed
    case failed
  }

  /// The last element reported, half-open, without the white space around it.
  package private(set) var element = 0..<0
  /// Elements begun so far: the ordinal, from 1, of the one reported or under way.
  package private(set) var ordinal = 0
  private var state = State.start
  private var depth = 0
  private var start = 0
  private var consumed = 0
  private var isSkipping = false
  private let maxElementBytes: Int

  package init(maxElementBytes: Int = 16 << 20) {
    self.maxElementBytes = max(maxElementBytes, 1)
  }

  /// Where the element under way begins; the caller keeps the bytes from here on. Nil between
  /// elements and in one that is skipped.
  package var pendingStart: Int? {
    switch state {
    case .scalar, .container, .string, .escape: isSkipping ? nil : start
    default: nil
    }
  }

  /// Reads on in `chunk` at `position`, which it moves, up to the next event. The chunk must be
  /// offered again, with that position, until `needsInput`.
  package mutating func next(
    in chunk: UnsafeRawBufferPointer, at position: inout Int
  ) -> Event {
    guard let base = chunk.baseAddress else { return .needsInput }
    let origin = consumed - position
    defer { consumed = origin + position }
    while position < chunk.count {
      // position < count, and firstOfThree reads below the count it is given.
      let byte = unsafe base.load(fromByteOffset: position, as: UInt8.self)
      let offset = origin + position
      let event: Event?
      switch state {
      case .string:
        position = unsafe ByteSearch.firstOfThree(
          base, position, chunk.count, 0x22, 0x5C, 0x5C)
        event = checkLength(origin + position)
        if event == nil, position < chunk.count {
          let stop = unsafe base.load(fromByteOffset: position, as: UInt8.self)
          position += 1
          if let ended = readStringStop(stop, at: origin + position) { return ended }
        }
      case .escape:
        position += 1
        state = .string
        event = nil
      case .container:
        position += 1
        event = readStructure(byte, at: offset)
      case .scalar:
        if isSpace(byte) || byte == 0x2C || byte == 0x5D {
          event = endElement(at: offset)
        } else {
          position += 1
          event = checkLength(offset + 1)
        }
      default:
        position += 1
        event = readBetween(byte, at: offset)
      }
      if let event { return event }
    }
    return .needsInput
  }

  /// Tells that the input has ended.
  package mutating func finish() -> Event {
    defer { state = .failed }
    switch state {
    case .closed, .failed: return .end
    case .start: return .fault(.notAnArray, offset: consumed)
    default: return .fault(.unterminated, offset: pendingStart ?? consumed)
    }
  }
}

extension JSONArraySplitter {
  private func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private mutating func readBetween(_ byte: UInt8, at offset: Int) -> Event? {
    if isSpace(byte) || state == .failed { return nil }
    switch (state, byte) {
    case (.start, 0x5B):
      state = .firstElement
    case (.start, _):
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      if offset < mark.count, byte == mark[offset] { return nil }
      state = .failed
      return .fault(.notAnArray, offset: offset)
    case (.closed, _):
      state = .failed
      return .fault(.trailingBytes, offset: offset)
    case (.afterElement, 0x2C):
      state = .element
    case (.afterElement, 0x5D), (.firstElement, 0x5D):
      state = .closed
    case (.afterElement, _):
      beginElement(byte, at: offset)
      return .fault(.missingComma, offset: offset)
    case (_, 0x2C):
      state = .element
      return .fault(.missingElement, offset: offset)
    case (_, 0x5D):
      state = .closed
      return .fault(.missingElement, offset: offset)
    default:
      beginElement(byte, at: offset)
    }
    return nil
  }

  private mutating func beginElement(_ byte: UInt8, at offset: Int) {
    start = offset
    ordinal += 1
    isSkipping = false
    depth = 0
    switch byte {
    case 0x22:
      state = .string
    case 0x5B, 0x7B:
      depth = 1
      state = .container
    default:
      state = .scalar
    }
  }

  private mutating func readStructure(_ byte: UInt8, at offset: Int) -> Event? {
    switch byte {
    case 0x22:
      state = .string
    case 0x5B, 0x7B:
      depth += 1
    case 0x5D, 0x7D:
      depth -= 1
      if depth == 0 { return endElement(at: offset + 1) }
    default:
      break
    }
    return checkLength(offset + 1)
  }

  /// Handles the quote or backslash just before `end`.
  private mutating func readStringStop(_ byte: UInt8, at end: Int) -> Event? {
    if byte == 0x5C {
      state = .escape
      return nil
    }
    if depth == 0 { return endElement(at: end) }
    state = .container
    return nil
  }

  /// The limit is judged by where the element ends, so that chunks make no difference; a string
  /// under way is judged at its next stop.
  private mutating func endElement(at end: Int) -> Event? {
    state = .afterElement
    if isSkipping { return nil }
    if let event = checkLength(end) { return event }
    element = start..<end
    return .element
  }

  private mutating func checkLength(_ end: Int) -> Event? {
    guard !isSkipping, end - start > maxElementBytes else { return nil }
    isSkipping = true
    element = start..<end
    return .tooLong
  }
}
