import EarshotFormats
import Testing

/// All that a splitter reports of an input cut into chunks.
struct ArrayEvents: Equatable {
  var events: [JSONArraySplitter.Event] = []
  var elements: [Range<Int>] = []

  init(_ bytes: [UInt8], chunk: Int = .max, limit: Int = 1 << 20) {
    var splitter = JSONArraySplitter(maxElementBytes: limit)
    var start = 0
    while start < bytes.count {
      let end = chunk < bytes.count - start ? start + chunk : bytes.count
      unsafe bytes[start..<end].withUnsafeBytes { raw in
        var position = 0
        while true {
          let event = unsafe splitter.next(in: raw, at: &position)
          if event == .needsInput { break }
          record(event, splitter)
        }
      }
      start = end
    }
    record(splitter.finish(), splitter)
  }

  private mutating func record(_ event: JSONArraySplitter.Event, _ splitter: JSONArraySplitter) {
    events.append(event)
    switch event {
    case .element: elements.append(splitter.element)
    case .tooLong: elements.append(splitter.element.lowerBound..<splitter.element.lowerBound)
    default: break
    }
  }
}

@Suite struct JSONArraySplitterTests {
  @Test(arguments: [
    ("[]", []),
    (" [ ] ", []),
    ("[1]", ["1"]),
    ("\u{FEFF}[ {\"a\":[1,2]} , \"x,]\\\"\" ,null]\n", ["{\"a\":[1,2]}", "\"x,]\\\"\"", "null"]),
    ("[{\"a\":\"}\"},{\"b\":\"\\\\\"}]", ["{\"a\":\"}\"}", "{\"b\":\"\\\\\"}"]),
    ("[[[]],[{}]]", ["[[]]", "[{}]"]),
  ])
  func findsElements(_ text: String, _ expected: [String]) {
    let bytes = Array(text.utf8)
    for chunk in [1, 2, 3, 7, 64] {
      let found = ArrayEvents(bytes, chunk: chunk)
      #expect(found.elements.map { String(decoding: bytes[$0], as: UTF8.self) } == expected)
      #expect(found.events.last == .end)
      #expect(found.events.count == expected.count + 1)
    }
  }

  @Test(arguments: [
    ("", JSONArraySplitter.Event.fault(.notAnArray, offset: 0)),
    ("{}", .fault(.notAnArray, offset: 0)),
    ("[1 2]", .fault(.missingComma, offset: 3)),
    ("[1,]", .fault(.missingElement, offset: 3)),
    ("[,1]", .fault(.missingElement, offset: 1)),
    ("[1] x", .fault(.trailingBytes, offset: 4)),
    ("[1", .fault(.unterminated, offset: 1)),
    ("[{\"a\":1}", .fault(.unterminated, offset: 8)),
    ("[1,{\"a", .fault(.unterminated, offset: 3)),
  ])
  func reportsFaults(_ text: String, _ fault: JSONArraySplitter.Event) {
    #expect(ArrayEvents(Array(text.utf8)).events.contains(fault))
  }

  @Test func skipsLongElements() {
    let long = String(repeating: "y", count: 50)
    let text = "[1,\"\(long)\",{\"a\":\"\(long)\"},2]"
    for chunk in [1, 5, 64, 1000] {
      let found = ArrayEvents(Array(text.utf8), chunk: chunk, limit: 20)
      #expect(found.events == [.element, .tooLong, .tooLong, .element, .end])
    }
  }

  @Test func chunksChangeNothing() {
    var random = SeededGenerator(seed: 7)
    let alphabet = Array("[]{},\":\\ 1a\n".utf8)
    for _ in 0..<2000 {
      let count = Int.random(in: 0..<40, using: &random)
      let bytes = [0x5B] + (0..<count).map { _ in alphabet.randomElement(using: &random)! }
      let whole = ArrayEvents(bytes, limit: 9)
      for chunk in [1, 2, 3, 7] {
        #expect(ArrayEvents(bytes, chunk: chunk, limit: 9) == whole)
      }
    }
  }
}
