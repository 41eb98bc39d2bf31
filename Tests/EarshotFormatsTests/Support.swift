import EarshotFormats

/// SplitMix64 (Steele, Lea, Flood 2014): the same bytes for the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// Reads of one document beside the bytes that it was parsed from.
struct Parsed: ~Copyable {
  var document = JSONDocument()
  private(set) var bytes: [UInt8]

  init(
    _ bytes: [UInt8], limits: JSONDocument.Limits = .init(), strictEncoding: Bool = false
  ) throws(JSONError) {
    self.bytes = bytes
    let result = Parsed.parse(&document, bytes, limits, strictEncoding)
    if let result { throw result }
  }

  init(_ text: String) throws(JSONError) { try self.init(Array(text.utf8)) }

  /// Parses other bytes with the same document; nil if they are one JSON value.
  mutating func reparse(_ other: [UInt8]) -> JSONError? {
    bytes = other
    return Parsed.parse(&document, other, .init(), false)
  }

  private static func parse(
    _ document: inout JSONDocument, _ bytes: [UInt8], _ limits: JSONDocument.Limits,
    _ strict: Bool
  ) -> JSONError? {
    unsafe bytes.withUnsafeBytes { raw in
      do throws(JSONError) {
        try unsafe document.parse(raw, limits: limits, strictEncoding: strict)
        return nil
      } catch {
        return error
      }
    }
  }

  func read<Result>(
    _ body: (borrowing JSONDocument, UnsafeRawBufferPointer) -> Result
  ) -> Result {
    unsafe bytes.withUnsafeBytes { unsafe body(document, $0) }
  }

  func text(_ index: Int) -> [UInt8] {
    unsafe read { document, raw in
      var output: [UInt8] = []
      _ = unsafe document.appendString(index, in: raw, to: &output)
      return output
    }
  }

  func member(_ name: String, of index: Int = 0) -> Int? {
    unsafe read { unsafe $0.member(JSONKey(name), of: index, in: $1) }
  }

  func string(_ name: String) -> String? {
    guard let index = member(name) else { return nil }
    return unsafe read { unsafe $0.string(index, in: $1) }
  }
}

/// The fault of `bytes`, or nil if they are one JSON value.
func jsonError(
  _ bytes: [UInt8], limits: JSONDocument.Limits = .init(), strictEncoding: Bool = false
) -> JSONError? {
  do throws(JSONError) {
    _ = try Parsed(bytes, limits: limits, strictEncoding: strictEncoding)
    return nil
  } catch {
    return error
  }
}

func fixedPoint(_ text: String, scale: Int) -> Int64? {
  let bytes = Array(text.utf8)
  return unsafe bytes.withUnsafeBytes { unsafe DecimalText.fixedPoint($0, scale: scale) }
}

func double(_ text: String) -> Double? {
  let bytes = Array(text.utf8)
  return unsafe bytes.withUnsafeBytes { unsafe DecimalText.double($0) }
}

func isValidUTF8(_ bytes: [UInt8]) -> Bool {
  unsafe bytes.withUnsafeBytes { unsafe UTF8Repair.isValid($0) }
}

func repaired(_ bytes: [UInt8]) -> [UInt8] {
  var output: [UInt8] = []
  _ = unsafe bytes.withUnsafeBytes { unsafe UTF8Repair.append($0, to: &output) }
  return output
}

/// One event of a CSV reader, with all that it says.
struct CSVRow: Equatable {
  var fields: [[UInt8]] = []
  var line: Int
  var lastLine: Int
  var offset: Int
  var faults: CSVReader.Faults = []
  var isTooLong = false
}

struct CSVTable: Equatable {
  var rows: [CSVRow] = []
  var blankLines = 0

  init(_ bytes: [UInt8], chunk: Int = .max, reader: CSVReader = CSVReader()) {
    var reader = reader
    var start = 0
    while start < bytes.count {
      let end = chunk < bytes.count - start ? start + chunk : bytes.count
      unsafe bytes[start..<end].withUnsafeBytes { raw in
        var position = 0
        loop: while true {
          switch unsafe reader.next(in: raw, at: &position) {
          case .record: rows.append(Self.row(reader))
          case .tooLong: rows.append(Self.row(reader, tooLong: true))
          case .needsInput, .end: break loop
          }
        }
      }
      start = end
    }
    finish: while true {
      switch reader.finish() {
      case .record: rows.append(Self.row(reader))
      case .tooLong: rows.append(Self.row(reader, tooLong: true))
      case .needsInput, .end: break finish
      }
    }
    blankLines = reader.blankLines
  }

  init(_ text: String, reader: CSVReader = CSVReader()) {
    self.init(Array(text.utf8), reader: reader)
  }

  private static func row(_ reader: CSVReader, tooLong: Bool = false) -> CSVRow {
    CSVRow(
      fields: (0..<reader.fieldCount).map { Array(reader.buffer[reader.field($0)]) },
      line: reader.line, lastLine: reader.lastLine, offset: reader.offset,
      faults: reader.faults, isTooLong: tooLong)
  }

  var texts: [[String]] {
    rows.map { $0.fields.map { String(decoding: $0, as: UTF8.self) } }
  }
}
