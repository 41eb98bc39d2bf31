import EarshotFormats
import Testing

@Suite struct JSONDocumentTests {
  @Test(arguments: [
    "null", " true ", "false\n", "0", "-0", "-0.5e+10", "1E9", "123456789012345678901234567890",
    "\"\"", "\"a\\u00e9\\ud83d\\ude00\"", "[]", "{}", "[[],{}]", "{\"a\":{\"b\":[1,2]}}",
    "\t\r\n{ \"a\" : 1 , \"a\" : 2 } ", "\"\u{7F}\u{2028}\"", "[1,\"twelve letters\",null]",
  ])
  func accepts(_ text: String) { #expect(jsonError(Array(text.utf8)) == nil) }

  @Test(arguments: [
    ("", JSONError.Code.unexpectedEnd, 0, JSONError.Expectation.value),
    ("  ", .unexpectedEnd, 2, .value),
    ("nul", .unexpectedEnd, 3, .literalNull),
    ("nulL", .unexpectedByte, 3, .literalNull),
    ("[tru3]", .unexpectedByte, 4, .literalTrue),
    ("fals]", .unexpectedByte, 4, .literalFalse),
    ("01", .unexpectedByte, 1, .noLeadingZero),
    ("-", .unexpectedEnd, 1, .digit),
    ("-a", .unexpectedByte, 1, .digit),
    ("1.", .unexpectedEnd, 2, .digitAfterPoint),
    ("[1.e2]", .unexpectedByte, 3, .digitAfterPoint),
    ("1e+", .unexpectedEnd, 3, .digitOfExponent),
    (".5", .unexpectedByte, 0, .value),
    ("+1", .unexpectedByte, 0, .value),
    ("NaN", .unexpectedByte, 0, .value),
    ("[1,]", .unexpectedByte, 3, .valueAfterComma),
    ("[,1]", .unexpectedByte, 1, .value),
    ("[1 2]", .unexpectedByte, 3, .commaOrBracket),
    ("[1", .unexpectedEnd, 2, .commaOrBracket),
    ("[", .unexpectedEnd, 1, .value),
    ("{", .unexpectedEnd, 1, .keyOrEnd),
    ("{a:1}", .unexpectedByte, 1, .keyOrEnd),
    ("{\"a\":1,}", .unexpectedByte, 7, .keyAfterComma),
    ("{\"a\" 1}", .unexpectedByte, 5, .colon),
    ("{\"a\"", .unexpectedEnd, 4, .colon),
    ("{\"a\":}", .unexpectedByte, 5, .value),
    ("{\"a\":1]", .unexpectedByte, 6, .commaOrBrace),
    ("{\"a\":1", .unexpectedEnd, 6, .commaOrBrace),
    ("\"abc", .unexpectedEnd, 4, .stringEnd),
    ("\"a\\x\"", .unexpectedByte, 3, .escape),
    ("\"a\\", .unexpectedEnd, 3, .escape),
    ("\"\\u12G4\"", .unexpectedByte, 5, .hexDigit),
    ("\"\\u12", .unexpectedEnd, 5, .hexDigit),
    ("\"tab\there\"", .controlCharacter, 4, .noControl),
    ("\"long enough for a word\u{0}\"", .controlCharacter, 23, .noControl),
    ("1 2", .trailingBytes, 2, .end),
    ("{}}", .trailingBytes, 2, .end),
    ("\u{FEFF}1", .unexpectedByte, 0, .value),
    ("'a'", .unexpectedByte, 0, .value),
  ])
  func rejects(
    _ text: String, _ code: JSONError.Code, _ offset: Int, _ expected: JSONError.Expectation
  ) {
    let bytes = Array(text.utf8)
    let found = offset < bytes.count ? bytes[offset] : nil
    #expect(
      jsonError(bytes)
        == JSONError(code: code, offset: offset, found: found, expected: expected))
  }

  @Test func messagesNamePlaceExpectationAndFinding() {
    #expect(
      jsonError(Array("{\"a\":1]".utf8))?.description
        == "byte 6: expected ',' or '}' after a member, found ']'")
    #expect(
      jsonError(Array("[1".utf8))?.description
        == "byte 2: expected ',' or ']' after an element, found the end of the input")
    #expect(jsonError([0xFF])?.description == "byte 0: expected a value, found byte 0xFF")
  }

  @Test func limitsDepthWithoutRecursion() {
    func nested(_ depth: Int) -> [UInt8] {
      Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
    }
    #expect(jsonError(nested(256)) == nil)
    #expect(jsonError(nested(257))?.code == .tooDeep)
    #expect(jsonError(nested(257))?.offset == 256)
    #expect(jsonError(nested(100_000), limits: .init(depth: 100_000)) == nil)
    #expect(jsonError(Array(repeating: 0x5B, count: 100_000))?.code == .tooDeep)
  }

  @Test func limitsNodes() {
    #expect(jsonError(Array("[1,2,3]".utf8), limits: .init(nodes: 4)) == nil)
    let error = jsonError(Array("[1,2,3]".utf8), limits: .init(nodes: 3))
    #expect(error?.code == .tooManyValues)
    #expect(error?.offset == 5)
  }

  @Test func invalidUTF8IsAFlagUnlessStrict() throws {
    let bytes: [UInt8] = [0x22] + Array("plain text before".utf8) + [0xC3, 0x28, 0x22]
    let parsed = try Parsed(bytes)
    let isFlagged = parsed.document.hasInvalidUTF8
    #expect(isFlagged)
    #expect(parsed.text(0) == Array("plain text before\u{FFFD}(".utf8))
    let error = jsonError(bytes, strictEncoding: true)
    #expect(error?.code == .invalidUTF8)
    #expect(error?.offset == 18)
    #expect(jsonError([0x5B, 0xFF, 0x5D]) != nil)
  }

  @Test(arguments: [
    (#""a\"\\\/\b\f\n\r\tz""#, "a\"\\/\u{8}\u{C}\n\r\tz"),
    (#""\u0041\u00e9\u20AC\uD83D\uDE00""#, "Aé€😀"),
    (#""\ud800""#, "\u{FFFD}"),
    (#""\udc00x""#, "\u{FFFD}x"),
    (#""\ud800\u0041""#, "\u{FFFD}A"),
    (#""\ud800\ud83d\ude00""#, "\u{FFFD}😀"),
    (#""\ud800\n""#, "\u{FFFD}\n"),
    (#""\u0000""#, "\0"),
    (#""grüße \u2764 日本""#, "grüße ❤ 日本"),
  ])
  func decodesStrings(_ json: String, _ text: String) throws {
    #expect(try Parsed(json).text(0) == Array(text.utf8))
  }

  @Test func reportsRepair() throws {
    func isRepaired(_ json: String) throws -> Bool {
      let parsed = try Parsed(json)
      return unsafe parsed.read { document, raw in
        var output: [UInt8] = []
        return unsafe document.appendString(0, in: raw, to: &output)
      }
    }
    #expect(try isRepaired(#""\ud800""#))
    #expect(try !isRepaired(#""\ud83d\ude00""#))
  }

  @Test func looksUpMembers() throws {
    let parsed = try Parsed(
      #"{"id":"1","text":"first","n":{"id":"inner"},"t\u0065xt":"last","":"empty"}"#)
    #expect(parsed.string("id") == "1")
    #expect(parsed.string("text") == "last")
    #expect(parsed.string("") == "empty")
    #expect(parsed.member("tex") == nil)
    #expect(parsed.member("id", of: 1) == nil)
  }

  @Test func walksChildrenInOrder() throws {
    let parsed = try Parsed(#"{"a":[1,[2,{"x":3}],"s"],"b":{},"c":null}"#)
    unsafe parsed.read { document, raw in
      var names: [String] = []
      var key = document.firstKey(of: 0)
      while let index = key {
        unsafe names.append(document.string(index, in: raw) ?? "?")
        key = document.key(after: index, in: 0)
      }
      #expect(names == ["a", "b", "c"])
      let array = document.root + 2
      #expect(document.childCount(of: array) == 3)
      #expect(document.childCount(of: 0) == 3)
      #expect(document.kind(document.element(2, of: array) ?? 0) == .string)
      #expect(document.element(3, of: array) == nil)
      #expect(document.firstElement(of: 0) == nil)
      #expect(document[0].range == 0..<41)
    }
  }

  @Test(arguments: [
    ("a", "1"), ("b.c", "\"x\""), ("b.d[1]", "[3]"), ("b.d[1][0]", "3"), ("e\\.f", "true"),
    ("b.d[2]", nil), ("b.x", nil), ("a.b", nil), ("b[0]", nil),
  ])
  func followsPaths(_ path: String, _ expected: String?) throws {
    let parsed = try Parsed(#"{"a":1,"b":{"c":"x","d":[2,[3]]},"e.f":true}"#)
    let path = try JSONPath(path)
    let found: String? = unsafe parsed.read { document, raw in
      guard let index = unsafe document.value(at: path, in: raw) else { return nil }
      let node = document[index]
      let range =
        node.kind == .string
        ? node.range.lowerBound - 1..<node.range.upperBound + 1 : node.range
      return unsafe String(decoding: raw[range], as: UTF8.self)
    }
    #expect(found == expected)
  }

  @Test(arguments: ["", "a.", ".a", "a..b", "a[", "a[x]", "a[1", "a[1]b", "a\\", "a.[0]"])
  func refusesPaths(_ path: String) {
    #expect(throws: JSONPath.ParseError.self) { try JSONPath(path) }
  }

  @Test(arguments: [
    ("{}", false), ("[1,1]", false), (#"{"a":1,"b":2}"#, false), (#"{"a":1,"a":2}"#, true),
    (#"{"a":1,"\u0061":2}"#, true), (#"{"a":{"a":1}}"#, false),
  ])
  func knowsDuplicateKeys(_ json: String, _ expected: Bool) throws {
    #expect(try hasDuplicates(json) == expected)
  }

  @Test func knowsDuplicatesAmongManyKeys() throws {
    let members = (0..<5000).map { "\"key\($0)\":\($0)" }
    #expect(try !hasDuplicates("{" + members.joined(separator: ",") + "}"))
    #expect(try hasDuplicates("{" + (members + ["\"key17\":0"]).joined(separator: ",") + "}"))
  }

  private func hasDuplicates(_ json: String) throws -> Bool {
    var parsed = try Parsed(json)
    let bytes = parsed.bytes
    return unsafe bytes.withUnsafeBytes {
      unsafe parsed.document.hasDuplicateKeys(0, in: $0)
    }
  }

  @Test func isReusedBetweenRecords() throws {
    var parsed = try Parsed("[1,2,3]")
    let fault = parsed.reparse(Array("[1,".utf8))
    #expect(fault?.code == .unexpectedEnd)
    let countAfterFault = parsed.document.count
    #expect(countAfterFault == 0)
    let noFault = parsed.reparse(Array("7".utf8))
    #expect(noFault == nil)
    let countAfterReuse = parsed.document.count
    #expect(countAfterReuse == 1)
  }

  @Test func arbitraryBytesNeverCrash() {
    var random = SeededGenerator(seed: 11)
    let alphabet = Array("{}[]\",:\\u0123dDeE+-.truefalsn ".utf8) + [0xC3, 0xA9, 0xFF, 0x00, 0xED]
    var accepted = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 0..<24, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random)! }
      guard let parsed = try? Parsed(bytes) else { continue }
      accepted += 1
      for index in 0..<parsed.document.count {
        let node = parsed.document[index]
        #expect(node.range.upperBound <= bytes.count)
        let text = parsed.text(index)
        #expect(isValidUTF8(text))
      }
    }
    #expect(accepted > 0)
  }

  /// Words straddle every boundary: one odd byte at each place of strings of each length.
  @Test func findsStopsAtEveryOffset() {
    for count in 0..<40 {
      for place in 0..<count {
        for (byte, code) in [(UInt8(0x1F), JSONError.Code.controlCharacter), (0x5C, nil)] {
          var bytes = [UInt8](repeating: 0x7F, count: count)
          bytes[place] = byte
          let error = jsonError([0x22] + bytes + [0x22, 0x20, 0x20])
          #expect(error != nil)
          #expect(code == nil || error?.code == code)
          #expect(code == nil || error?.offset == place + 1)
        }
      }
    }
  }
}
