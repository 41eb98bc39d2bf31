import Foundation
import Testing

@Suite struct MergeTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func mergeEqualsOneRunOverAllInputs() throws {
    try workshop.write(
      "more.jsonl", "{\"id\":\"b1\",\"text\":\"The app is great\",\"plan\":\"m\"}\n")
    try workshop.publish("whole", ["survey.jsonl", "more.jsonl"])
    try workshop.publish("first", ["survey.jsonl"])
    try workshop.publish("second", ["more.jsonl"])
    let outcome = try workshop.earshot(["merge", "-q", "-o", "merged", "first", "second"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(try workshop.promised("merged") == workshop.promised("whole"))
    #expect(
      try workshop.names == [
        "first", "merged", "more.jsonl", "second", "small.tsv", "survey.jsonl", "whole",
      ])
  }

  @Test(arguments: [
    Failing(["--lang", "en"], "lang"),
    Failing(["--period", "week", "--mentions", "all"], "mentions, period"),
    Failing(["--redact", "strict", "--tz", "Asia/Tokyo"], "redact, tz"),
    Failing(["-l", "more.tsv"], "lexicon"),
    Failing(["--map", "text=text,id=id,segment=plan"], "map (its segments)"),
  ])
  func misfitsAreRefusedAndTheirKeysNamed(call: Failing) throws {
    try workshop.write("more.tsv", "kind\tid\tpattern\tweight\nsentiment\t\tsuper\t3\n")
    try workshop.publish("first")
    try workshop.publish("second", call.arguments + ["survey.jsonl"])
    let before = try workshop.names
    let outcome = try workshop.earshot(["merge", "-q", "-o", "merged", "first", "second"])
    #expect(outcome.status == 3)
    #expect(
      outcome.errors
        == "earshot: first and second do not fit together: they differ in \(call.errors); "
        + "run one of them again with the other's manifest.json as --config\n")
    #expect(try workshop.names == before)
  }

  @Test func runThatIsNotThereIsFour() throws {
    try workshop.publish("first")
    let outcome = try workshop.earshot(["merge", "-q", "-o", "merged", "first", "gone"])
    #expect(outcome.status == 4)
    #expect(
      outcome.errors
        == "earshot: gone/state/state.bin: cannot be read: No such file or directory\n")
    #expect(!workshop.exists("merged"))
  }

  @Test func existingTargetNeedsForce() throws {
    try workshop.publish("first")
    let before = try workshop.files("first")
    let outcome = try workshop.earshot(["merge", "-q", "-o", "first", "first"])
    #expect(outcome.status == 5)
    #expect(outcome.errors.hasPrefix("earshot: first: already exists; use --force to replace it"))
    #expect(try workshop.files("first") == before)
  }
}
