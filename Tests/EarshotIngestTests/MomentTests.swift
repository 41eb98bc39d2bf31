import EarshotIngest
import EarshotModel
import Testing

@Suite struct MomentTests {
  /// Time and day as records.jsonl prints them, in UTC; `-` for none.
  @Test(arguments: [
    ("2026-11-22", "- 2026-11-22"),
    ("2026/11/22", "- 2026-11-22"),
    ("2024-1-5", "- 2024-01-05"),
    ("20240229", "- 2024-02-29"),
    ("22.11.2026", "- 2026-11-22"),
    ("11/22/2026", "- 2026-11-22"),
    ("22/11/2026", "- 2026-11-22"),
    ("05/05/2026", "- 2026-05-05"),
    ("05/06/2026", "bad"),
    ("2026-W47-7", "- 2026-11-22"),
    ("2024-W09-4", "- 2024-02-29"),
    ("2026-11-22T09:30:00Z", "2026-11-22T09:30:00Z 2026-11-22"),
    ("2026-11-22T09:30:00.999+01:00", "2026-11-22T08:30:00Z 2026-11-22"),
    ("2026-11-22 00:30 +0100", "2026-11-21T23:30:00Z 2026-11-21"),
    ("2026-11-22 09:30", "2026-11-22T09:30:00Z 2026-11-22"),
    ("11/22/2026 9:30 PM", "2026-11-22T21:30:00Z 2026-11-22"),
    ("22.11.2026, 12:00 AM", "2026-11-22T00:00:00Z 2026-11-22"),
    ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z 2016-12-31"),
    ("1700000000", "2023-11-14T22:13:20Z 2023-11-14"),
    ("1700000000123", "2023-11-14T22:13:20Z 2023-11-14"),
    ("20261122093000", "2026-11-22T09:30:00Z 2026-11-22"),
    ("Sun, 22 Nov 2026 09:30:00 +0000", "2026-11-22T09:30:00Z 2026-11-22"),
    ("22 Nov 2026 09:30 EST", "2026-11-22T14:30:00Z 2026-11-22"),
    ("November 22, 2026", "- 2026-11-22"),
    ("2023-02-29", "bad"), ("2024-02-30", "bad"), ("0000-00-00", "bad"), ("0001-01-01", "bad"),
    ("2024-13-01", "bad"), ("2024-06-31T25:00:00Z", "bad"), ("2024-06-30T25:00:00Z", "bad"),
    ("yesterday", "bad"), ("+12024-01-01", "bad"), ("22.11.26", "bad"), ("2024", "bad"),
    ("2024-06-30T10:00:00Zoo", "bad"), ("2024-06-30T10:00:00+1:00", "bad"), ("9999-12-31", "bad"),
  ])
  func readsTimes(_ text: String, _ expected: String) throws {
    let one = try One(#"{"text":"x","date":"\#(text)"}"#)
    let record = try #require(one.record)
    let time = record.time.map { CivilDay.timeText($0) } ?? "-"
    let found = record.day.map { "\(time) \(CivilDay.text($0))" } ?? "bad"
    #expect(found == expected)
    #expect(one.batch.warnings[.badTime] == (expected == "bad" ? 1 : 0))
  }

  @Test(arguments: ["1700000000", "1.7e9", "1700000000.75"])
  func readsNumbers(_ number: String) throws {
    #expect(try One(#"{"text":"x","date":\#(number)}"#).record?.time == 1_700_000_000)
  }

  @Test(arguments: [
    ("2026-07-01T12:00", "2026-07-01T10:00:00Z"), ("2026-01-01T12:00", "2026-01-01T11:00:00Z"),
    // Skipped and repeated hours.
    ("2024-03-31T02:30", "2024-03-31T01:30:00Z"), ("2024-10-27T02:30", "2024-10-27T00:30:00Z"),
  ])
  func takesTimesWithoutAnOffsetInTheZone(_ text: String, _ expected: String) throws {
    var options = InputOptions()
    options.zone = try Zone("Europe/Berlin")
    let record = try One(#"{"text":"x","date":"\#(text)"}"#, options).record
    #expect(record?.time.map { CivilDay.timeText($0) } == expected)
  }

  @Test func countsDaysInTheZone() throws {
    var options = InputOptions()
    options.zone = try Zone("Europe/Berlin")
    let record = try One(#"{"text":"x","date":"2026-06-30T22:30:00Z"}"#, options).record
    #expect(record?.day.map { CivilDay.text($0) } == "2026-07-01")
  }

  @Test func refusesUnknownZones() {
    #expect(throws: IngestError.self) { try Zone("Mars/Olympus") }
  }

  @Test func neverFailsOnAnyBytes() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("0123456789-/.: TWZ+,AMPnovjan()".unicodeScalars).map { String($0) }
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 0...30, using: &random)).map { _ in
        alphabet.randomElement(using: &random) ?? ""
      }.joined()
      let one = try One(#"{"text":"x","date":"\#(text)"}"#)
      #expect(one.batch.records.count == 1)
    }
  }
}
