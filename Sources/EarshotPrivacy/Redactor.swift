package import EarshotModel
/// Finds personal data in UTF-8 texts and masks it.
///
/// Numbers count only when their shape, checks or a word before them say what they are: a plain
/// price, date, time, range or order number stays. Personal names are found only in strict mode,
/// and only those the caller knows; postal addresses are not found.
///
/// To whoever changes a rule: a rule may look no further right than `Redactor.reach` bytes from
/// where it starts, and must treat the window's ends like the brackets of a mask. Redacting a
/// masked text changes nothing only as long as both hold.
package struct Redactor: Sendable {
  package let mode: RedactionMode
  private let recognizer = Recognizer()

  /// How far right of its start a rule may look, in bytes: an e-mail domain is the longest.
  static let reach = 320

  package init(mode: RedactionMode) {
    self.mode = mode
  }

  /// Finds what is to be redacted in `text`, valid UTF-8 of less than 2 GiB (longer texts give
  /// nothing: offsets are 32 bits wide, and records are limited to far less).
  ///
  /// - Parameters:
  ///   - names: The record's own names; used in strict mode only.
  ///   - found: Replaced by the redactions, in order, never overlapping, never splitting a
  ///     grapheme. Storage is kept from call to call.
  package func spans(
    in text: UnsafeRawBufferPointer, names: borrowing KnownNames, into found: inout [Redaction]
  ) {
    found.removeAll(keepingCapacity: true)
    guard mode != .none, text.count <= Int(Int32.max) else { return }
    let window = unsafe TextWindow(text, from: 0, to: text.count)
    scan(window, into: &found)
    guard mode == .strict, !names.isEmpty else { return }
    mask(names, in: window, into: &found)
  }

  /// Finds what is to be redacted when no names are known.
  package func spans(in text: UnsafeRawBufferPointer, into found: inout [Redaction]) {
    unsafe spans(in: text, names: KnownNames(), into: &found)
  }

  /// Appends the masked text to `output`. `redactions` are those found in this text.
  package func append(
    _ text: UnsafeRawBufferPointer, _ redactions: [Redaction], into output: inout [UInt8]
  ) {
    unsafe append(text, from: 0, to: text.count, redactions, into: &output)
  }

  /// Appends the masked part `start..<stop` of the text (byte offsets) to `output`. A redaction
  /// that overlaps the part, be it by one byte, gives its whole mask.
  package func append(
    _ text: UnsafeRawBufferPointer, from start: Int, to stop: Int, _ redactions: [Redaction],
    into output: inout [UInt8]
  ) {
    let stop = min(stop, text.count)
    var index = max(start, 0)
    // Binary search, since mentions are many and may ask about a long text each.
    for redaction in redactions[Self.firstEnding(after: index, in: redactions)...] {
      guard Int(redaction.start) < stop, index < stop else { break }
      if Int(redaction.start) > index {
        // 0 <= index < redaction.start < stop <= text.count.
        unsafe output.append(contentsOf: text[index..<Int(redaction.start)])
      }
      // The mask is ASCII with static storage.
      unsafe output.append(contentsOf: redaction.kind.mask.asBytes)
      index = Int(redaction.stop)
    }
    // 0 <= index < stop <= text.count.
    if index < stop { unsafe output.append(contentsOf: text[index..<stop]) }
  }

  private static func firstEnding(after index: Int, in redactions: [Redaction]) -> Int {
    var low = 0
    var high = redactions.count
    while low < high {
      let middle = (low + high) / 2
      if Int(redactions[middle].stop) > index { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// Appends what the recognizers find in the window. After each find the bytes before it are
  /// looked at again, for it may have stood in the way of another.
  private func scan(_ text: TextWindow, into found: inout [Redaction]) {
    var window = text
    var index = text.lower
    var ahead: [Redaction] = []
    while true {
      if let next = recognizer.next(from: index, in: window) {
        ahead.append(next)
        window = text.narrowed(from: window.lower, to: Int(next.start))
        index = max(window.lower, window.upper - Self.reach)
      } else if let next = ahead.popLast() {
        found.append(next)
        let upper = ahead.last.map { Int($0.start) } ?? text.upper
        window = text.narrowed(from: Int(next.stop), to: upper)
        index = window.lower
      } else {
        return
      }
    }
  }

  /// Adds the names between the redactions found. A name may have stood in the way of a number
  /// and the reverse, so both are tried again; the second round settles all but contrived texts.
  private func mask(
    _ names: borrowing KnownNames, in text: TextWindow, into found: inout [Redaction]
  ) {
    for _ in 0..<3 {
      let before = found.count
      fillGaps(of: &found, in: text) { gap, found in Self.scan(gap, for: names, into: &found) }
      guard found.count > before else { return }
      let named = found.count
      fillGaps(of: &found, in: text) { gap, found in scan(gap, into: &found) }
      guard found.count > named else { return }
    }
  }

  private func fillGaps(
    of found: inout [Redaction], in text: TextWindow,
    with search: (TextWindow, inout [Redaction]) -> Void
  ) {
    var filled: [Redaction] = []
    var lower = text.lower
    for redaction in found {
      search(text.narrowed(from: lower, to: Int(redaction.start)), &filled)
      filled.append(redaction)
      lower = Int(redaction.stop)
    }
    search(text.narrowed(from: lower, to: text.upper), &filled)
    found = filled
  }

  private static func scan(
    _ gap: TextWindow, for names: borrowing KnownNames, into found: inout [Redaction]
  ) {
    var index = gap.lower
    while index < gap.upper {
      if names.mayBegin(with: gap[index]), let length = names.match(at: index, in: gap) {
        found.append(
          Redaction(start: Int32(index), stop: Int32(index + length), kind: .name))
        index += length
      } else {
        index += 1
      }
    }
  }
}

extension StaticString {
  fileprivate var asBytes: UnsafeBufferPointer<UInt8> {
    // A literal's storage lives as long as the program.
    unsafe UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}
