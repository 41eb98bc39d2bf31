import EarshotFormats
import Testing

@Suite struct JSONWriterTests {
  @Test func placesCommas() {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("schema")
    writer.string("record/1")
    writer.key(Array("a\"b".utf8))
    writer.beginArray()
    writer.integer(-7)
    writer.beginObject()
    writer.endObject()
    writer.bool(true)
    writer.beginArray()
    writer.endArray()
    writer.null()
    writer.endArray()
    writer.key("n")
    writer.fixedPoint(40_000, scale: 4)
    writer.key("x")
    writer.fixedPoint(nil, scale: 4)
    writer.key("p")
    writer.significant(.nan)
    writer.key("q")
    writer.decimal(0.5, places: 6)
    writer.endObject()
    writer.endLine()
    writer.bool(false)
    #expect(
      String(decoding: writer.bytes, as: UTF8.self)
        == #"{"schema":"record/1","a\"b":[-7,{},true,[],null],"n":4.0,"x":null,"p":null,"q":0.5}"#
        + "\nfalse")
  }

  @Test(arguments: [
    ("plain", #""plain""#), ("\"\\/", #""\"\\/""#), ("\u{8}\t\n\u{C}\r", #""\b\t\n\f\r""#),
    ("\u{0}\u{1F}\u{7F}", "\"\\u0000\\u001f\u{7F}\""), ("é\u{2028}😀", "\"é\u{2028}😀\""),
    ("", "\"\""), ("eleven char\n", "\"eleven char\\n\""),
  ])
  func escapesLittle(_ text: String, _ json: String) {
    var writer = JSONWriter()
    writer.string(text)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
  }

  @Test(arguments: [
    ("</script>", #""\u003c/script>""#), ("a\u{2028}b\u{2029}", #""a\u2028b\u2029""#),
    ("â€\u{2027}", "\"â€\u{2027}\""),
  ])
  func escapesForScripts(_ text: String, _ json: String) {
    var writer = JSONWriter(forScript: true)
    writer.string(text)
    #expect(String(decoding: writer.bytes, as: UTF8.self) == json)
  }

  @Test func stringsRoundTrip() throws {
    var random = SeededGenerator(seed: 13)
    for i in 0..<3000 {
      var text: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<30, using: &random) {
        let limit: UInt32 = [0x60, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &random)!
        UTF8Repair.append(UInt32.random(in: 0..<limit, using: &random), to: &text)
      }
      var writer = JSONWriter(forScript: i % 2 == 0)
      writer.beginObject()
      writer.key(text)
      writer.string(text)
      writer.endObject()
      let parsed = try Parsed(writer.bytes)
      #expect(parsed.text(1) == text)
      #expect(parsed.text(2) == text)
    }
  }

  @Test func treesRoundTrip() throws {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<500 {
      var writer = JSONWriter()
      var nodes = 0
      write(depth: 4, &writer, &random, &nodes)
      let parsed = try Parsed(writer.bytes)
      let count = parsed.document.count
      #expect(count == nodes)
    }
  }

  private func write(
    depth: Int, _ writer: inout JSONWriter, _ random: inout SeededGenerator, _ nodes: inout Int
  ) {
    nodes += 1
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &random) {
    case 0: writer.null()
    case 1: writer.bool(Bool.random(using: &random))
    case 2: writer.integer(Int.random(in: Int.min...Int.max, using: &random))
    case 3: writer.string("x\n")
    case 4: writer.significant(Double.random(in: -1e9...1e9, using: &random))
    case 5:
      writer.beginArray()
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        write(depth: depth - 1, &writer, &random, &nodes)
      }
      writer.endArray()
    default:
      writer.beginObject()
      for _ in 0..<Int.random(in: 0..<4, using: &random) {
        writer.key("k")
        nodes += 1
        write(depth: depth - 1, &writer, &random, &nodes)
      }
      writer.endObject()
    }
  }
}
