internal import EarshotFormats
internal import EarshotModel

/// Values that rows of several files have, written without a `String` each.
struct RowValues {
  let tables: RowTables
  private var scratch: [UInt8] = []

  init(_ tables: RowTables) { self.tables = tables }

  /// Text of a range, masked where asked.
  @inline(__always)
  mutating func text(
    _ range: ByteRange, of rows: BatchRows, _ raw: UnsafeRawBufferPointer, masked: Bool,
    to writer: inout JSONWriter
  ) {
    guard masked, rows.needsMask(range) else {
      return unsafe writer.string(BatchRows.slice(range, of: raw))
    }
    scratch.removeAll(keepingCapacity: true)
    unsafe rows.appendMasked(range, of: raw, true, tables, to: &scratch)
    writer.string(scratch)
  }

  /// Text of a range, masked unless redaction is off; null where it is empty.
  mutating func optionalText(
    _ range: ByteRange, of rows: BatchRows, _ raw: UnsafeRawBufferPointer,
    to writer: inout JSONWriter
  ) {
    guard !range.isEmpty else { return writer.null() }
    unsafe text(range, of: rows, raw, masked: tables.options.redacts, to: &writer)
  }

  mutating func identifier(of record: Int, _ rows: BatchRows, to writer: inout JSONWriter) {
    scratch.removeAll(keepingCapacity: true)
    rows.appendIdentifier(of: record, tables, to: &scratch)
    writer.string(scratch)
  }

  /// A person: 16 hexadecimal digits of a keyed hash, or the bytes where redaction is off.
  mutating func person(
    _ range: ByteRange, _ raw: UnsafeRawBufferPointer, to writer: inout JSONWriter
  ) {
    guard !range.isEmpty else { return writer.null() }
    let bytes = unsafe BatchRows.slice(range, of: raw)
    guard tables.options.redacts else { return unsafe writer.string(bytes) }
    var hash = KeyedHash(key: tables.options.hashKey)
    unsafe hash.update(bytes)
    let value = hash.finalize()
    scratch.removeAll(keepingCapacity: true)
    for shift in stride(from: 60, through: 0, by: -4) {
      let digit = UInt8(truncatingIfNeeded: value >> UInt64(shift)) & 0x0F
      scratch.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    writer.string(scratch)
  }

  mutating func language(_ tag: LanguageTag, to writer: inout JSONWriter) {
    guard tag != .undetermined else { return writer.string("und" as StaticString) }
    scratch.removeAll(keepingCapacity: true)
    var rest = tag.packed
    while rest != 0 {
      scratch.append(UInt8(truncatingIfNeeded: rest >> 56))
      rest <<= 8
    }
    writer.string(scratch)
  }

  /// `2026-11-22`, or null.
  mutating func day(_ day: Int32?, to writer: inout JSONWriter) {
    guard let day else { return writer.null() }
    scratch.removeAll(keepingCapacity: true)
    appendDay(day)
    writer.string(scratch)
  }

  /// `2026-11-22T09:30:00Z`, or null.
  mutating func time(_ seconds: Int64?, to writer: inout JSONWriter) {
    guard let seconds else { return writer.null() }
    let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let rest = Int(seconds - days * 86_400)
    scratch.removeAll(keepingCapacity: true)
    appendDay(Int32(truncatingIfNeeded: days))
    scratch.append(0x54)
    appendPair(rest / 3600)
    scratch.append(0x3A)
    appendPair(rest / 60 % 60)
    scratch.append(0x3A)
    appendPair(rest % 60)
    scratch.append(0x5A)
    writer.string(scratch)
  }

  private mutating func appendDay(_ day: Int32) {
    let date = CivilDay.date(day)
    appendPair(date.year / 100)
    appendPair(date.year)
    scratch.append(0x2D)
    appendPair(date.month)
    scratch.append(0x2D)
    appendPair(date.dayOfMonth)
  }

  /// The last two digits of a number.
  private mutating func appendPair(_ value: Int) {
    let pair = UInt8(truncatingIfNeeded: value.magnitude % 100)
    scratch.append(0x30 + pair / 10)
    scratch.append(0x30 + pair % 10)
  }
}

extension JSONWriter {
  /// A value in units of 1e-4, or null.
  @inline(__always)
  mutating func tenThousandths(_ value: Int32?) {
    fixedPoint(value.map(Int64.init), scale: 4)
  }
}

extension Label {
  var literal: StaticString {
    switch self {
    case .positive: "positive"
    case .negative: "negative"
    case .mixed: "mixed"
    case .neutral: "neutral"
    case .none: "none"
    }
  }
}

extension RecordKind {
  var literal: StaticString {
    switch self {
    case .feedback: "feedback"
    case .article: "article"
    case .comment: "comment"
    case .quote: "quote"
    case .reply: "reply"
    }
  }
}

extension Role {
  var literal: StaticString {
    switch self {
    case .customer: "customer"
    case .staff: "staff"
    case .unknown: "unknown"
    }
  }
}
