import EarshotLexicon
import EarshotModel
import EarshotTagging
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

private let rows = [
  "theme;refund;返金", "sentiment;;遅い;-2", "sentiment;;ช้า;-2", "sentiment;;❤;3",
  "sentiment;;[:(];-2", "theme;slow;slow <4> (room|staff)", "boilerplate;;sent from my room",
  "off;sentiment;good as new", "theme;café;caf?",
]

private func randomText(_ random: inout SeededGenerator) -> String {
  let pieces = [
    "good", "GOOD", "bad", "rude", "not", "never", "very", "slightly", "indeed", "would", "if",
    "wish",
    "but", "But", "although", "and", "it", "think", "room", "staff", "waiter", "dear",
    "doesn't work",
    "fed up", ",", ";", ".", "!", "?", "!!!", "(", ")", "–", "\n", "返金対応が遅い", "ช้ามาก", "❤️", "👍🏽",
    ":(",
    "goooood", "#GoodRoom", "cafe\u{301}", "re\u{AD}fund", "slow", "sent from my room",
    "good as new",
    "x@y.org", "https://a.b/c", "\u{200B}", "e\u{301}\u{302}", "🇮🇸", "。", "か\u{3099}",
  ]
  return (0..<Int.random(in: 0..<40, using: &random)).map { _ in
    (pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
  }.joined()
}

/// Everything that a user sees of a result.
private func described(_ result: Bench.Result) -> [String] {
  let outcome = result.outcome
  let names = result.batch.themes.map { theme in
    "\(result.lexicon.catalog.themes[Int(theme.theme)].path) \(String(describing: theme.score))"
  }
  let mentions = zip(result.mentions, result.batch.mentions).map { name, mention in
    let shifters = result.batch.shifters[
      Int(mention.shifters.lowerBound)..<Int(mention.shifters.upperBound)]
    return
      "\(name) \(mention.start) \(mention.clause) \(mention.clauseStart)-\(mention.clauseStop) "
      + "\(String(describing: mention.score)) \(shifters.map { "\($0.start) \($0.factor)" })"
  }
  return ["\(String(describing: outcome.score)) \(outcome.label.name) \(outcome.clauses)"] + names
    + mentions
}

@Test(arguments: UInt64(1)...30)
func mentionsStandInOrderInTheirClausesOnGraphemes(seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  let bench = try ScoreCase.bench(rows)
  for _ in 0..<20 {
    let text = randomText(&random)
    let result = try bench.tag(text)
    var borders: Set<Int> = [0]
    var offset = 0
    for character in text {
      offset += character.utf8.count
      borders.insert(offset)
    }
    var last = (Int32(0), Int32(0), "")
    for (ordinal, mention) in result.batch.mentions.enumerated() {
      #expect(Int(mention.ordinal) == ordinal)
      let key = (mention.start, mention.stop, mention.kind.name)
      #expect(last <= key, "\(text)")
      last = key
      #expect(mention.start < mention.stop)
      #expect(mention.clauseStart <= mention.start, "\(text)")
      if mention.kind == .sentiment { #expect(mention.stop <= mention.clauseStop, "\(text)") }
      #expect(mention.clause >= 0 && mention.clause < result.outcome.clauses)
      for place in [mention.start, mention.stop, mention.clauseStart, mention.clauseStop] {
        #expect(borders.contains(Int(place)), "\(place) in \(text)")
      }
    }
    if let score = result.outcome.score { #expect(abs(score) < 10_000) }
    #expect((result.outcome.label == .none) == (result.outcome.score == nil))
    #expect((result.outcome.positive ?? 1) > 0 && (result.outcome.negative ?? -1) < 0)
  }
}

@Test(arguments: UInt64(1)...15)
func anUnrelatedRowChangesNothing(seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  let bench = try ScoreCase.bench(rows)
  let more = try ScoreCase.bench(
    rows + [
      "sentiment;;unrelated;5", "negator;;unrelated", "theme;zz/unrelated;unrelated*|*unrelated",
      "sentiment;;unrelated <3> words;1", "theme;zz;good _ unrelated;;;unrelated;good",
      "off;sentiment;unrelated good", "boilerplate;;good ...3 unrelated",
      "sentiment;;[unrelated!];2",
    ])
  for _ in 0..<20 {
    let text = randomText(&random)
    #expect(described(try bench.tag(text)) == described(try more.tag(text)), "\(text)")
  }
}

@Test(arguments: UInt64(1)...10)
func taggingTwiceGivesTheSame(seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  let bench = try ScoreCase.bench(rows)
  for _ in 0..<20 {
    let fields = [randomText(&random), randomText(&random)]
    let once = described(try bench.tag(fields: fields))
    #expect(described(try bench.tag(fields: fields, taggings: 2)) == once)
  }
}

/// Each field alone gives the clauses that it gives in company.
@Test(arguments: UInt64(1)...10)
func fieldsDoNotDisturbEachOther(seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  let bench = try ScoreCase.bench(rows)
  for _ in 0..<10 {
    let (one, other) = (randomText(&random), randomText(&random))
    let both = try bench.tag(fields: [one, other])
    let alone = try [bench.tag(one), bench.tag(other)]
    #expect(both.mentions == alone[0].mentions + alone[1].mentions)
    #expect(both.outcome.clauses == alone[0].outcome.clauses + alone[1].outcome.clauses)
    #expect(both.batch.mentions.map(\.score) == alone.flatMap { $0.batch.mentions.map(\.score) })
  }
}

/// Work grows with the text, not with its square; within one clause it may.
@Test(arguments: [
  "good but bad, ", "Not very good room. ", "dear; ", "Good! But bad? ", "(good; ", "slow room, ",
  "Would it not be good and rude, think; ",
])
func costGrowsWithTheText(piece: String) throws {
  let bench = try ScoreCase.bench(
    rows + ["sentiment;;fair;1;clause;room;slow", "theme;x;good;;;bad"])
  func time(_ count: Int) throws -> Duration {
    let text = String(repeating: piece, count: count)
    return try ContinuousClock().measure { _ = try bench.tag(text) }
  }
  _ = try time(10)
  let (short, long) = (try time(300), try time(1200))
  #expect(long < short * 8 + .milliseconds(100), "\(short) against \(long)")
}
