import EarshotFormats
import Glibc
import Testing

/// Published suites, read from the folder that EARSHOT_CONFORMANCE names.
@Suite(.enabled(if: Conformance.folder != nil))
struct ConformanceTests {
  @Test func decidesJSONTestSuiteRecords() {
    var decided = 0
    var either = 0
    for line in Conformance.lines("json/jsontestsuite.jsonl") {
      guard let name = line["name"], let expect = line["record_expect"],
        let payload = line["bytes_b64"].flatMap(Conformance.base64)
      else {
        Issue.record("unreadable case")
        continue
      }
      let record = Array(#"{"id":"x","text":"ok","extra":"#.utf8) + payload + [0x7D]
      let error = jsonError(record)
      switch expect {
      case "accept":
        decided += 1
        #expect(error == nil, "\(name): \(error.map(\.description) ?? "")")
      case "reject":
        decided += 1
        #expect(error != nil, "\(name)")
      case "either":
        either += 1
      default:
        break
      }
      let bare = jsonError(payload)
      switch line["expect"] {
      case "accept": #expect(bare == nil, "\(name), bare")
      case "reject": #expect(bare != nil, "\(name), bare")
      default: break
      }
    }
    #expect(decided == 273)
    #expect(either == 35)
  }

  @Test func readsOddJSONFilesToTheEnd() {
    var count = 0
    for line in Conformance.lines("json/duckdb-json.jsonl") {
      guard let payload = line["bytes_b64"].flatMap(Conformance.base64) else { continue }
      count += 1
      for part in payload.split(separator: 0x0A) { _ = jsonError(Array(part)) }
      let whole = ArrayEvents(payload)
      #expect(ArrayEvents(payload, chunk: 3) == whole)
    }
    #expect(count == 42)
  }

  @Test func readsCSVSpectrum() {
    var count = 0
    for line in Conformance.lines("csv/csv-spectrum.jsonl") {
      guard let name = line["name"], let csv = line["csv_b64"].flatMap(Conformance.base64),
        let expected = line.rows()
      else {
        Issue.record("unreadable case")
        continue
      }
      count += 1
      let table = CSVTable(csv)
      let header = table.texts.first ?? []
      let rows = table.texts.dropFirst().map { row in zip(header, row).map { [$0, $1] } }
      #expect(rows == expected, "\(name)")
      #expect(table.rows.allSatisfy { $0.faults.isEmpty })
    }
    #expect(count == 10)
  }

  @Test func readsTortureFilesTheSameInAllChunkSizes() {
    var count = 0
    for line in Conformance.lines("csv/duckdb-torture.jsonl") {
      guard let name = line["name"], let csv = line["bytes_b64"].flatMap(Conformance.base64)
      else {
        Issue.record("unreadable case")
        continue
      }
      count += 1
      for delimiter in [CSVReader.Delimiter.comma, .semicolon] {
        let reader = CSVReader(delimiter: delimiter, maxRecordBytes: 1000)
        let whole = CSVTable(csv, reader: reader)
        for chunk in [1, 2, 3, 7, 64, 4096] {
          #expect(CSVTable(csv, chunk: chunk, reader: reader) == whole, "\(name), \(chunk)")
        }
      }
    }
    #expect(count == 202)
  }

  @Test func validatesAndRepairsUTF8Tests() {
    var count = 0
    for line in Conformance.lines("text/utf8tests.jsonl") {
      guard let id = line["id"], let bytes = line["hex"].flatMap(Conformance.hex),
        let replaced = line["replace"].flatMap(Conformance.hex)
      else {
        Issue.record("unreadable case")
        continue
      }
      count += 1
      #expect(isValidUTF8(bytes) == line.bool("valid"), "\(id)")
      #expect(repaired(bytes) == replaced, "\(id)")
      // The same inside a longer text, where vector blocks are used.
      let padding = Array(repeating: UInt8(ascii: "x"), count: 37)
      let padded = padding + bytes + padding
      #expect(isValidUTF8(padded) == line.bool("valid"), "\(id), padded")
      #expect(repaired(padded) == padding + replaced + padding, "\(id), padded")
    }
    #expect(count == 222)
  }
}

enum Conformance {
  static let folder: String? = {
    guard let value = unsafe getenv("EARSHOT_CONFORMANCE") else { return nil }
    // getenv's string stands as long as nobody sets the environment; it is copied here.
    return unsafe String(cString: value)
  }()

  /// A line of one of the files, parsed with our own reader.
  struct Line {
    let bytes: [UInt8]

    subscript(name: String) -> String? {
      guard let parsed = try? Parsed(bytes) else { return nil }
      return parsed.string(name)
    }

    func bool(_ name: String) -> Bool? {
      guard let parsed = try? Parsed(bytes), let index = parsed.member(name) else { return nil }
      return parsed.document.kind(index) == .true
    }

    /// `rows`: objects of strings, each as its members in order.
    func rows() -> [[[String]]]? {
      guard let parsed = try? Parsed(bytes), let rows = parsed.member("rows") else { return nil }
      return unsafe parsed.read { document, raw in
        var result: [[[String]]] = []
        var row = document.firstElement(of: rows)
        while let object = row {
          var members: [[String]] = []
          var key = document.firstKey(of: object)
          while let name = key {
            unsafe members.append([
              document.string(name, in: raw) ?? "", document.string(name + 1, in: raw) ?? "",
            ])
            key = document.key(after: name, in: object)
          }
          result.append(members)
          row = document.element(after: object, in: rows)
        }
        return result
      }
    }
  }

  static func lines(_ path: String) -> [Line] {
    guard let folder else { return [] }
    return file("\(folder)/\(path)").split(separator: 0x0A).map { Line(bytes: Array($0)) }
  }

  private static func file(_ path: String) -> [UInt8] {
    guard let stream = unsafe fopen(path, "rb") else { return [] }
    defer { unsafe _ = fclose(stream) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // fread writes at most block.count bytes.
      let count = unsafe fread(&block, 1, block.count, stream)
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[0..<count])
    }
  }

  static func hex(_ text: String) -> [UInt8]? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count % 2 == 0 else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map {
      UInt8(digits[$0] * 16 + digits[$0 + 1])
    }
  }

  static func base64(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - 65
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - 71
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte + 4
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return bytes
  }
}
