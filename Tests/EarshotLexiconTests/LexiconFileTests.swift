import EarshotLexicon
import EarshotModel
import Testing

/// Rows in force, as `kind/id pattern-bearing rule weight`.
private func rules(_ files: (name: String, text: String)...) throws -> [String] {
  let lexicon = try Lexicon(
    files.map { LexiconSource(name: $0.name, bytes: Array($0.text.utf8)) })
  return lexicon.rows.map { row in
    let id = lexicon.catalog.name(row.kind, row.id).map { "/" + $0 } ?? ""
    let weight = row.weight.map { " \($0)" } ?? ""
    return "\(row.kind.name)\(id) \(lexicon.catalog.rules[Int(row.rule)])\(weight)"
  }
}

private let base = """
  kind\tid\tlang\tpattern\tweight\tscope
  sentiment\t\ten\tgood\t3\t
  sentiment\t\ten\tbad\t-3\t
  theme\tdelivery/late\ten\tlate\t\t
  """

/// A second file over `base`, and the rows that are left.
@Test(arguments: [
  ("sentiment\t\ten\tgood\t1\t", ["bad a.tsv:3", "late a.tsv:4", "b.tsv:2 10000"]),
  ("sentiment\t\ten\tGOOD\t1\t", ["bad a.tsv:3", "late a.tsv:4", "b.tsv:2 10000"]),
  ("sentiment\t\ten\tgood\t1\tclause", ["bad a.tsv:3", "late a.tsv:4", "b.tsv:2 10000"]),
  ("sentiment\t\ten\tgood\t1\tsentence", ["a.tsv:2", "bad", "late", "b.tsv:2 10000"]),
  ("sentiment\t\t\tgood\t1\t", ["a.tsv:2", "bad", "late", "b.tsv:2 10000"]),
  ("sentiment\t\ten,de\tgood\t1\t", ["a.tsv:2", "bad", "late", "b.tsv:2 10000"]),
  ("sentiment\t\ten\tgood \t1\t", ["bad", "late", "b.tsv:2 10000"]),
  ("theme\tdelivery\ten\tlate\t\t", ["a.tsv:2", "bad", "late", "b.tsv:2"]),
  ("theme\tdelivery/late\ten\tlate\t-1\t", ["a.tsv:2", "bad", "b.tsv:2 -10000"]),
  (
    "intent\tdelivery/late\ten\tlate\t\t",
    ["a.tsv:2", "bad", "late", "intent/delivery/late b.tsv:2"]
  ),
])
func aLaterFileReplacesTheRowOfItsKey(row: String, expected: [String]) throws {
  let found = try rules(
    ("a.tsv", base), ("b.tsv", "kind\tid\tlang\tpattern\tweight\tscope\n" + row))
  #expect(found.count == expected.count)
  #expect(found.last?.hasSuffix(expected.last ?? "") == true, "\(found)")
}

@Test func useOffDropsTheRowOfItsKey() throws {
  let off = """
    kind\tid\tlang\tpattern\tweight\tuse
    sentiment\t\ten\tgood\t1\toff
    theme\tdelivery/late\ten\tlate\t\toff
    negator\t\ten\tunheard of\t\toff
    """
  #expect(try rules(("a.tsv", base), ("b.tsv", off)) == ["sentiment a.tsv:3 -30000"])
}

@Test func useOnKeepsTheRow() throws {
  #expect(
    try rules(("a.tsv", "kind\tpattern\tuse\nnegator\tnot\ton\nnegator\tnever\t"))
      == ["negator a.tsv:2 -7400", "negator a.tsv:3 -7400"])
}

@Test func aThirdFileBringsADroppedRowBack() throws {
  let header = "kind\tid\tlang\tpattern\tweight\tuse\n"
  #expect(
    try rules(
      ("a.tsv", base), ("b.tsv", header + "sentiment\t\ten\tgood\t1\toff"),
      ("c.tsv", header + "sentiment\t\ten\tgood\t2\t")
    ).last == "sentiment c.tsv:2 20000")
}

@Test func languagesAreComparedSorted() throws {
  let header = "kind\tid\tlang\tpattern\tweight\n"
  #expect(
    try rules(
      ("a.tsv", header + "sentiment\t\ten,de\tgood\t1"),
      ("b.tsv", header + "sentiment\t\tde, EN\tgood\t2")) == ["sentiment b.tsv:2 20000"])
  #expect(
    try rules(
      ("a.tsv", header + "sentiment\t\t*\tgood\t1"),
      ("b.tsv", header + "sentiment\t\t\tgood\t2")) == ["sentiment b.tsv:2 20000"])
}

@Test func labelsOfLaterFilesWin() throws {
  let lexicon = try Lexicon([
    LexiconSource(
      name: "a.tsv",
      bytes: Array(
        "kind\tid\tpattern\tlabel\towner\ntheme\tdelivery\t\tDelivery\tops@\ntheme\tdelivery/late\tlate\t\t"
          .utf8)),
    LexiconSource(
      name: "b.tsv", bytes: Array("kind\tid\tpattern\tlabel\ntheme\tdelivery\t\tShipping".utf8)),
  ])
  let themes = lexicon.catalog.themes
  #expect(themes.map(\.path) == ["delivery", "delivery/late"])
  #expect(themes.map(\.label) == ["Shipping", nil])
  #expect(themes.map(\.owner) == [nil, nil])
  #expect(themes.map(\.parent) == [-1, 0])
  #expect(themes.map(\.depth) == [1, 2])
  #expect(lexicon.rows.count == 1)
}

@Test func parentsExistImplicitly() throws {
  let lexicon = try Lexicon([
    LexiconSource(
      name: "a.tsv", bytes: Array("kind\tid\tpattern\ntheme\tb/c/d\tx\ntheme\ta\ty".utf8))
  ])
  #expect(lexicon.catalog.themes.map(\.path) == ["a", "b", "b/c", "b/c/d"])
  #expect(lexicon.catalog.themes.map(\.parent) == [-1, -1, 1, 2])
}

/// The same three rows, written in ways that spreadsheets and editors have.
@Test(arguments: [
  "kind,id,lang,pattern,weight\nsentiment,,en,good,1.5\nsentiment,,en,bad,-1.5\ntheme,t,,x,\n",
  "kind,id,lang,pattern,weight\r\nsentiment,,en,good,1.5\r\nsentiment,,en,bad,-1.5\r\ntheme,t,,x,",
  "\u{FEFF}kind,id,lang,pattern,weight\nsentiment,,en,good,1.5\nsentiment,,en,bad,-1.5\ntheme,t,,x\n",
  "kind,id,lang,pattern,weight\nsentiment,,en,good,\"1,5\"\nsentiment,,en,bad,\"-1,5\"\ntheme,t,,x\n",
  "kind,id,lang,pattern,weight\nsentiment,,en,good,1.5\nsentiment,,en,bad,'-1.5\ntheme,t,,x\n",
  "kind,id,lang,pattern,weight\nsentiment,,en,good,1.5\nsentiment,,en,bad,−1.5\ntheme,t,,x\n",
  "\"kind\",\"id\",\"lang\",\"pattern\",\"weight\"\n\"sentiment\",\"\",\"en\",\"good\",\"1.5\"\n"
    + "sentiment,,en,\"bad\",-1.5\ntheme,t,,x\n",
  "kind,id,lang,pattern,weight\n# a comment, with commas\nsentiment,,en,good,1.5\n\n"
    + "sentiment,,en,bad,-1.5\n,,,,\ntheme,t,,x\n",
  "KIND,Pattern,Weight,Note,id,lang\nsentiment,good,1.5,\"a \"\"note\"\"\nin two lines\",,en\n"
    + "sentiment,bad,-1.5,,,en\ntheme,x,,,t\n",
  "kind\tid\tlang\tpattern\tweight\nsentiment\t\ten\tgood\t1,5\nsentiment\t\ten\tbad\t-1,5\ntheme\tt\t\tx",
  "kind\tid\tlang\tpattern\tweight\r\nsentiment\t\ten\tgood\t1.5\r\nsentiment\t\ten\tbad\t-1.5\r\n"
    + "theme\tt\t\tx\r\n",
  "\u{FEFF}# a, b\nkind\tid\tlang\tpattern\tweight\nsentiment\t\ten\tgood\t1.5\n\t\t\t\t\n#\n"
    + "sentiment\t\ten\tbad\t-1.5\ntheme\tt\t\tx",
  "kind \t id\tlang\t pattern\tweight\n sentiment\t\ten \t good\t 1.5 \nsentiment\t\ten\tbad\t-1.50\n"
    + "theme\t t\t\tx",
])
func oneTableInManyDialects(_ text: String) throws {
  let finder = try Finder(("rows", text))
  #expect(finder.lexicon.rows.map(\.weight) == [15_000, -15_000, nil])
  #expect(finder.lexicon.rows.map(\.kind) == [.sentiment, .sentiment, .theme])
  #expect(try finder.strings("good bad x", "en") == ["good", "bad", "x"])
  #expect(try finder.strings("good bad x", "de") == ["x"])
}

@Test func aQuotedPatternKeepsItsQuotesAndCommas() throws {
  let finder = try Finder(("a.csv", "kind,id,pattern\ntheme,t,\"[\"\"x\"\"]|one, two|[a,b]\"\n"))
  #expect(try finder.strings("\"x\" one two a,b", "en") == ["\"x\"", "one two", "a,b"])
}

@Test func aSpreadsheetsApostropheGoesOnlyBeforeASign() throws {
  let finder = try Finder(("a.tsv", "kind\tid\tpattern\ntheme\tt\t'tis"))
  #expect(try finder.strings("'tis", "en") == ["tis"])
}

@Test(
  arguments: [
    ("negator", -7400), ("irrealis", 5000), ("contrast", 5000), ("conjunction", nil),
    ("opinion", nil),
  ] as [(String, Int32?)])
func shiftersHaveDefaultFactors(kind: String, expected: Int32?) throws {
  let id = kind == "contrast" ? "turn" : ""
  let lexicon = try Lexicon([
    LexiconSource(name: "a.tsv", bytes: Array("kind\tid\tpattern\n\(kind)\t\(id)\tx".utf8))
  ])
  #expect(lexicon.rows.map(\.weight) == [expected])
}

@Test(
  arguments: [
    ("sentiment", Scope.clause), ("negator", .clause), ("irrealis", .clause), ("opinion", .clause),
    ("theme", .sentence), ("intent", .sentence), ("emotion", .sentence), ("stage", .sentence),
    ("constituency", .sentence), ("contrast", .sentence), ("boilerplate", .record),
    ("intensifier", .tokens(1)),
  ] as [(String, Scope)])
func everyKindHasItsDefaultScope(kind: String, expected: Scope) throws {
  let id = kind == "contrast" ? "turn" : "t"
  let lexicon = try Lexicon([
    LexiconSource(
      name: "a.tsv", bytes: Array("kind\tid\tpattern\tweight\n\(kind)\t\(id)\tx\t1".utf8))
  ])
  #expect(lexicon.rows.map(\.scope) == [expected])
}

@Test func shippedLexiconsLoad() throws {
  let lexicon = try Lexicon(ShippedLexicons.sources)
  #expect(lexicon.rows.count > 1000)
  #expect(lexicon.lint().allSatisfy { $0.level < .error })
}
