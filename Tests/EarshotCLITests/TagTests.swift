import Foundation
import Testing

@Suite struct TagTests {
  private let workshop: Workshop

  private static let mixed = """
    {"id":"a1","text":"The app crashes.","x":[1,2.50],"y":{"text":null}}
    no json

    {"text":5}
    { "text" : "great" }
    {}
    {"text":"late"}
    """

  init() throws { workshop = try Workshop() }

  private func tag(_ arguments: [String], _ input: String) throws -> Outcome {
    try workshop.earshot(["tag"] + Workshop.lexicon + arguments, input: input)
  }

  @Test(arguments: [["--threads", "1"], ["--threads", "3", "--batch", "30"]])
  func asManyLinesComeOutAsWentIn(flags: [String]) throws {
    let outcome = try tag(flags, Self.mixed)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.lines.count == 7)
    let errors = try outcome.lines.map { line in
      (try object(line)["earshot"] as? [String: Any])?["error"] as? String
    }
    #expect(errors.map { $0 != nil } == [false, true, true, true, false, true, false])
    #expect(errors[2] == "blank line")
    #expect(errors[3] == "wrong_type: text: expected a string, found a number (--coerce)")
    #expect(errors[5]?.hasPrefix("missing_text: ") == true)
    for (index, line) in outcome.lines.enumerated() {
      let value = try #require(try object(line)["earshot"] as? [String: Any])
      #expect(value["line"] as? Int == index + 1)
    }
  }

  @Test func badLineIsAnErrorObjectAndNothingElse() throws {
    let outcome = try tag([], "no json\n")
    #expect(
      outcome.output == "{\"earshot\":{\"error\":\"parse_error: byte 1: "
        + "expected the literal null, found 'o'\",\"line\":1}}\n")
  }

  @Test func lineIsKeptAsItCame() throws {
    let outcome = try tag([], Self.mixed)
    let first = try #require(outcome.lines.first)
    #expect(
      first.hasPrefix(
        #"{"id":"a1","text":"The app crashes.","x":[1,2.50],"y":{"text":null},"earshot":{"#))
    let value = try #require(try object(first)["earshot"] as? [String: Any])
    #expect(value["label"] as? String == "negative")
    #expect(value["themes"] as? [String] == ["app"])
    #expect((value["mentions"] as? [Any])?.count == 2)
  }

  @Test func flatModePrintsMentions() throws {
    let outcome = try tag(["--flat"], Self.mixed)
    #expect(outcome.status == 0)
    let rows = try outcome.lines.map(object)
    #expect(rows.allSatisfy { $0["schema"] as? String == "mention/1" })
    #expect(rows.map { $0["match"] as? String } == ["app", "crashes", "great", "late"])
    #expect(rows.map { $0["rule"] as? String } == [3, 5, 4, 5].map { "small.tsv:\($0)" })
    #expect(rows.map { $0["record"] as? String } == ["a1", "a1", "-:5", "-:7"])
  }

  @Test func emptyInputGivesEmptyOutput() throws {
    let outcome = try tag([], "")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
  }

  @Test func readerThatLeavesEarlyIsNoReasonToComplain() throws {
    // More than a pipe holds, so that the command must write after its reader has gone.
    try workshop.write("many.jsonl", String(repeating: "{\"text\":\"Great app\"}\n", count: 20_000))
    let script = """
      { "$0" "$@" <many.jsonl 2>complaints; echo $? >status; } | head -n 1
      """
    let outcome = try workshop.call(
      URL(filePath: "/bin/sh"),
      ["-c", script, try Command.binary().path, "tag"] + Workshop.lexicon)
    #expect(outcome.lines.count == 1)
    #expect(try workshop.read("complaints").isEmpty)
    #expect(try workshop.read("status") == "141\n")
  }
}
