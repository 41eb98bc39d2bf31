import EarshotIngest
import EarshotModel
import Testing

@Suite struct InputReaderTests {
  static let line = #"{"id":"1","text":"a"}"#

  /// Name, bytes, records, rejections.
  static let inputs: [(String, String, [String], [String])] = [
    ("a.jsonl", line + "\n\n" + line, ["1@0 1|text=a", "3@23 1|text=a"], []),
    ("a.jsonl", line + "\r\r\n\u{FEFF}" + line + "\r\n", ["1@0 1|text=a", "2@27 1|text=a"], []),
    ("a.jsonl", "{\n" + line, ["2@2 1|text=a"], ["1@0 parse_error : {"]),
    ("a.json", "[" + line + ", " + line + "]", ["1@1 1|text=a", "2@24 1|text=a"], []),
    ("a.json", "[" + line + ",]", ["1@1 1|text=a"], ["1@23 parse_error : ]"]),
    ("a.json", "[" + line + ",{\"id\":", ["1@1 1|text=a"], ["2@23 parse_error : {\"id\":"]),
    ("a.json", "[" + line + "]\n[" + line + "]", ["1@1 1|text=a", "2@25 1|text=a"], []),
    ("a.json", "{\n\"text\":\n\"a\"}{\"text\":\"b\"}", ["1@0 |text=a", "2@14 |text=b"], []),
    ("a.csv", "id,text\n1,\"a\nb\"\r\n2,c", ["2@8 1|text=a\nb", "4@17 2|text=c"], []),
    ("a.csv", "ID;Comment\n1;a,b\n", ["2@11 1|comment=a,b"], []),
    ("a.csv", "id,text\n1,a,b\n2,c\n", ["3@14 2|text=c"], ["2@8 bad_csv : 1,a,b"]),
    ("a.csv", "id,text\n1,\"a\n2,b\n", ["3@13 2|text=b"], ["2@8 bad_csv : 1,\"a"]),
    ("a.tsv", "id\ttext\n1\ta, \"b\"\n", ["2@8 1|text=a, \"b\""], []),
    ("a.txt", "a\r\n\nb", ["1@0 |text=a", "3@4 |text=b"], []),
    ("a", "id,text\n1,a\n", ["2@8 1|text=a"], []),
    ("a", "Dear all, hello", ["1@0 |text=Dear all, hello"], []),
    ("a", "", [], []),
    ("a.csv", "id,text\n", [], []),
  ]

  @Test(arguments: inputs, [1, 2, 3, 7, 64, 1 << 18])
  func readsTheSameAtAnyBatchSize(
    _ input: (String, String, [String], [String]), _ batchBytes: Int
  ) throws {
    let folder = Folder()
    var options = InputOptions()
    options.batchBytes = batchBytes
    let reading = try Reading.read([folder.write(input.1, input.0)], options)
    #expect(reading.records == input.2)
    #expect(reading.rejections == input.3)
  }

  @Test(arguments: [1, 16, 1 << 18])
  func passesOverLongRecords(_ batchBytes: Int) throws {
    let folder = Folder()
    var options = InputOptions()
    options.batchBytes = batchBytes
    options.maxLine = 40
    let long = #"{"id":"2","text":""# + String(repeating: "b", count: 100) + #""}"#
    for (name, text, line) in [
      ("a.jsonl", Self.line + "\n" + long + "\n" + Self.line, 3),
      ("a.json", "[\(Self.line),\(long),\(Self.line)]", 3),
      ("a.csv", "id,text\n1,a\n2,\(String(repeating: "b", count: 100))\n1,a\n", 4),
    ] {
      let reading = try Reading.read([folder.write(text, name)], options)
      #expect(reading.records.count == 2)
      #expect(reading.records.last?.hasPrefix("\(line)@") == true)
      #expect(reading.records.last?.hasSuffix(" 1|text=a") == true)
      #expect(reading.rejections.count == 1)
      #expect(reading.rejections.first?.contains(" too_long ") == true)
    }
  }

  @Test(arguments: [1, 5, 1 << 18])
  func splitsTextAtBlankLines(_ batchBytes: Int) throws {
    let folder = Folder()
    let path = folder.write("\na\nb\r\n \n\nc\n", "a.txt")
    var options = InputOptions()
    options.batchBytes = batchBytes
    options.split = .paragraph
    #expect(try Reading.read([path], options).records == ["2@1 |text=a\nb", "6@9 |text=c"])
    options.split = .record
    #expect(try Reading.read([path], options).records == ["2@1 |text=a\nb\r\n \n\nc"])
  }

  @Test(arguments: [false, true], [1, 3, 1 << 18])
  func decodesUTF16(_ isBigEndian: Bool, _ batchBytes: Int) throws {
    let text = #"{"text":"é😀"}"# + "\n"
    var bytes: [UInt8] = isBigEndian ? [0xFE, 0xFF] : [0xFF, 0xFE]
    for unit in text.utf16 {
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      bytes += isBigEndian ? pair : pair.reversed()
    }
    let folder = Folder()
    var options = InputOptions()
    options.batchBytes = batchBytes
    let reading = try Reading.read([folder.write(bytes, "a.jsonl")], options)
    #expect(reading.records == ["1@0 |text=é😀"])
    let unmarked = folder.write(Array(bytes.dropFirst(2)), "b.jsonl")
    let error = #expect(throws: IngestError.self) { try Reading.read([unmarked], options) }
    #expect(error?.code == .encoding)
  }

  @Test func readsRandomInputTheSameAtAnyBatchSize() throws {
    let folder = Folder()
    var seed: UInt64 = 7
    func random(_ bound: UInt64) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33 % bound)
    }
    let pieces = [
      "\"", ",", "\n", "\r\n", "\r", "a", "{", "}", "[", "]", "\\", "1", ":", "\"text\"", " ", "é",
      "\u{FEFF}", "{\"text\":\"x\"}", "x,y\n", "\n\n", "    ",
    ]
    for round in 0..<160 {
      var text = round % 4 == 0 ? "id,text\n" : round % 4 == 1 ? "[" : ""
      for _ in 0..<random(60) { text += pieces[random(UInt64(pieces.count))] }
      let name = ["a.csv", "a.json", "a.jsonl", "a.txt"][round % 4]
      let path = folder.write(text, name)
      var options = InputOptions()
      options.maxLine = 24
      options.split = round % 8 < 4 ? .paragraph : .line
      let whole = try Reading.read([path], options)
      for batchBytes in [1, 2, 5, 33] {
        options.batchBytes = batchBytes
        let reading = try Reading.read([path], options)
        #expect(reading == whole, "\(name) \(batchBytes) \(text.debugDescription)")
      }
    }
  }

  @Test func namesColumnsThatAreMissingOrDouble() throws {
    let folder = Folder()
    for text in ["a,b\n1,2\n", "id,text,text\n1,2,3\n"] {
      let path = folder.write(text, "a.csv")
      let error = #expect(throws: IngestError.self) {
        try Reading.read([path], InputOptions())
      }
      #expect(error?.code == .header)
    }
  }

  @Test func readsTablesWithoutAHeader() throws {
    let folder = Folder()
    var options = InputOptions()
    options.hasHeader = false
    options.map = try ColumnMap("text=2,id=1")
    let reading = try Reading.read([folder.write("1,a\n2,b\n", "a.csv")], options)
    #expect(reading.records == ["1@0 1|2=a", "2@4 2|2=b"])
  }

  @Test func goesOnAfterADamagedInputWhereAsked() throws {
    let folder = Folder()
    let paths = [
      folder.write([0xFF, 0xFE, 0, 0], "utf32.jsonl"), folder.path + "/gone.jsonl",
      folder.write(Self.line, "a.jsonl"),
    ]
    var options = InputOptions()
    options.keepGoing = true
    let reading = try Reading.read(paths, options)
    #expect(reading.records == ["1@0 1|text=a"])
    #expect(reading.warnings[.damagedInput] == 2)
    let reader = InputReader(paths: paths, options: options)
    while try reader.next() != nil {}
    #expect(reader.sources.map { $0.damage == nil } == [false, false, true])
  }

  @Test func reportsSources() throws {
    let folder = Folder()
    let path = folder.write(Self.line + "\n", "a.jsonl")
    let reader = InputReader(paths: [path, path], options: InputOptions())
    while try reader.next() != nil {}
    #expect(reader.sources.count == 2)
    #expect(reader.sources[0].bytes == 22)
    let hash = KeyedHash.hash(Array((Self.line + "\n").utf8), key: (0, 0))
    #expect(UInt64(reader.sources[0].hash, radix: 16) == hash)
    #expect(reader.sources[1].hash.utf8.count == 16)
    #expect(reader.sources[1].isComplete)
    #expect(reader.bytesRead == 44)
  }
}
