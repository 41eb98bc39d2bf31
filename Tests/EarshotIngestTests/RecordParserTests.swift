import EarshotIngest
import EarshotModel
import Testing

@Suite struct RecordParserTests {
  @Test(arguments: [
    (#"{"id":"#, RejectionReason.parseError),
    (#"[1]"#, .notObject),
    (#"null"#, .notObject),
    (#"{"id":"a"}"#, .missingText),
    (#"{"text":null}"#, .missingText),
    (#"{"text":7}"#, .wrongType),
    (#"{"text":["a"]}"#, .wrongType),
    (#"{"text":""}"#, .emptyText),
    (#"{"text":" \u00a0\u200b\n"}"#, .emptyText),
    ("{\"text\":\"a\u{0}b\"}", .parseError),
    (#"{"rating":5}"#, .missingText),
  ])
  func rejectsWithItsReason(_ json: String, _ reason: RejectionReason) throws {
    let one = try One(json)
    #expect(one.reason == reason)
    #expect(one.batch.records.isEmpty)
    #expect(one.batch.fields.isEmpty)
  }

  @Test(arguments: [
    (#"{"id":12345678901234567890,"text":"x"}"#, "12345678901234567890"),
    (#"{"id":1e3,"text":"x"}"#, "1e3"),
    (#"{"id":-0.0,"text":"x"}"#, "-0.0"),
    (#"{"id":" a\u0062 ","text":"x"}"#, "ab"),
    (#"{"id":true,"text":"x"}"#, ""),
    (#"{"id":["a"],"text":"x"}"#, ""),
    (#"{"ID":"a","Text":"x"}"#, "a"),
    (#"{"text":"x","record_id":"low","id":"high"}"#, "high"),
  ])
  func keepsIdsAsWritten(_ json: String, _ id: String) throws {
    let one = try One(json)
    #expect(one.record.map { one.batch.string($0.id) } == id)
  }

  @Test func keepsTheIdOfARejection() throws {
    let one = try One(#"{"pad":"0123456789","id":"m1","text":""}"#)
    #expect(one.batch.rejections.first.map { one.batch.string($0.id) } == "m1")
  }

  @Test func keepsARatingWithoutText() throws {
    let one = try One(#"{"text":"","stars":4}"#)
    #expect(one.record?.flags == .noText)
    #expect(one.record?.rating == Rating(value: 40_000, metric: .stars))
    #expect(one.record?.fields.isEmpty == true)
    #expect(one.batch.segmentValues.count == 5)
  }

  @Test(arguments: [
    (#""rating":"4,5""#, Rating(value: 45_000, metric: .stars), 0),
    (#""rating":"4/5""#, Rating(value: 40_000, metric: .stars), 0),
    (#""rating":"★★★☆☆""#, Rating(value: 30_000, metric: .stars), 0),
    (#""nps":0"#, Rating(value: 0, metric: .nps), 0),
    (#""csat_score":5"#, Rating(value: 50_000, metric: .csat), 0),
    (#""rating":"good""#, nil, 1),
    (#""rating":1e999"#, nil, 1),
    (#""rating":7"#, nil, 1),
    (#""rating":"8/10""#, nil, 1),
    (#""rating":null"#, nil, 0),
    (#""rating":"""#, nil, 0),
  ])
  func readsRatings(_ member: String, _ rating: Rating?, _ bad: Int64) throws {
    let one = try One(#"{"text":"x","# + member + "}")
    #expect(one.record?.rating == rating)
    #expect(one.batch.warnings[.badRating] == bad)
  }

  @Test func leavesRatingsOutWhereAsked() throws {
    var options = InputOptions()
    options.metric = .none
    #expect(try One(#"{"text":"x","nps":9}"#, options).record?.rating == nil)
    options.metric = .nps
    let rating = try One(#"{"text":"x","rating":9}"#, options).record?.rating
    #expect(rating == Rating(value: 90_000, metric: .nps))
  }

  @Test(arguments: [
    ("0.5", Int64(500_000), Int64(0)), (#""2""#, 2_000_000, 0), ("0", 0, 0), ("-1", 1_000_000, 1),
    (#""much""#, 1_000_000, 1), ("1e30", 1_000_000, 1),
  ])
  func readsWeights(_ value: String, _ weight: Int64, _ bad: Int64) throws {
    let one = try One(#"{"text":"x","weight":"# + value + "}")
    #expect(one.record?.weight == weight)
    #expect(one.batch.warnings[.badWeight] == bad)
  }

  @Test(arguments: [
    (#""author":"Service Team""#, Role.staff), (#""author":"SERVICE desk""#, .staff),
    (#""author":"Ann""#, .customer), (#""customer_id":"7""#, .customer), (#""x":1"#, .unknown),
  ])
  func tellsStaffFromCustomers(_ member: String, _ role: Role) throws {
    var options = InputOptions()
    options.staff = StaffPattern("service *")
    #expect(try One(#"{"text":"x","# + member + "}", options).record?.role == role)
  }

  @Test func keepsSegmentsRectangularAndSorted() throws {
    var options = InputOptions()
    let plain = try One(#"{"text":"x","plan":"pro","country":true}"#, options).batch
    #expect(options.map.dimensions == ["country", "plan", "product", "region", "segment"])
    #expect((0..<5).map { plain.string(plain.segment($0, of: 0)) } == ["true", "pro", "", "", ""])
    options.map = try ColumnMap("segment=a.size,segment=kind")
    let mapped = try One(#"{"text":"x","a":{"size":"L"},"kind":"k","plan":"p"}"#, options).batch
    #expect(options.map.dimensions == ["kind", "size"])
    #expect((0..<2).map { mapped.string(mapped.segment($0, of: 0)) } == ["k", "L"])
  }

  @Test(arguments: [
    ("2026-01-01", RejectionReason?.none), ("2026-01-31", nil), ("2025-12-31", .outOfRange),
    ("2026-02-01", .outOfRange), ("soon", .outOfRange),
  ])
  func keepsDaysInRange(_ date: String, _ reason: RejectionReason?) throws {
    var options = InputOptions()
    options.since = CivilDay.day(year: 2026, month: 1, dayOfMonth: 1)
    options.until = CivilDay.day(year: 2026, month: 1, dayOfMonth: 31)
    #expect(try One(#"{"text":"x","date":"\#(date)"}"#, options).reason == reason)
  }

  @Test func repairsOrRejectsBadEncoding() throws {
    let bytes: [UInt8] = Array(#"{"id":"1","text":"fr"#.utf8) + [0xF3] + Array(#"b"}"#.utf8)
    let folder = Folder()
    let path = folder.write(bytes, "a.jsonl")
    var options = InputOptions()
    #expect(try Reading.read([path], options).records == ["1@0 1|text=fr\u{FFFD}b"])
    options.strictEncoding = true
    let rejections = try Reading.read([path], options).rejections
    #expect(rejections.count == 1 && rejections[0].hasPrefix("1@0 bad_encoding"))
  }

  @Test func warnsOfEqualKeysAndTakesTheLast() throws {
    let one = try One(#"{"text":"first","text":"second"}"#)
    #expect(one.batch.warnings[.duplicateKey] == 1)
    #expect(one.batch.fields.map { one.batch.string($0.text) } == ["second"])
  }

  @Test func limitsDepth() throws {
    let nested = String(repeating: "[", count: 300) + String(repeating: "]", count: 300)
    #expect(try One(#"{"text":"x","a":"# + nested + "}").reason == .tooDeep)
  }

  @Test func takesTheFirstRecognisedTextThatHoldsOne() throws {
    let one = try One(#"{"body":"b","comment":" ","review":null,"title":"t"}"#)
    #expect(one.batch.fields.map { one.batch.string($0.text) } == ["b", "t"])
  }

  @Test func coercesNumbersWhereAsked() throws {
    var options = InputOptions()
    options.coerce = true
    let one = try One(#"{"text":4.50}"#, options)
    #expect(one.batch.fields.map { one.batch.string($0.text) } == ["4.50"])
  }

  @Test func cutsTheRawTextOfARejectionAt200CodePoints() throws {
    let text = String(repeating: "é", count: 500)
    let one = try One(text)
    let raw = one.batch.rejections.first.map { one.batch.string($0.raw) }
    #expect(raw == String(text.prefix(200)))
  }
}

extension RecordParserTests {
  /// The parser remembers the keys of the record before; that must not show.
  @Test func readsRecordsWhoseKeysDifferAsIfAlone() throws {
    let lines = [
      #"{"id":"1","text":"a"}"#, #"{"id":"1","text":"a"}"#, #"{"text":"a","id":"1"}"#,
      #"{"id":"1"}"#, #"{"id":"1","text":"a","text":"b"}"#, #"{"id":"1","text":"a","text":"b"}"#,
      #"{"id":"1","\u0074ext":"c","text2":"b"}"#, #"{"id":"1","\u0074ext":"c"}"#, #"{}"#,
      #"{"id":"1","text":"a","plan":"p"}"#,
    ]
    let folder = Folder()
    var alone = Reading()
    for line in lines {
      let reading = try Reading.read([folder.write(line, "a.jsonl")], InputOptions())
      alone.records += reading.records.map { String($0.drop { $0 != " " }) }
      alone.rejections += reading.rejections.map { String($0.drop { $0 != " " }) }
      alone.warnings.merge(reading.warnings)
    }
    let path = folder.write(lines.joined(separator: "\n"), "a.jsonl")
    var together = try Reading.read([path], InputOptions())
    together.records = together.records.map { String($0.drop { $0 != " " }) }
    together.rejections = together.rejections.map { String($0.drop { $0 != " " }) }
    #expect(together == alone)
    #expect(together.warnings[.duplicateKey] == 2)
  }
}
