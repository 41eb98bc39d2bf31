import EarshotModel
import EarshotText
import Testing

/// Tokens and sentences of a text, for tests to read.
struct Cut {
  let tokens: [Token]
  let sentences: [Sentence]
  private let bytes: [UInt8]

  init(_ text: String, literals: [String] = []) throws {
    let bytes = Array(text.utf8)
    try Segmenter.warm()
    var tokenizer = try Tokenizer(literals: TokenLiterals(literals.map { Array($0.utf8) }))
    var tokens: [Token] = []
    var sentences: [Sentence] = []
    tokenizer.tokenize(bytes.span, base: 0, into: &tokens)
    tokenizer.sentences(
      bytes.span, base: 0, tokens: tokens, first: 0, isGreek: false, into: &sentences)
    (self.bytes, self.tokens, self.sentences) = (bytes, tokens, sentences)
  }

  func string(_ token: Token) -> String {
    String(decoding: bytes[Int(token.start)..<Int(token.stop)], as: UTF8.self)
  }

  var words: [String] { tokens.map(string) }

  var sentenceWords: [[String]] {
    sentences.map { $0.tokens.map { string(tokens[Int($0)]) } }
  }
}

struct TokenCase: CustomTestStringConvertible {
  var text: String
  var tokens: [String]

  init(_ text: String, _ tokens: String...) { (self.text, self.tokens) = (text, tokens) }

  var testDescription: String { text }
}

@Test(arguments: [
  TokenCase("Late delivery, again!", "Late", "delivery", "again"),
  TokenCase("doesn't can’t", "doesn't", "can’t"),
  TokenCase("write jane.doe@example.com now", "write", "jane.doe@example.com", "now"),
  TokenCase("(jane@example.com).", "jane@example.com"),
  TokenCase("hey @nova!", "hey", "@nova"),
  TokenCase("user@ 1@2 @ @@", "user", "1", "2"),
  TokenCase("see https://example.com/a?b=c, ok", "see", "https://example.com/a?b=c", "ok"),
  TokenCase("see www.example.com.", "see", "www.example.com"),
  TokenCase("#LateDelivery again", "#LateDelivery", "again"),
  TokenCase("10% off", "10%", "off"),
  TokenCase("10 % Rabatt", "10 %", "Rabatt"),
  TokenCase("cost $5.99 or 5,99 €", "cost", "$5.99", "or", "5,99 €"),
  TokenCase("20°C inside", "20°C", "inside"),
  TokenCase("❤️ 👍🏽 🇮🇸", "❤️", "👍🏽", "🇮🇸"),
  TokenCase("💓💓", "💓", "💓"),
  TokenCase("👩‍💻 ok", "👩‍💻", "ok"),
  TokenCase("サービスが", "サ", "ー", "ビ", "ス", "が"),
  TokenCase("แย่มาก", "แ", "ย่", "ม", "า", "ก"),
  TokenCase("배송이 늦어요", "배송이", "늦어요"),
  TokenCase("Þjónustan er góð.", "Þjónustan", "er", "góð"),
  TokenCase("", ""),
])
func tokens(of item: TokenCase) throws {
  #expect(try Cut(item.text).words == item.tokens.filter { !$0.isEmpty })
}

@Test(arguments: [
  TokenCase("great:) thanks", "great", ":)", "thanks"),
  TokenCase("I use C++ daily", "I", "use", "C++", "daily"),
  TokenCase("xDa xD", "xDa", "xD"),
  TokenCase("http://a.example", "http://a.example"),
])
func literalsAreOneToken(_ item: TokenCase) throws {
  #expect(try Cut(item.text, literals: [":)", "C++", "xD", ":/"]).words == item.tokens)
}

@Test func sentencesEndAtMarksLinesAndBullets() throws {
  let cut = try Cut("Worst. Service. EVER!!!\n- slow\n• rude • cold\nWhy?")
  #expect(
    cut.sentenceWords == [
      ["Worst"], ["Service"], ["EVER"], ["slow"], ["rude"], ["cold"], ["Why"],
    ])
  #expect(cut.sentences.map(\.exclamations) == [0, 0, 3, 0, 0, 0, 0])
  #expect(cut.sentences.map(\.isQuestion) == [false, false, false, false, false, false, true])
}

@Test(arguments: ["なぜ？", "لماذا؟", "Why?!", "Why?)", "“Why?”", "Why ?"])
func questionsAreKnownInEveryScript(_ text: String) throws {
  #expect(try Cut(text).sentences.map(\.isQuestion) == [true])
}

/// Pieces that touch every path of the tokenizer.
private let pieces = [
  "a", "Word", "don't", " ", "  ", "\n", ".", "!", "?", ",", "@", "#", "1", "2.5", "%", "€", "$",
  "http://x.y", "a@b.de", ":)", "é", "ß", "þ", "漢", "字", "ー", "カ", "ﾞ", "ก", "ำ", "ั", "កា", "ລ",
  "한", "🙂", "👍🏽", "❤️", "🇮🇸", "\u{200D}", "\u{FE0F}", "\u{300}", "\u{200B}", "\u{AD}", "•", "—",
  "(", ")", "א", "ع", "\u{0}", "_", "'",
]

@Test func tokensAreInOrderInBoundsAndWholeGraphemes() throws {
  var random = SplitMix(seed: 7)
  for _ in 0..<3000 {
    let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in
      pieces[Int.random(in: 0..<pieces.count, using: &random)]
    }.joined()
    let bytes = Array(text.utf8)
    let cut = try Cut(text, literals: [":)"])
    var segmenter = try Segmenter()
    segmenter.setText(bytes.span)
    segmenter.graphemes()
    let boundaries = Set([0] + segmenter.stops.prefix(segmenter.count))
    var last: Int32 = 0
    for token in cut.tokens {
      #expect(token.start >= last && token.stop > token.start, "\(text.debugDescription)")
      #expect(Int(token.stop) <= bytes.count)
      if token.kind == .grapheme {
        #expect(
          boundaries.contains(token.start) && boundaries.contains(token.stop),
          "\(text.debugDescription)")
      }
      last = token.stop
    }
    let covered = cut.sentences.flatMap { Array($0.tokens) }
    #expect(covered == (0..<Int32(cut.tokens.count)).map { $0 }, "\(text.debugDescription)")
  }
}

/// A small seeded generator, so that a failing text can be made again.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
