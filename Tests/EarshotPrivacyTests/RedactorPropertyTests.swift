import EarshotModel
import EarshotPrivacy
import Testing

/// What holds for every text, on seeded random ones.
struct RedactorPropertyTests {
  private static let fragments = [
    "555-123-4567", "555-1234", "+354 555 1234", "4111111111111111", "4012 8888 8888 1881", "0",
    "12", "345", "020 7946 0958", "010190-2939", "0101902939", "078-05-1123", "871220-2384",
    "131052-308T",
    "IS14 0159 2600 7654 5510 7303 39", "gb29nwbk60161331926819", "192.168.0.1", "2001:db8::1",
    "aa:bb:cc:dd:ee:01", "anna@example.com", "@", "example.com", "anna", "Smith", "kt.", "tel",
    "order", "ssn", "card", "v", "x", "ext. 12", " ", " ", " ", "-", ".", "/", ":", "::", "(", ")",
    "+", ",", "_", "%", "#", "$", "€", "kr", "[", "]", "[phone]", "[card]", "\n", "\u{A0}", "é",
    "ก", "โทร", "電話", "\u{301}", "\u{20E3}", "\u{FE0F}", "\u{200D}", "\u{600}", "🙂", "и", "2024",
  ]
  private static let names = ["anna", "Anna Smith", "phone", "12", "電話", "[id]", "é"]

  @Test(arguments: [RedactionMode.standard, .strict])
  func redactingTwiceIsRedactingOnce(_ mode: RedactionMode) {
    let redactor = Redactor(mode: mode)
    var random = SplitMix64(state: 7)
    for _ in 0..<40_000 {
      let text = Self.text(&random)
      let once = redactor.redact(text, names: Self.names)
      let twice = redactor.redact(once.bytes, names: Self.names)
      #expect(
        once.bytes == twice.bytes, "\(text.debugDescription) gives \(once.text), \(twice.text)")
    }
  }

  @Test func redactionsAreInOrderAndWhole() {
    let redactor = Redactor(mode: .strict)
    var random = SplitMix64(state: 11)
    for _ in 0..<20_000 {
      let text = Self.text(&random)
      let result = redactor.redact(text, names: Self.names)
      var end: Int32 = 0
      for span in result.spans {
        #expect(span.start >= end && span.stop > span.start, "\(text.debugDescription)")
        end = span.stop
      }
      #expect(Int(end) <= text.utf8.count)
      let boundaries = Self.graphemeBoundaries(of: text)
      for span in result.spans {
        #expect(
          boundaries.contains(Int(span.start)) && boundaries.contains(Int(span.stop)),
          "\(text.debugDescription) \(span)")
      }
    }
  }

  @Test func keepsEveryByteOutsideAndNoneInside() {
    let redactor = Redactor(mode: .strict)
    var random = SplitMix64(state: 13)
    for _ in 0..<5_000 {
      let bytes = Array(Self.text(&random).utf8)
      let result = redactor.redact(bytes, names: Self.names)
      var expected: [UInt8] = []
      var index = 0
      for span in result.spans {
        expected += bytes[index..<Int(span.start)]
        expected += Array("[\(span.kind)]".utf8)
        index = Int(span.stop)
      }
      expected += bytes[index...]
      #expect(result.bytes == expected)
    }
  }

  @Test func partsJoinToTheWholeWhereTheyMeetOutsideRedactions() {
    let redactor = Redactor(mode: .standard)
    var random = SplitMix64(state: 17)
    for _ in 0..<5_000 {
      let bytes = Array(Self.text(&random).utf8)
      let whole = redactor.redact(bytes)
      let cut = Int(random.next() % UInt64(bytes.count + 1))
      if whole.spans.contains(where: { $0.start < cut && cut < $0.stop }) { continue }
      var output: [UInt8] = []
      unsafe bytes.withUnsafeBytes {
        unsafe redactor.append($0, from: 0, to: cut, whole.spans, into: &output)
        unsafe redactor.append($0, from: cut, to: bytes.count, whole.spans, into: &output)
      }
      #expect(output == whole.bytes)
    }
  }

  @Test func arbitraryBytesDoNotCrash() {
    let redactor = Redactor(mode: .strict)
    var random = SplitMix64(state: 19)
    let likely = Array("0123456789:@.-+() aAfFxX[]\u{E9}\u{E01}".utf8)
    for round in 0..<20_000 {
      let bytes = (0..<Int(random.next() % 200)).map { _ in
        round % 2 == 0
          ? UInt8(truncatingIfNeeded: random.next())
          : likely[Int(random.next() % UInt64(likely.count))]
      }
      let result = redactor.redact(bytes, names: Self.names)
      #expect(result.spans.allSatisfy { $0.start < $0.stop && Int($0.stop) <= bytes.count })
    }
  }

  @Test(arguments: [
    "1", "1 ", "a@", "1:", "::", "555-123-4567-", "a.", "1.", "[", "@", "+1 ", "(1) ",
  ])
  func repetitionTakesLinearTime(_ unit: String) {
    let text = String(repeating: unit, count: 20_000)
    let redactor = Redactor(mode: .standard)
    let clock = ContinuousClock()
    let time = clock.measure { _ = redactor.redact(text) }
    // Some 200 ns a byte in a debug build; quadratic time would take minutes.
    #expect(time < .seconds(20))
  }

  private static func text(_ random: inout SplitMix64) -> String {
    (0..<(1 + Int(random.next() % 9))).map { _ in
      fragments[Int(random.next() % UInt64(fragments.count))]
    }.joined()
  }

  private static func graphemeBoundaries(of text: String) -> Set<Int> {
    var offset = 0
    var boundaries: Set<Int> = [0]
    for character in text {
      offset += character.utf8.count
      boundaries.insert(offset)
    }
    return boundaries
  }
}

/// Vigna's SplitMix64, so that every run sees the same texts.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
