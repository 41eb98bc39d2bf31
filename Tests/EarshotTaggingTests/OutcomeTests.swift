import EarshotLexicon
import EarshotModel
import EarshotTagging
import EarshotText
import Testing

extension Bench {
  /// Tags one record of several text fields.
  func tag(fields: [String], taggings: Int = 1) throws -> Result {
    var records = RecordBatch(sequence: 0, source: 0, dimensions: 0)
    for (index, text) in fields.enumerated() {
      let start = records.bytes.count
      records.bytes += Array(text.utf8)
      records.fields.append(
        TextField(name: UInt16(index), text: ByteRange(start, records.bytes.count)))
    }
    var record = Record(line: 1, byte: 0)
    record.fields = 0..<Int32(fields.count)
    records.records = [record]
    try Segmenter.warm()
    var analyzer = try TextAnalyzer(
      identifier: LanguageIdentifier.shipped(), literals: lexicon.literals,
      fixedLanguage: LanguageTag("en"))
    var tokens = TokenBatch()
    analyzer.analyse(records, into: &tokens)
    var tagger = Tagger()
    var batch = MentionBatch()
    for _ in 0..<taggings { tagger.tag(records, tokens, lexicon: lexicon, into: &batch) }
    return Result(outcome: batch.outcomes[0], batch: batch, records: records, lexicon: lexicon)
  }
}

@Test(
  arguments: [
    ("nothing here", .none, nil), ("good", .positive, 3), ("bad", .negative, -2),
    ("good; rude", .mixed, 0), ("good and rude", .neutral, 0), ("if good", .neutral, 0),
    ("good; great; bad", .mixed, 4), ("is it good?", .neutral, 0), ("great; if bad", .positive, 3),
  ] as [(String, Label, Double?)])
func labels(text: String, label: Label, sum: Double?) throws {
  let outcome = try ScoreCase.bench([]).tag(text).outcome
  #expect(outcome.label == label)
  #expect(outcome.score == sum.map(ScoreCase.units))
}

/// The threshold is 0.05: 0.193 / sqrt(0.193^2 + 15) = 0.0498, 0.194 gives 0.0500.
@Test(arguments: [
  ("0.193", Label.neutral), ("0.194", .positive), ("-0.193", .neutral), ("-0.194", .negative),
])
func labelsBeginAtTheThreshold(weight: String, label: Label) throws {
  #expect(try ScoreCase.bench(["sentiment;;tiny;\(weight)"]).tag("tiny").outcome.label == label)
}

/// Themes as `path score label`, ancestors included, `*` where matched itself.
@Test(arguments: [
  // Clauses 3 and -3.
  (
    "the room is good; the waiter is rude",
    ["room* 6124 positive", "staff -6124 negative", "staff/attitude* -6124 negative"]
  ),
  // Staff in both clauses, attitude in the second: 3 - 2 = 1.
  (
    "staff good; waiter bad",
    ["staff* 2500 mixed", "staff/attitude* -4588 negative"]
  ),
  ("the room; good", ["room* nil none"]),
  ("room good; room great", ["room* 8402 positive"]),
  ("room good and rude", ["room* 0 neutral"]),
  ("it doesn't work", ["broken* -4588 negative"]),
  // Contrast counts: 1.5 and -4.5.
  (
    "room good but waiter rude",
    ["room* 3612 positive", "staff -7579 negative", "staff/attitude* -7579 negative"]
  ),
])
func themeScores(text: String, expected: [String]) throws {
  let result = try ScoreCase.bench([]).tag(text)
  let found = result.batch.themes.map { theme in
    let path = result.lexicon.catalog.themes[Int(theme.theme)].path
    let score = theme.score.map { "\($0)" } ?? "nil"
    return "\(path)\(theme.isDirect ? "*" : "") \(score) \(theme.label.name)"
  }
  #expect(found == expected)
}

/// A theme over two clauses: both count; tokens in its gap do not.
@Test func aThemeCountsTheClausesOfItsMatchedTokens() throws {
  let rows = ["theme;slow;slow <9> parcel"]
  let result = try ScoreCase.bench(rows).tag("slow, good; great; bad parcel")
  // Clauses 3, 3, -2; slow stands in the first and parcel in the third: 3 - 2 = 1.
  #expect(result.theme("slow")?.score == ScoreCase.units(1))
}

@Test(
  arguments: [
    // Leftmost.
    ("aa bb cc", ["sentiment;;aa bb;1", "sentiment;;bb cc;2"], ["sentiment:aa bb"]),
    // Longest: most tokens, then most characters.
    ("aa bb cc", ["sentiment;;aa;1", "sentiment;;aa bb;2"], ["sentiment:aa bb"]),
    ("aa bb cc", ["sentiment;;aa ...1 cc;1", "sentiment;;aa bb cc;2"], ["sentiment:aa bb cc"]),
    // A gap hides nothing.
    (
      "aa bb cc", ["sentiment;;aa _ cc;1", "sentiment;;bb;2"],
      ["sentiment:aa bb cc", "sentiment:bb"]
    ),
    // Within each id only.
    ("aa bb", ["theme;x;aa", "theme;y;aa bb"], ["theme/x:aa", "theme/y:aa bb"]),
    ("aa bb", ["theme;x;aa", "theme;x;aa bb"], ["theme/x:aa bb"]),
    ("aa bb", ["theme;x;aa", "theme;x/y;aa bb"], ["theme/x:aa", "theme/x/y:aa bb"]),
    ("aa bb", ["theme;x;bb", "intent;x;aa bb"], ["intent/x:aa bb", "theme/x:bb"]),
    (
      "aa bb", ["emotion;x;aa", "stage;x;aa", "constituency;x;bb"],
      ["emotion/x:aa", "stage/x:aa", "constituency/x:bb"].sorted { $0 < $1 }.sorted {
        $0.suffix(2) < $1.suffix(2)
      }
    ),
    // A token serves one sentiment hit, the sentiment of a theme apart.
    (
      "aa aa", ["sentiment;;aa;1", "theme;x;aa"],
      ["sentiment:aa", "theme/x:aa", "sentiment:aa", "theme/x:aa"]
    ),
  ] as [(String, [String], [String])])
func resolution(text: String, rows: [String], expected: [String]) throws {
  let found = try ScoreCase.bench(rows).tag(text).mentions
  #expect(found == expected)
}

/// At equal length: literal, word, inflected, wildcard; then the last file.
@Test(
  arguments: [
    (["[Fine]", "fine", "fine~", "fin*"], 0), (["fin*", "fine~", "fine", "[Fine]"], 3),
    (["fin*", "fine~", "fine"], 2), (["fin*", "fine~"], 1), (["fine~", "fin*"], 0),
    (["f*ne", "fine*"], 0), (["fine|[x]", "fine"], 0),
  ] as [([String], Int)])
func theMoreExactFormWins(patterns: [String], winner: Int) throws {
  let rows = patterns.enumerated().map { "sentiment;;\($1);\($0 + 1);;;;en" }
  let result = try ScoreCase.bench(rows).tag("Fine")
  #expect(result.batch.mentions.map(\.base) == [Int32(winner + 1) * 10_000])
}

@Test func theLastFileWins() throws {
  let header = "kind\tpattern\tweight\n"
  let files = [
    ("a.tsv", "sentiment\taa|bb\t1"), ("b.tsv", "sentiment\taa|cc\t2"),
    ("c.tsv", "sentiment\taa*\t3"),
  ]
  let bench = Bench(
    try Lexicon(files.map { LexiconSource(name: $0.0, bytes: Array((header + $0.1).utf8)) }))
  let result = try bench.tag("aa bb cc")
  #expect(
    result.batch.mentions.map { result.lexicon.catalog.rules[Int($0.rule)] } == [
      "b.tsv:2", "a.tsv:2", "b.tsv:2",
    ])
}

@Test(
  arguments: [
    ("aa bb", ["theme;x;aa", "off;sentiment;good as new"], ["theme/x:aa"]),
    ("good as new", ["off;sentiment;good as new"], []),
    ("good as new, good", ["off;sentiment;good as new"], ["sentiment:good"]),
    ("the waiter service", ["off;theme:staff;waiter service"], []),
    ("the room service", ["off;theme:room;room service"], []),
    ("the room service", ["off;theme:staff;room service"], ["theme/room:room"]),
    ("the good room service", ["off;theme;room service"], ["sentiment:good"]),
    ("not good", ["off;negator;not good"], ["sentiment:good"]),
    ("good room", ["off;sentiment;good ...2 stuff"], ["sentiment:good", "theme/room:room"]),
    ("good old stuff", ["off;sentiment;good ...2 stuff"], []),
  ] as [(String, [String], [String])])
func offRowsHideWhatTheyOverlap(text: String, rows: [String], expected: [String]) throws {
  let result = try ScoreCase.bench(rows).tag(text)
  #expect(result.mentions == expected)
  if rows == ["off;negator;not good"] { #expect(result.outcome.score == ScoreCase.units(3)) }
}

@Test(arguments: [
  ScoreCase(
    "good. Sent from my great phone", [3, nil], rows: ["boilerplate;;sent from my great phone"]),
  ScoreCase(
    "good. Sent from not a phone, good", [3, 3], rows: ["boilerplate;;sent from not a phone"]),
  ScoreCase("it was good but for the record", [3], rows: ["boilerplate;;but for the record"]),
  // A gap is cut along.
  ScoreCase("on monday great people wrote", [nil], rows: ["boilerplate;;on _ ...3 wrote"]),
  ScoreCase("great people", [3], rows: ["boilerplate;;on _ ...3 wrote"]),
])
func boilerplateIsCut(_ item: ScoreCase) throws {
  try item.check()
  let cut = try ScoreCase.bench(item.rows).tag(item.text).outcome.flags.contains(.boilerplateCut)
  #expect(cut == (item.text != "great people"))
}

@Test(arguments: [
  ScoreCase("good with it", [3], rows: ["sentiment;;fine;1;clause;it"]),
  ScoreCase("fine with it", [1], rows: ["sentiment;;fine;1;clause;it"]),
  ScoreCase("fine; it", [nil, nil], rows: ["sentiment;;fine;1;clause;it"]),
  ScoreCase("fine; it", [1, nil], rows: ["sentiment;;fine;1;sentence;it"]),
  ScoreCase("fine. It", [1, nil], rows: ["sentiment;;fine;1;record;it"]),
  ScoreCase("fine it", [nil], rows: ["sentiment;;fine;1;clause;;it"]),
  ScoreCase("fine; it", [1, nil], rows: ["sentiment;;fine;1;clause;;it"]),
  ScoreCase("no wonder it is good", [3], rows: ["negator;;no;;;;no wonder"]),
  ScoreCase("no longer good", [3 * -0.74], rows: ["negator;;no;;;;no wonder"]),
  // A phrase does not cross its clause; a theme's not its sentence.
  ScoreCase("sick; of", [nil, nil], rows: ["sentiment;;sick of;-2"]),
  ScoreCase("sick, of", [-2], rows: ["sentiment;;sick of;-2"]),
])
func scopesAndConditions(_ item: ScoreCase) throws { try item.check() }

@Test func fieldsAreAnalysedApart() throws {
  let result = try ScoreCase.bench([]).tag(fields: ["not", "good; rude room", "", "GOOD", "it"])
  // Clauses: nothing, 3, -3, 3 (no lower case in its own field), nothing.
  #expect(result.outcome.clauses == 5)
  #expect(result.outcome.score == ScoreCase.units(3))
  #expect(result.outcome.label == .mixed)
  #expect(result.batch.mentions.map(\.field) == [1, 1, 1, 3])
  #expect(result.batch.mentions.map(\.clause) == [1, 2, 2, 3])
  #expect(result.outcome.characters == 24)
}

@Test func shiftersAreToldInTextOrder() throws {
  let result = try ScoreCase.bench([]).tag("it would not be very good indeed but")
  let mention = try #require(result.batch.mentions.first)
  let shifters = result.batch.shifters[
    Int(mention.shifters.lowerBound)..<Int(mention.shifters.upperBound)]
  let told = shifters.map { shifter in
    let text = result.records.string(ByteRange(Int(shifter.start), Int(shifter.stop)))
    return "\(shifter.kind.name) \(text) \(shifter.factor)"
  }
  #expect(
    told == [
      "irrealis would 5000", "negator not -7400", "intensifier very 5556",
      "intensifier indeed 15000", "contrast but 5000",
    ])
  #expect(mention.isNegated)
  #expect(mention.isIrrealis)
  #expect(mention.base == 30_000)
  // 3 x 0.5 x -0.74 / 1.8 x 1.5 x 0.5.
  #expect(mention.score == -4625)
}
