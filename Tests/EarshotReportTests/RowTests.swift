import EarshotFormats
import EarshotModel
import EarshotReport
import Testing

@Suite struct RowTests {
  private let key: (UInt64, UInt64) = (1, 2)

  private var catalog: Catalog {
    var catalog = Catalog()
    catalog.themes = [
      Theme(path: "delivery", parent: -1, depth: 1, label: "Delivery \"\u{1}\"", owner: nil),
      Theme(path: "delivery/late", parent: 0, depth: 2, label: nil, owner: "ops@"),
    ]
    catalog.intents = ["churn"]
    catalog.emotions = ["anger"]
    catalog.stages = ["trial"]
    catalog.constituencies = ["employee"]
    catalog.rules = ["en.tsv:1", "en.tsv:2"]
    return catalog
  }

  private func tables(_ options: RowOptions) -> RowTables {
    RowTables(
      catalog: catalog, dimensions: ["plan"], fieldNames: ["text", "title"], options: options)
  }

  /// "Grüße 🙂 not good, mail a@b.is" with a theme, a sentiment hit, and an address.
  private func example() -> BatchBuilder {
    var builder = BatchBuilder(dimensions: 1)
    let text = builder.add("Grüße 🙂 not good, mail a@b.is")
    let plan = builder.add("pro")
    let author = builder.add("Jane")
    builder.redact(builder.find("a@b.is", in: text), .email)
    var record = Record(line: 7, byte: 120)
    record.author = author
    record.day = 20_779
    record.time = 20_779 * 86_400 + 34_200
    record.rating = Rating(value: 40_000, metric: .stars)
    builder.batch.fields = [TextField(name: 0, text: text)]
    record.fields = 0..<1
    builder.batch.records = [record]
    builder.batch.segmentValues = [plan]
    var outcome = Outcome(language: LanguageGuess(tag: LanguageTag("de"), confidence: 9987))
    outcome.score = -6124
    outcome.negative = -7579
    outcome.label = .negative
    outcome.themes = 0..<2
    outcome.intents = 0..<1
    outcome.flags = [.redacted, .shouting]
    outcome.mentions = 0..<2
    builder.found.outcomes = [outcome]
    builder.found.ids = [0]
    builder.found.themes = [
      ThemeOutcome(theme: 0, isDirect: false, score: -6124, label: .negative),
      ThemeOutcome(theme: 1, isDirect: true, score: nil, label: .none),
    ]
    let good = builder.find("good", in: text)
    let not = builder.find("not", in: text)
    let mail = builder.find("mail a@b", in: text)
    var hit = Mention(
      record: 0, field: 0, kind: .sentiment, id: -1, start: good.start, stop: good.stop, rule: 0)
    hit.base = 19_000
    hit.score = -14_060
    hit.isNegated = true
    hit.clauseStart = text.start
    hit.clauseStop = good.stop
    hit.shifters = 0..<1
    builder.found.shifters = [
      Shifter(kind: .negator, start: not.start, stop: not.stop, factor: -7400)
    ]
    var theme = Mention(
      record: 0, field: 0, kind: .theme, id: 1, start: mail.start, stop: mail.stop, rule: 1)
    theme.ordinal = 1
    theme.clause = 1
    theme.clauseStart = mail.start
    theme.clauseStop = text.stop
    builder.found.mentions = [hit, theme]
    return builder
  }

  @Test func recordRowIsAsPromised() {
    var writer = JSONWriter()
    var encoder = RecordRowEncoder(tables(RowOptions(text: .redacted, hashKey: key)))
    encoder.append(example().rows(), to: &writer)
    #expect(
      string(writer.bytes) == """
        {"schema":"record/1","id":"in.jsonl:7","source":"in.jsonl","line":7,"kind":"feedback",\
        "author":"\(hex(KeyedHash.hash(Array("Jane".utf8), key: key)))","role":"unknown",\
        "customer":null,"stage":null,"constituency":null,"channel":null,"seg_plan":"pro",\
        "time":"2026-11-22T09:30:00Z","day":"2026-11-22","lang":"de","lang_conf":0.9987,\
        "lang2":null,"rating":4.0,"weight":1.0,"chars":0,"tokens":0,"clauses":0,"score":-0.6124,\
        "pos":null,"neg":-0.7579,"label":"negative","themes":["delivery/late"],\
        "theme_scores":[null],"intents":["churn"],"emotions":[],"questions":0,"effort":null,\
        "dup_of":null,"flags":["shouting","redacted"],"text":"Grüße 🙂 not good, mail [email]"}

        """)
  }

  private func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  @Test(arguments: [
    (OffsetUnit.codepoint, 12, 16, 8, 11, 23), (.utf16, 13, 17, 9, 12, 24),
    (.utf8, 17, 21, 13, 16, 28),
  ])
  func offsetsCountInTheUnitAskedFor(
    unit: OffsetUnit, start: Int, stop: Int, shifterStart: Int, shifterStop: Int, mail: Int
  ) throws {
    var writer = JSONWriter()
    var encoder = MentionRowEncoder(tables(RowOptions(offsets: unit, hashKey: key)))
    encoder.append(example().rows(), to: &writer)
    let rows = try parsedLines(writer.bytes)
    #expect(rows[0]["start"] == .integer(start))
    #expect(rows[0]["stop"] == .integer(stop))
    #expect(rows[0]["clause_start"] == .integer(0))
    #expect(rows[0]["shifters"]?.asArray?[0]["start"] == .integer(shifterStart))
    #expect(rows[0]["shifters"]?.asArray?[0]["stop"] == .integer(shifterStop))
    #expect(rows[1]["start"] == .integer(mail - 5))
  }

  @Test func mentionRowIsAsPromised() {
    var writer = JSONWriter()
    var encoder = MentionRowEncoder(tables(RowOptions(hashKey: key)))
    encoder.append(example().rows(), to: &writer)
    #expect(
      string(writer.bytes) == """
        {"schema":"mention/1","record":"in.jsonl:7","n":0,"field":"text","kind":"sentiment",\
        "id":null,"start":12,"stop":16,"match":"good","clause":0,"clause_start":0,\
        "clause_stop":16,"lang":"de","base":1.9,"score":-1.406,"negated":true,"irrealis":false,\
        "shifters":[{"kind":"negator","match":"not","start":8,"stop":11,"factor":-0.74}],\
        "rule":"en.tsv:1"}
        {"schema":"mention/1","record":"in.jsonl:7","n":1,"field":"text","kind":"theme",\
        "id":"delivery/late","start":18,"stop":26,"match":"mail [email]","clause":1,\
        "clause_start":18,"clause_stop":29,"lang":"de","base":null,"score":null,\
        "negated":false,"irrealis":false,"shifters":[],"rule":"en.tsv:2"}

        """)
  }

  @Test(arguments: [
    (TextMode.none, true, nil, "mail [email]", false),
    (.redacted, true, "mail [email]", "mail [email]", false),
    (.full, true, "mail a@b.is", "mail a@b", false),
    (.redacted, false, "mail a@b.is", "mail a@b", true),
  ])
  func redactionFollowsTheOptions(
    mode: TextMode, redacts: Bool, text: String?, match: String, isNamed: Bool
  ) throws {
    let options = RowOptions(text: mode, redacts: redacts, hashKey: key)
    var writer = JSONWriter()
    var encoder = TaggedValueEncoder(tables(options))
    encoder.append(record: 0, of: example().rows(), to: &writer)
    let row = try JSONValue(parsing: writer.bytes)
    #expect(row["text"]?.asString.map { String($0.suffix(text?.count ?? 0)) } == text)
    #expect(row["mentions"]?.asArray?[1]["match"]?.asString == match)
    #expect((row["author"]?.asString == "Jane") == isNamed)
  }

  @Test func idsAndRejectsAreRedacted() throws {
    var builder = BatchBuilder()
    let id = builder.add("a@b.is")
    let raw = builder.add("{\"x\": \"c@d.is")
    builder.redact(id, .email)
    builder.redact(builder.find("c@d.is", in: raw), .email)
    builder.batch.rejections = [
      Rejection(
        line: 3, byte: 9, id: id, reason: .parseError, detail: "found c@d.is", raw: raw)
    ]
    var writer = JSONWriter()
    var encoder = RejectionRowEncoder(tables(RowOptions(hashKey: key)))
    encoder.append(builder.rows(), redact: { _ in "found [email]" }, to: &writer)
    #expect(
      string(writer.bytes) == """
        {"schema":"reject/1","source":"in.jsonl","line":3,"byte":9,"id":"[email]",\
        "reason":"parse_error","detail":"found [email]","raw":"{\\"x\\": \\"[email]"}

        """)
  }

  @Test(arguments: UInt64(0)..<40)
  func rowsOfAnyValuesFitTheirSchemas(seed: UInt64) throws {
    var generator = SeededGenerator(seed)
    let rows = randomBatch(&generator).rows(source: "søurce\".csv")
    let options = RowOptions(
      text: TextMode.allCases.randomElement(using: &generator) ?? .none,
      offsets: OffsetUnit.allCases.randomElement(using: &generator) ?? .utf8,
      redacts: Bool.random(using: &generator), hashKey: (seed, 3))
    let tables = tables(options)
    var records = RecordRowEncoder(tables)
    var mentions = MentionRowEncoder(tables)
    var rejections = RejectionRowEncoder(tables)
    try check(.record) { records.append(rows, to: &$0) }
    try check(.mention) { mentions.append(rows, to: &$0) }
    try check(.reject) { rejections.append(rows, to: &$0) }
  }

  private func check(_ schema: OutputSchema, _ body: (inout JSONWriter) -> Void) throws {
    var writer = JSONWriter()
    body(&writer)
    let lines = try parsedLines(writer.bytes)
    #expect(!lines.isEmpty)
    for line in lines {
      #expect(departures(line, from: schema.columns, dimensions: ["plan"]) == [])
    }
  }

  @Test(arguments: UInt64(0)..<40)
  func offsetsAgreeWithANaiveCount(seed: UInt64) throws {
    var generator = SeededGenerator(seed)
    let builder = randomBatch(&generator)
    for unit in OffsetUnit.allCases {
      var writer = JSONWriter()
      var encoder = MentionRowEncoder(
        tables(RowOptions(text: .full, offsets: unit, hashKey: key)))
      encoder.append(builder.rows(), to: &writer)
      for (mention, row) in zip(builder.found.mentions, try parsedLines(writer.bytes)) {
        let text = builder.batch.fields[Int(mention.record)].text
        let before = builder.batch.string(ByteRange(text.lower, Int(mention.start)))
        let match = builder.batch.string(ByteRange(Int(mention.start), Int(mention.stop)))
        #expect(row["start"] == .integer(length(before, unit)))
        #expect(row["stop"] == .integer(length(before + match, unit)))
        #expect(row["match"]?.asString == match)
      }
    }
  }

  private func length(_ text: String, _ unit: OffsetUnit) -> Int {
    switch unit {
    case .codepoint: text.unicodeScalars.count
    case .utf8: text.utf8.count
    case .utf16: text.utf16.count
    }
  }

  private func randomBatch(_ generator: inout SeededGenerator) -> BatchBuilder {
    var builder = BatchBuilder(dimensions: 1)
    for index in 0..<4 {
      let words = (0..<Int.random(in: 1...60, using: &generator)).map { _ in
        ["late", "ärger", "🙂🙂", "遅い配達", "\"\\\n\u{0}", "x", "naïveté"]
          .randomElement(using: &generator) ?? ""
      }
      let text = builder.add(words.joined(separator: index % 2 == 0 ? " " : ""))
      builder.batch.fields.append(TextField(name: UInt16(index % 2), text: text))
      var record = Record(line: index + 1, byte: 0)
      record.fields = Int32(index)..<Int32(index + 1)
      record.customer = Bool.random(using: &generator) ? builder.add("cust\u{7}") : .empty
      record.id = Bool.random(using: &generator) ? builder.add("id-\(index)") : .empty
      record.day =
        Bool.random(using: &generator) ? Int32.random(in: 0...40_000, using: &generator) : nil
      record.time = record.day.map { Int64($0) * 86_400 + 5 }
      builder.batch.records.append(record)
      builder.batch.segmentValues.append(Bool.random(using: &generator) ? record.id : .empty)
      addFindings(text, Int32(index), &builder, &generator)
    }
    builder.batch.rejections = [
      Rejection(
        line: 9, byte: 9, id: .empty, reason: .tooLong, detail: "x",
        raw: builder.batch.fields[0].text)
    ]
    return builder
  }

  /// Random mentions at code point boundaries, by start; some text is redacted.
  private func addFindings(
    _ text: ByteRange, _ record: Int32, _ builder: inout BatchBuilder,
    _ generator: inout SeededGenerator
  ) {
    let boundaries = (text.lower..<text.upper).filter { builder.batch.bytes[$0] & 0xC0 != 0x80 }
    var outcome = Outcome(language: LanguageGuess(tag: .undetermined, confidence: 100))
    outcome.language.first = LanguageTag("pt-br")
    let first = Int32(builder.found.mentions.count)
    let starts = (0..<6).compactMap { _ in boundaries.randomElement(using: &generator) }.sorted()
    for (ordinal, start) in starts.enumerated() {
      let stop = boundaries.filter { $0 > start }.randomElement(using: &generator) ?? text.upper
      let kind = RowKind.allCases[Int.random(in: 0..<8, using: &generator)]
      var mention = Mention(
        record: record, field: UInt16(record % 2), kind: kind, id: kind == .sentiment ? -1 : 0,
        start: Int32(start), stop: Int32(stop), rule: Int32(ordinal % 2))
      mention.ordinal = Int32(ordinal)
      mention.clauseStart = text.start
      mention.clauseStop = text.stop
      mention.score = Bool.random(using: &generator) ? -12_345 : nil
      mention.shifters = 0..<Int32.random(in: 0...1, using: &generator)
      builder.found.mentions.append(mention)
    }
    if builder.found.shifters.isEmpty {
      builder.found.shifters = [
        Shifter(kind: .negator, start: text.start, stop: text.start, factor: -7400)
      ]
    }
    outcome.mentions = first..<Int32(builder.found.mentions.count)
    outcome.flags = RecordFlags(rawValue: UInt16.random(in: 0..<512, using: &generator))
    builder.found.outcomes.append(outcome)
    builder.redact(ByteRange(text.lower, boundaries.dropFirst(2).first ?? text.upper), .phone)
  }
}
