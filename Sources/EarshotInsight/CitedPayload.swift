internal import EarshotModel

/// What a cell keeps of a cited record: the record as it will be printed, and the hashes of its
/// content words.
struct CitedPayload {
  var record: CitedRecord
  var terms: [UInt32]

  /// Segments are written with their names, so that runs with other columns merge.
  static func encode(
    _ record: CitedRecord, terms: ArraySlice<UInt32>, dimensions: [String],
    into bytes: inout [UInt8]
  ) {
    bytes.appendVarint(UInt64(terms.count))
    var last: UInt32 = 0
    for term in terms {
      bytes.appendVarint(UInt64(term &- last))
      last = term
    }
    bytes.appendCounted(record.id.utf8)
    bytes.append(record.label.rawValue)
    bytes.appendOptional(record.score.map { Int64($0) })
    bytes.appendOptional(record.time)
    bytes.appendOptional(record.day.map { Int64($0) })
    let segments = zip(dimensions, record.segments).filter { $1 != nil }
    bytes.appendVarint(UInt64(segments.count))
    for (name, value) in segments {
      bytes.appendCounted(name.utf8)
      bytes.appendCounted((value ?? "").utf8)
    }
    bytes.appendCounted(record.text.utf8)
    bytes.appendCounted(record.mentionRows)
  }

  init(_ bytes: [UInt8], dimensions: [String], path: String) throws(InsightError) {
    var cursor = ByteCursor(bytes, path: path)
    terms = []
    var last: UInt32 = 0
    for _ in 0..<(try cursor.count()) {
      last = last &+ UInt32(truncatingIfNeeded: try cursor.varint())
      terms.append(last)
    }
    let id = try cursor.string()
    guard let label = Label(rawValue: try cursor.byte()) else {
      throw .damaged(path: path, reason: "a cited record has no known label")
    }
    let score = try cursor.optional()
    let time = try cursor.optional()
    let day = try cursor.optional()
    var segments = [String?](repeating: nil, count: dimensions.count)
    for _ in 0..<(try cursor.count()) {
      let (name, value) = (try cursor.string(), try cursor.string())
      if let index = dimensions.firstIndex(of: name) { segments[index] = value }
    }
    record = CitedRecord(
      id: id, label: label, score: score.map { Int32(truncatingIfNeeded: $0) }, time: time,
      day: day.map { Int32(truncatingIfNeeded: $0) }, segments: segments,
      text: try cursor.string(), mentionRows: try cursor.counted())
  }
}

extension [UInt8] {
  fileprivate mutating func appendOptional(_ value: Int64?) {
    append(value == nil ? 0 : 1)
    if let value { appendSigned(value) }
  }
}

extension ByteCursor {
  fileprivate mutating func optional() throws(InsightError) -> Int64? {
    try byte() == 0 ? nil : try signed()
  }

  fileprivate mutating func string() throws(InsightError) -> String {
    String(decoding: try counted(), as: UTF8.self)
  }
}
