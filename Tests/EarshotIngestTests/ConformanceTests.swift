import EarshotFormats
import EarshotIngest
import EarshotModel
import Glibc
import Testing

/// The folder of published suites, if there is one.
private let conformanceFolder: String? = unsafe getenv("EARSHOT_CONFORMANCE").map {
  unsafe String(cString: $0)
}

/// Published suites, read from the folder that EARSHOT_CONFORMANCE names.
@Suite(.enabled(if: conformanceFolder != nil)) struct ConformanceTests {
  @Test func judgesRecordsAsTheJSONSuiteDoes() throws {
    var judged = 0
    let inputs = Folder()
    for one in try Self.cases("json/jsontestsuite.jsonl", ["name", "record_expect", "bytes_b64"]) {
      guard one[1] == "accept" || one[1] == "reject" else { continue }
      let bytes = Array(#"{"id":"x","text":"ok","extra":"#.utf8) + Self.decoded(one[2])
      let path = inputs.write(bytes + Array("}\n".utf8), "a.jsonl")
      let reading = try Reading.read([path], InputOptions())
      #expect(reading.records.count == (one[1] == "accept" ? 1 : 0), "\(one[0])")
      #expect(reading.rejections.count == (one[1] == "accept" ? 0 : 1), "\(one[0])")
      judged += 1
    }
    #expect(judged == 273)
  }

  @Test(arguments: [
    ("csv/duckdb-torture.jsonl", "a.csv"), ("json/duckdb-json.jsonl", "a.json"),
    ("json/duckdb-json.jsonl", "a.jsonl"),
  ])
  func readsTheSameAtAnyBatchSize(_ suite: String, _ name: String) throws {
    let inputs = Folder()
    var options = InputOptions()
    options.keepGoing = true
    for one in try Self.cases(suite, ["name", "bytes_b64"]) {
      let path = inputs.write(Self.decoded(one[1]), name)
      options.batchBytes = 1 << 18
      let whole = try Reading.read([path], options)
      for batchBytes in [1, 7, 64, 4096] {
        options.batchBytes = batchBytes
        #expect(try Reading.read([path], options) == whole, "\(one[0]) \(batchBytes)")
      }
    }
  }

  /// The values of these keys, line by line.
  private static func cases(_ name: String, _ keys: [String]) throws -> [[String]] {
    let path = (conformanceFolder ?? "") + "/" + name
    var document = JSONDocument()
    var found: [[String]] = []
    for line in read(path).split(separator: 0x0A) {
      // The pointer is used inside the closure only.
      let values = try unsafe line.withUnsafeBytes { bytes in
        try unsafe document.parse(bytes)
        return keys.map { key in
          let index = unsafe document.member(JSONKey(key), of: 0, in: bytes)
          return index.flatMap { unsafe document.string($0, in: bytes) } ?? ""
        }
      }
      found.append(values)
    }
    return found
  }

  private static func read(_ path: String) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count <= 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Base64 (RFC 4648, section 4).
  private static func decoded(_ text: String) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var bytes: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 {
      guard let value = alphabet.firstIndex(of: byte) else { continue }
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
