import Foundation
import Testing

/// The verbs that show something: explain, lint, schema, digest.
@Suite struct ReadingVerbTests {
  private let workshop: Workshop

  init() throws { workshop = try Workshop() }

  @Test func explainShowsClausesFactorsAndRows() throws {
    let outcome = try workshop.earshot(
      ["explain", "--lang", "en", "--text", "Delivery was late, but the app is great."]
        + Workshop.lexicon)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let lines = outcome.lines.map { $0.split(separator: " ").joined(separator: " ") }
    #expect(
      lines == [
        "language en (1.0)", "tokens Delivery · was · late · but · the · app · is · great",
        "label mixed +0.4588",
        "clause 1 Delivery was late,",
        "theme delivery Delivery small.tsv:2",
        "sentiment late -2.0 -> -1.0 small.tsv:5", "× contrast but 0.5",
        "clause 2 but the app is great.",
        "theme app app small.tsv:3",
        "sentiment great +2.0 -> +3.0 small.tsv:4", "× contrast but 1.5",
        "theme app positive +0.6124", "theme delivery negative -0.25",
      ])
  }

  @Test func explainAsJSONIsOneLine() throws {
    let outcome = try workshop.earshot(
      ["explain", "--json", "--text", "Delivery was late."] + Workshop.lexicon)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 1)
    #expect(try object(outcome.lines[0])["label"] as? String == "negative")
  }

  @Test func lintOfASoundLexiconIsZero() throws {
    let outcome = try workshop.earshot(["lint"] + Workshop.lexicon)
    #expect(outcome.status == 0)
    #expect(outcome.output == "5 rows in 1 files: 0 errors, 0 warnings, 0 notes\n")
  }

  @Test func lintOfAContradictionIsOne() throws {
    try workshop.write(
      "two.tsv", "kind\tid\tpattern\tweight\nsentiment\t\tgreat|fast\t2\nsentiment\t\tfast\t-2\n")
    let outcome = try workshop.earshot(["lint", "-l", "none", "-l", "two.tsv"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("two.tsv:3: error: "))
    #expect(outcome.output.contains("1 errors"))
  }

  @Test func lintListsFilesAndThemes() throws {
    let outcome = try workshop.earshot(["lint", "--list"] + Workshop.lexicon)
    #expect(outcome.status == 0)
    #expect(outcome.lines.first == "small.tsv\t5 rows")
    #expect(outcome.lines.filter { $0.hasPrefix("theme\t") }.count == 2)
  }

  private static let schemas = [
    "record", "mention", "overview", "theme", "segment", "trend", "verbatim", "reject", "manifest",
  ]

  @Test func schemaWithoutANameListsThem() throws {
    let outcome = try workshop.earshot(["schema"])
    #expect(outcome.status == 0)
    let names = outcome.lines.map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(names == Self.schemas)
  }

  @Test(arguments: schemas)
  func schemaIsJSON(name: String) throws {
    let outcome = try workshop.earshot(["schema", name])
    #expect(outcome.status == 0)
    let schema = try object(outcome.output)
    #expect(schema["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    #expect(schema["title"] as? String == "\(name)/1")
    #expect(schema["properties"] is [String: Any])
  }

  @Test(arguments: [("txt", "3 of 3 records were used"), ("md", "# What customers say\n")])
  func digestIsTextOrMarkdown(format: String, start: String) throws {
    try workshop.publish("out")
    let before = try workshop.files("out")
    let outcome = try workshop.earshot(["digest", "--format", format, "out"])
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.hasPrefix(start))
    #expect(outcome.output.contains("The app crashes all the time."))
    if format == "md" { #expect(outcome.output == (try workshop.read("out/digest.md"))) }
    #expect(try workshop.files("out") == before)
  }

  @Test func digestOfNothingIsFour() throws {
    let outcome = try workshop.earshot(["digest", "gone"])
    #expect(outcome.status == 4)
    #expect(
      outcome.errors == "earshot: gone/manifest.json: cannot be read: No such file or directory\n")
  }
}
