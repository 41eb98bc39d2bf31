import EarshotLexicon
import Testing

/// A lexicon's files, and every finding as `level code rule`.
struct LintCase: CustomTestStringConvertible {
  var name: String
  var files: [String]
  var expected: [String]

  init(_ name: String, _ files: [String], _ expected: [String]) {
    (self.name, self.files, self.expected) = (name, files, expected)
  }

  var testDescription: String { name }
}

@Test(arguments: [
  LintCase("clean", ["sentiment\t\t\tgood\t3\t\nsentiment\t\t\tbad\t-3\t"], []),
  LintCase(
    "a phrase in two rows of one weight",
    ["sentiment\t\t\tgood|fine\t3\t\nsentiment\t\t\tgreat|fine\t3\t"], ["info duplicate a.tsv:3"]),
  LintCase(
    "another weight", ["sentiment\t\t\tgood|fine\t3\t\nsentiment\t\t\tgreat|fine\t1\t"],
    ["info tie a.tsv:3"]),
  LintCase(
    "opposite signs", ["sentiment\t\t\tgood|fine\t3\t\nsentiment\t\t\tbad|fine\t-2\t"],
    ["error contradiction a.tsv:3"]),
  LintCase(
    "opposite signs under conditions",
    ["sentiment\t\t\tgood|cold\t3\tbeer\nsentiment\t\t\tbad|cold\t-2\t"], ["info tie a.tsv:3"]),
  LintCase(
    "opposite signs in two languages",
    ["sentiment\t\ten\tgift|good\t3\t\nsentiment\t\tde\tgift|bad\t-3\t"], []),
  LintCase(
    "opposite signs in languages that meet",
    ["sentiment\t\ten,de\tgift|good\t3\t\nsentiment\t\tde\tgift|bad\t-3\t"],
    ["error contradiction a.tsv:3"]),
  LintCase(
    "opposite signs in two files: the last wins, so the first row never does",
    ["sentiment\t\t\tfine\t3\t", "sentiment\t\t\tfine|bad\t-3\t"],
    ["warning unreachable a.tsv:2", "info tie a.tsv:2"]),
  LintCase(
    "the row of a key in a later file", ["sentiment\t\t\tfine\t3\t", "sentiment\t\t\tFINE\t1\t"],
    ["info shadowed a.tsv:2"]),
  LintCase(
    "a row of which every phrase stands in another",
    ["sentiment\t\t\tgood|fine\t3\t\nsentiment\t\t\tfine\t1\t"],
    ["warning unreachable a.tsv:3", "info tie a.tsv:3"]),
  LintCase(
    "a row whose rival has a condition is reached",
    ["sentiment\t\t\tgood|fine\t3\tday\nsentiment\t\t\tfine\t1\t"], ["info tie a.tsv:3"]),
  LintCase(
    "themes compete within an id only", ["theme\ta\t\tlate\t\t\ntheme\tb\t\tlate\t\t"], []),
  LintCase(
    "a phrase twice within an id",
    ["theme\ta\t\tlate|slow\t\t\ntheme\ta\t\tlate|old\t\t"], ["info duplicate a.tsv:3"]),
  LintCase("kinds do not compete", ["theme\ta\t\tlate\t\t\nsentiment\t\t\tlate\t-1\t"], []),
  LintCase(
    "a word and its wildcard do not tie",
    ["sentiment\t\t\tlate\t-1\t\nsentiment\t\t\tlate*\t-2\t\nsentiment\t\t\t[late]\t-3\t"], []),
])
func lintFindings(_ item: LintCase) throws {
  let header = "kind\tid\tlang\tpattern\tweight\twith\n"
  let sources = zip(["a.tsv", "b.tsv"], item.files).map { name, rows in
    LexiconSource(name: name, bytes: Array((header + rows).utf8))
  }
  let findings = try Lexicon(sources).lint().map { "\($0.level.name) \($0.code) \($0.rule)" }
  #expect(findings == item.expected)
}
