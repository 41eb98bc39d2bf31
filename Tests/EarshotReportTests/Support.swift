import EarshotModel
import EarshotReport

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}

/// Lines of JSON lines, parsed; each must end in a newline.
func parsedLines(_ bytes: [UInt8]) throws -> [JSONValue] {
  try bytes.split(separator: 0x0A).map { try JSONValue(parsing: Array($0)) }
}

func string(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// What in a row departs from the columns of its schema; empty where nothing does.
func departures(_ row: JSONValue, from columns: [Column], dimensions: [String]) -> [String] {
  guard let members = row.asObject else { return ["no object"] }
  var expected: [Column] = []
  var names: [String] = []
  for column in columns {
    let keys = column.isPattern ? dimensions.map { "seg_\($0)" } : [column.name]
    names += keys
    expected += keys.map { _ in column }
  }
  guard members.map(\.0) == names else { return ["keys \(members.map(\.0)), not \(names)"] }
  return zip(members, expected).compactMap { member, column in
    fits(member.1, column, dimensions) ? nil : "\(member.0): \(member.1)"
  }
}

private func fits(_ value: JSONValue, _ column: Column, _ dimensions: [String]) -> Bool {
  if value == .null { return column.isNullable || column.isPattern }
  switch column.kind {
  case .string, .segments: return value.asString != nil
  case .integer: return value.asInteger != nil
  case .number: return isDecimal(value)
  case .boolean: return value.asBool != nil
  case .date: return value.asString?.count == 10
  case .time: return value.asString?.count == 20 && value.asString?.hasSuffix("Z") == true
  case .oneOf(let values): return value.asString.map(values.contains) ?? false
  case .strings: return value.asArray?.allSatisfy { $0.asString != nil } ?? false
  case .numbers: return value.asArray?.allSatisfy { $0 == .null || isDecimal($0) } ?? false
  case .objects(let columns):
    return value.asArray?.allSatisfy {
      departures($0, from: columns, dimensions: dimensions).isEmpty
    } ?? false
  case .object(let columns):
    return departures(value, from: columns, dimensions: dimensions).isEmpty
  case .anyObject: return value.asObject != nil
  }
}

/// A number with a decimal point.
private func isDecimal(_ value: JSONValue) -> Bool {
  if case .number(let text) = value { text.contains(".") } else { false }
}

/// Appends texts to a batch and remembers where they stand.
struct BatchBuilder {
  var batch: RecordBatch
  var found = MentionBatch()
  var redactions: [Redaction] = []

  init(dimensions: Int = 0) { batch = RecordBatch(sequence: 0, source: 0, dimensions: dimensions) }

  mutating func add(_ text: String) -> ByteRange {
    let start = batch.bytes.count
    batch.bytes += Array(text.utf8)
    return ByteRange(start, batch.bytes.count)
  }

  /// The range of the first occurrence of `part` inside a range.
  func find(_ part: String, in range: ByteRange) -> ByteRange {
    let needle = Array(part.utf8)
    for start in range.lower...(range.upper - needle.count)
    where Array(batch.bytes[start..<start + needle.count]) == needle {
      return ByteRange(start, start + needle.count)
    }
    return .empty
  }

  mutating func redact(_ range: ByteRange, _ kind: RedactionKind) {
    redactions.append(Redaction(start: range.start, stop: range.stop, kind: kind))
    redactions.sort { $0.start < $1.start }
  }

  func rows(source: String = "in.jsonl") -> BatchRows {
    BatchRows(batch: batch, found: found, redactions: redactions, source: source)
  }
}
