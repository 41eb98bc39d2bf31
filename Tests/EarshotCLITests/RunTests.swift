import Foundation
import Glibc
import Testing

@Suite struct RunTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  /// `earshot run` into `out` with the small lexicon.
  private func run(_ arguments: [String], input: String = "") throws -> Outcome {
    try workshop.earshot(
      ["run", "-q", "-o", "out"] + Workshop.lexicon + arguments, input: input)
  }

  @Test func directoryAppearsWholeWithNothingBeside() throws {
    let before = try workshop.names
    let outcome = try run(["survey.jsonl"])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.isEmpty)
    #expect(try workshop.names == (before + ["out"]).sorted())
    #expect(
      try workshop.files("out").keys.sorted() == [
        "digest.md", "manifest.json", "mentions.jsonl", "overview.jsonl", "records.jsonl",
        "rejects.jsonl", "segments.jsonl", "state/state.bin", "themes.jsonl", "timing.json",
        "trends.jsonl", "verbatims.jsonl",
      ])
    let ids = try workshop.read("out/records.jsonl").split(separator: "\n").map {
      try object(String($0))["id"] as? String
    }
    #expect(ids == ["a1", "a2", "a3"])
  }

  @Test func tableGoesToStandardOutputUnlessQuiet() throws {
    let outcome = try workshop.earshot(
      ["run", "-o", "out"] + Workshop.lexicon + ["survey.jsonl"])
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("3 of 3 records were used; none was rejected."))
    #expect(outcome.output == (try workshop.earshot(["digest", "out"])).output)
  }

  @Test func everyMissingInputIsListed() throws {
    let before = try workshop.names
    let outcome = try run(["gone.jsonl", "survey.jsonl", "lost.csv", "x*.gz"])
    #expect(outcome.status == 4)
    #expect(
      outcome.errors == """
        earshot: gone.jsonl: No such file or directory
        lost.csv: No such file or directory
        x*.gz: no file fits this pattern; nothing was read

        """)
    #expect(try workshop.names == before)
  }

  /// Makes `cut.jsonl.gz`: two thirds of a compressed survey.
  private func cutArchive() throws {
    let packed = try workshop.call(
      URL(filePath: "/bin/sh"), ["-c", "gzip -nc survey.jsonl | head -c 100 >cut.jsonl.gz"])
    try #require(packed.status == 0)
  }

  @Test func damagedArchivePublishesNothing() throws {
    try cutArchive()
    let before = try workshop.names
    let outcome = try run(["survey.jsonl", "cut.jsonl.gz"])
    #expect(outcome.status == 4)
    #expect(
      outcome.errors
        == "earshot: cut.jsonl.gz: the gzip data ends too early, at byte 100; "
        + "fetch the file again, or use --keep-going to use what is whole\n")
    #expect(try workshop.names == before)
  }

  @Test func damagedArchiveLeavesTheOldRun() throws {
    try workshop.publish("out")
    try cutArchive()
    let before = try workshop.files("out")
    #expect(try run(["--force", "cut.jsonl.gz"]).status == 4)
    #expect(try workshop.files("out") == before)
  }

  @Test func keepGoingUsesWhatIsWhole() throws {
    try cutArchive()
    #expect(try run(["--keep-going", "cut.jsonl.gz", "survey.jsonl"]).status == 0)
    #expect(try workshop.read("out/records.jsonl").contains("\"source\":\"survey.jsonl\""))
  }

  @Test func existingRunNeedsForce() throws {
    try workshop.publish("out")
    let before = try workshop.files("out")
    let refused = try run(["survey.jsonl"])
    #expect(refused.status == 5)
    #expect(
      refused.errors
        == "earshot: out: already exists; use --force to replace it or --resume to go on\n"
    )
    #expect(try workshop.files("out") == before)
    try workshop.write("one.jsonl", "{\"id\":\"b1\",\"text\":\"Great app\"}\n")
    #expect(try run(["--force", "one.jsonl"]).status == 0)
    #expect(try workshop.read("out/records.jsonl").contains("\"id\":\"b1\""))
    #expect(!(try workshop.read("out/records.jsonl").contains("\"id\":\"a1\"")))
    #expect(try workshop.names == ["one.jsonl", "out", "small.tsv", "survey.jsonl"])
  }

  @Test func foreignDirectoryIsNeverReplaced() throws {
    try FileManager.default.createDirectory(
      at: workshop.folder.appending(path: "out"), withIntermediateDirectories: false)
    try workshop.write("out/notes.txt", "mine")
    let outcome = try run(["--force", "survey.jsonl"])
    #expect(outcome.status == 5)
    #expect(
      outcome.errors
        == "earshot: out: not replaced, since it holds 'notes.txt', which no run wrote\n")
    #expect(try workshop.files("out") == ["notes.txt": Data("mine".utf8)])
    #expect(try workshop.names == ["out", "small.tsv", "survey.jsonl"])
  }

  @Test func missingParentIsNamed() throws {
    let outcome = try workshop.earshot(
      ["run", "-q", "-o", "none/out"] + Workshop.lexicon + ["survey.jsonl"])
    #expect(outcome.status == 5)
    #expect(
      outcome.errors
        == "earshot: none/out: cannot find the directory that is to hold it: "
        + "No such file or directory\n")
  }

  @Test(arguments: [("0.05", 1), ("0.3", 1), ("0.34", 0), ("1", 0)] as [(String, Int32)])
  func tooManyRejectsAreOneButPublished(limit: String, status: Int32) throws {
    try workshop.write("mixed.jsonl", "{\"text\":\"Great app\"}\nno json\n{\"text\":\"late\"}\n")
    let outcome = try run(["--max-rejects", limit, "mixed.jsonl"])
    #expect(outcome.status == status)
    let complaint =
      "earshot: 1 of 3 records were rejected; out/rejects.jsonl says why, "
      + "--max-rejects sets how many are accepted\n"
    #expect(outcome.errors == (status == 0 ? "" : complaint))
    let rejects = try workshop.read("out/rejects.jsonl").split(separator: "\n")
    #expect(rejects.count == 1)
    let reject = try object(String(try #require(rejects.first)))
    #expect(reject["line"] as? Int == 2)
    #expect(reject["byte"] as? Int == 21)
    #expect(reject["reason"] as? String == "parse_error")
  }

  @Test func emptyInputIsZeroWithAWarning() throws {
    try workshop.write("empty.jsonl", "")
    let outcome = try run(["empty.jsonl"])
    #expect(outcome.status == 0)
    #expect(outcome.errors == "earshot: no records in the input\n")
    #expect(try workshop.read("out/records.jsonl").isEmpty)
    #expect(workshop.exists("out/manifest.json"))
  }

  @Test func dryRunWritesNothing() throws {
    let before = try workshop.names
    let outcome = try run(["--dry-run", "survey.jsonl"])
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(try workshop.names == before)
    #expect(outcome.errors.isEmpty)
  }

  @Test func dryRunFindsWhatIsMissing() throws {
    #expect(try run(["--dry-run", "gone.jsonl"]).status == 4)
    #expect(try run(["--dry-run", "-l", "gone.tsv", "survey.jsonl"]).status == 3)
  }

  @Test func resumeLeavesACompleteRunUntouched() throws {
    try workshop.publish("out")
    let before = try workshop.files("out")
    let outcome = try run(["--resume", "survey.jsonl"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    // The timing, too: nothing was computed anew.
    #expect(try workshop.files("out") == before)
  }

  @Test(arguments: [
    Failing(["other.jsonl"], "inputs"), Failing(["--lang", "de", "survey.jsonl"], "lang"),
    Failing(["--period", "week", "--text", "full", "survey.jsonl"], "period, text"),
    Failing(["-l", "more.tsv", "survey.jsonl"], "lexicon"),
  ])
  func resumeRefusesAnotherRun(call: Failing) throws {
    try workshop.write("other.jsonl", Workshop.survey)
    try workshop.write("more.tsv", "kind\tid\tpattern\tweight\nsentiment\t\tsuper\t3\n")
    try workshop.publish("out")
    let before = try workshop.files("out")
    let outcome = try run(["--resume"] + call.arguments)
    #expect(outcome.status == 3)
    #expect(
      outcome.errors == "earshot: out: a complete run of other \(call.errors); "
        + "choose another directory, or --force to replace it\n")
    #expect(try workshop.files("out") == before)
  }

  @Test(arguments: [
    [],
    [
      "--lang", "en", "--period", "month", "--text", "redacted", "--mentions", "all", "--seed",
      "7", "--map", "text=text,id=id,time=date,segment=plan", "--tz", "Asia/Tokyo",
    ],
  ])
  func manifestAsConfigurationGivesTheSameBytes(flags: [String]) throws {
    try workshop.publish("out", flags + ["survey.jsonl"])
    let again = try workshop.earshot(
      ["run", "-q", "-o", "again", "--config", "out/manifest.json", "survey.jsonl"])
    #expect(again.status == 0)
    #expect(try workshop.promised("again") == workshop.promised("out"))
  }

  @Test func flagWinsOverTheConfiguration() throws {
    try workshop.write("settings.json", "{\"since\": \"2026-09-01\", \"text\": \"full\"}")
    // What lies before the first day counts as rejected.
    let flags = ["--config", "settings.json", "--since", "2026-08-02", "--max-rejects", "1"]
    #expect(try run(flags + ["survey.jsonl"]).status == 0)
    let records = try workshop.read("out/records.jsonl").split(separator: "\n")
    #expect(try records.map { try object(String($0))["id"] as? String } == ["a2", "a3"])
    #expect(records.allSatisfy { !$0.contains("\"text\":null") })
  }

  @Test(arguments: [
    ["TZ": "Asia/Tokyo", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8"],
    ["TZ": "America/New_York", "LANG": "C", "LC_ALL": "C"],
    ["TZ": "", "LANG": "de_DE.ISO-8859-1", "LC_ALL": "", "HOME": "/nonexistent"],
  ])
  func surroundingsChangeNothing(environment: [String: String]) throws {
    try workshop.publish("out")
    let there = try workshop.earshot(
      ["run", "-q", "-o", "there"] + Workshop.lexicon + ["survey.jsonl"],
      environment: environment)
    #expect(there.status == 0)
    #expect(try workshop.promised("there") == workshop.promised("out"))
  }

  @Test(arguments: [["--threads", "1"], ["--threads", "4", "--batch", "100"]])
  func workFlagsChangeNothing(flags: [String]) throws {
    try workshop.publish("out")
    try workshop.publish("there", flags + ["survey.jsonl"])
    #expect(try workshop.promised("there") == workshop.promised("out"))
  }

  @Test(arguments: [(SIGTERM, 143), (SIGINT, 130)] as [(Int32, Int32)])
  func signalStopsASlowRunAndLeavesNothing(signal: Int32, status: Int32) throws {
    let before = try workshop.names
    let process = try workshop.prepare(
      Command.binary(), ["run", "-q", "-o", "out"] + Workshop.lexicon + ["-"])
    // The pipe stays open: the run waits for the rest of its input.
    let pipe = Pipe()
    process.standardInput = pipe
    try process.run()
    try pipe.fileHandleForWriting.write(contentsOf: Data("{\"text\":\"Great app\"}\n".utf8))
    let deadline = Date().addingTimeInterval(30)
    while try workshop.names == before, process.isRunning, Date() < deadline { usleep(10_000) }
    #expect(try workshop.names.contains { $0.hasPrefix("out.partial-") || $0 == ".out.lock" })
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    try pipe.fileHandleForWriting.close()
    let outcome = try workshop.outcome(of: process)
    #expect(outcome.status == status)
    #expect(outcome.errors == "earshot: stopped; nothing was published\n")
    #expect(try workshop.names == before)
  }

  @Test func standardInputIsAnInput() throws {
    #expect(try run(["-"], input: Workshop.survey).status == 0)
    #expect(try workshop.read("out/records.jsonl").split(separator: "\n").count == 3)
  }
}
