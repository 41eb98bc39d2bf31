import Foundation
import Testing

@Suite struct UsageTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test(arguments: [
    Failing(["frobnicate"], "Error: Unexpected argument 'frobnicate'"),
    Failing(
      ["run", "-o", "out", "--nope", "survey.jsonl"],
      "Error: Unknown option '--nope'. Did you mean '--map'?"),
    Failing(["run", "-o", "out"], "Error: Missing expected argument '<file> ...'"),
    Failing(["run", "survey.jsonl"], "Error: Missing expected argument '--output <dir>'"),
    Failing(
      ["run", "-o", "out", "--threads", "x", "survey.jsonl"],
      "Error: The value 'x' is invalid for '--threads <n>'"),
    Failing(
      ["run", "-o", "out", "--since", "yesterday", "survey.jsonl"],
      "earshot: --since 'yesterday' is no day; expected a date such as 2026-11-22"),
    Failing(
      ["run", "-o", "out", "--since", "2026-13-01", "survey.jsonl"],
      "earshot: --since '2026-13-01' is no day; expected a date such as 2026-11-22"),
    Failing(
      ["run", "-o", "out", "--until", "2026-02-29", "survey.jsonl"],
      "earshot: --until '2026-02-29' is no day; expected a date such as 2026-11-22"),
    Failing(
      ["run", "-o", "out", "--since", "2026-08-02", "--until", "2026-08-01", "survey.jsonl"],
      "earshot: --since 2026-08-02 lies after --until 2026-08-01"),
    Failing(
      ["run", "-o", "out", "--tz", "Mars/Base", "survey.jsonl"],
      "earshot: --tz: unknown time zone 'Mars/Base'; "
        + "expected a name such as UTC or Europe/Berlin"),
    Failing(
      ["run", "-o", "out", "--map", "txt=body", "survey.jsonl"],
      "earshot: --map, byte 1: unknown name 'txt'; names: text, title, id, time, rating, author, "
        + "customer, contact, stage, constituency, channel, weight, lang, segment, kind"),
    Failing(
      ["run", "-o", "out", "--encoding", "latin9", "survey.jsonl"],
      "earshot: --encoding: 'latin9' is not read; expected utf-8 or utf-16; "
        + "convert first: iconv -f 'latin9' -t utf-8"),
    Failing(
      ["run", "-o", "out", "-l", "none", "--lang", "!!", "survey.jsonl"],
      "earshot: --lang '!!' is no language tag; expected auto, en, pt-BR"),
    Failing(
      ["tag", "--format", "csv"],
      "earshot: tag reads JSON lines only; earshot run reads --format csv"),
    Failing(["digest", "--format", "html", "out"], "Error: --format is md or txt"),
    Failing(["merge", "-o", "out"], "Error: Missing expected argument '<run> ...'"),
    Failing(
      ["schema", "nope"],
      "earshot: unknown schema 'nope'; expected one of record, mention, overview, theme, "
        + "segment, trend, verbatim, reject, manifest"),
  ])
  func wrongUsageIsTwoAndSaysWhatWasExpected(call: Failing) throws {
    let before = try workshop.names
    let outcome = try workshop.earshot(call.arguments)
    #expect(outcome.status == 2)
    #expect(outcome.complaint == call.errors)
    #expect(outcome.output.isEmpty)
    #expect(try workshop.names == before)
  }

  @Test(arguments: [["--help"], ["--version"], ["run", "--help"], ["help", "merge"]])
  func helpIsNoFault(arguments: [String]) throws {
    let outcome = try workshop.earshot(arguments)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(!outcome.output.isEmpty)
  }

  @Test func everyFaultOfALexiconIsListedWithItsPlace() throws {
    try workshop.write(
      "bad.tsv", "kind\tid\tpattern\tweight\nnegator\t\t(x\t\nsentiment\t\tfast\t\ntheme\t\tapp\t\n"
    )
    let expected = """
      earshot: bad.tsv:2:10: '(' is never closed
      bad.tsv:3:17: a row of kind sentiment needs a weight
      bad.tsv:4:7: a row of kind theme needs an id such as delivery/late

      """
    let flags = ["-l", "none", "-l", "bad.tsv"]
    for call in [
      ["run", "-o", "out"] + flags + ["survey.jsonl"], ["lint"] + flags, ["tag"] + flags,
      ["explain", "--text", "x"] + flags,
    ] {
      let outcome = try workshop.earshot(call)
      #expect(outcome.status == 3, "\(call)")
      #expect(outcome.errors == expected, "\(call)")
      #expect(outcome.output.isEmpty)
    }
    #expect(!workshop.exists("out"))
  }

  @Test(arguments: [
    Failing(["-l", "gone.tsv"], "gone.tsv: cannot be read: No such file or directory"),
    Failing(["-l", "empty"], "empty: the directory holds no .tsv or .csv file"),
    Failing(["--key-file", "short"], "short: a key file holds at least 16 bytes, this one 5"),
    Failing(
      ["--config", "gone.json"], "gone.json: cannot be read: No such file or directory"),
    Failing(
      ["--config", "half.json"],
      "half.json: no JSON: byte 10: expected a value, found the end of the input"),
    Failing(
      ["--config", "list.json"], "list.json: expected an object whose keys are flags"),
    Failing(
      ["--config=deep.json"],
      "deep.json: the value of 'since' is an object; expected a flag's value"),
  ])
  func badConfigurationIsThree(call: Failing) throws {
    try FileManager.default.createDirectory(
      at: workshop.folder.appending(path: "empty"), withIntermediateDirectories: false)
    try workshop.write("short", "12345")
    try workshop.write("half.json", "{\"since\":\n")
    try workshop.write("list.json", "[1]")
    try workshop.write("deep.json", "{\"since\": {\"a\": 1}}")
    let before = try workshop.names
    let outcome = try workshop.earshot(
      ["run", "-o", "out", "-l", "none"] + call.arguments + ["survey.jsonl"])
    #expect(outcome.status == 3)
    #expect(outcome.errors == "earshot: \(call.errors)\n")
    #expect(try workshop.names == before)
  }

  @Test func unknownKeyOfAConfigurationIsRefused() throws {
    try workshop.write("typo.json", "{\"sinse\": \"2026-08-01\"}")
    let outcome = try workshop.earshot(
      ["run", "-o", "out", "--config", "typo.json", "survey.jsonl"])
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("sinse"))
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("typo.json"))
  }
}
