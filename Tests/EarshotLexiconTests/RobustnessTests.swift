import EarshotLexicon
import EarshotModel
import Testing

/// Loads a lexicon; faults are fine, a crash is not.
private func load(_ bytes: [UInt8], name: String) {
  if let lexicon = try? Lexicon([LexiconSource(name: name, bytes: bytes)]) { _ = lexicon.lint() }
}

@Test(arguments: ["a.tsv", "a.csv", "a"])
func arbitraryBytesNeverCrash(name: String) {
  var random = SeededGenerator(state: 7)
  for _ in 0..<100 {
    let count = Int.random(in: 0..<300, using: &random)
    load((0..<count).map { _ in UInt8.random(in: .min ... .max, using: &random) }, name: name)
  }
}

@Test(arguments: ["a.tsv", "a.csv"])
func arbitraryCellsNeverCrash(name: String) {
  let pieces = [
    "\t", "\t", "\t", ",", ",", "\n", "\n", "\r\n", "\"", "'", "theme", "sentiment", "off",
    "contrast",
    "turn", "theme:", ":", "/", "a/b", "en", "*", "late", "(", ")", "|", "_", " ", "<4>", "...3",
    "<",
    ">", "...", "[", "]", "[:(]", "~", "?", "*n't", "-3", "1,5", "nan", "1e999", "segment", "off",
    "7",
    "#", "# ", "返金", "ช้า", "❤️", "ß", "\u{301}", "\u{200B}", "\u{FEFF}", "\u{A7FF}", "\u{0}",
    "\u{1}",
    "\u{2}", "İ",
  ]
  var random = SeededGenerator(state: 8)
  for _ in 0..<400 {
    var text = "kind\tid\tlang\tpattern\twith\tunless\tscope\tweight\tedge\tuse\n"
    if name == "a.csv" { text = text.replacing("\t", with: ",") }
    for _ in 0..<Int.random(in: 0..<60, using: &random) {
      text += pieces.randomElement(using: &random) ?? ""
    }
    load(Array(text.utf8), name: name)
  }
}

/// Patterns of every combination of a few pieces, each matched against a text of the same pieces.
@Test func arbitraryPatternsNeverCrash() throws {
  let pieces = [
    "late", "_", "(", ")", "|", "<2>", "...1", "[x]", "[:(]", "返", "金", "*ab", "go~", " ", "n't",
    "ñ",
    "\u{1}", "#LateBox", "goooood", "😀",
  ]
  var random = SeededGenerator(state: 9)
  var loaded = 0
  for _ in 0..<1500 {
    let pattern = (0..<Int.random(in: 1..<9, using: &random)).map { _ in
      pieces.randomElement(using: &random) ?? ""
    }
    let text = (0..<12).map { _ in pieces.randomElement(using: &random) ?? "" }
    guard
      let finder = try? Finder(("a.tsv", "kind\tid\tpattern\ntheme\tt\t\(pattern.joined())\n"))
    else { continue }
    loaded += 1
    _ = try finder.strings(text.joined(separator: " "), "en")
    _ = try finder.strings(text.joined(), "ja")
  }
  #expect(loaded > 100)
}

@Test func longTextsWithLongGapsDoNotCrash() throws {
  let finder = try Finder(
    (
      "a.tsv",
      "kind\tid\tpattern\ntheme\tt\taa <60> bb <60> cc\ntheme\tu\taa\(String(repeating: " _", count: 120)) bb\n"
    ))
  let text = (0..<400).map { ["aa", "x", "bb", "y", "cc"][$0 % 5] }.joined(separator: " ")
  #expect(!(try finder.strings(text, "en").isEmpty))
}

// Debug builds are more than ten times slower, and tests run side by side.
#if DEBUG
  private let manyRows = 20_000
  private let patience = Duration.seconds(30)
#else
  private let manyRows = 200_000
  private let patience = Duration.seconds(8)
#endif

@Test func manyRowsLoadInSeconds() throws {
  var table = "kind\tid\tlang\tpattern\tweight\n"
  for index in 0..<manyRows {
    let word = "w" + String(index, radix: 36)
    switch index % 4 {
    case 0: table += "sentiment\t\ten\t\(word)x\t\(index % 10 - 5)\n"
    case 1: table += "theme\tt\(index % 500)/u\(index % 7)\ten\t\(word)x late|very \(word)\t\n"
    case 2: table += "sentiment\t\tde\t\(word)xx*\t1\n"
    default: table += "intent\ti\(index % 50)\t\t(\(word)|no \(word)) <3> refund\t\n"
    }
  }
  let clock = ContinuousClock()
  let start = clock.now
  let finder = try Finder(("many.tsv", table))
  let loading = clock.now - start
  #expect(finder.lexicon.rows.count == manyRows)
  #expect(loading < patience, "\(manyRows) rows in \(loading)")
  #expect(try finder.strings("w0x late", "en") == ["w0x"])
}

@Test func longAlternationsCostLittle() throws {
  let count = manyRows / 2
  let phrases = (0..<count).map { "shared prefix of w" + String($0, radix: 36) + "x" }
  let clock = ContinuousClock()
  let start = clock.now
  let finder = try Finder(
    (
      "long.tsv",
      "kind\tid\tpattern\twith\n"
        + "theme\ta\t\(phrases.joined(separator: "|"))\t\n"
        + "theme\tb\t(\(phrases.joined(separator: "|"))) <3> refund\t\n"
        + "theme\tc\trefund\t\(phrases.joined(separator: "|"))\n"
    ))
  let loading = clock.now - start
  #expect(loading < patience, "\(count) phrases in \(loading)")
  let text = String(
    repeating: "A shared prefix of w7x, shared prefix of w8 and a refund. ", count: 50)
  let matching = clock.now
  let found = try finder.strings(text, "en")
  #expect(found.count == 100)
  #expect(clock.now - matching < .seconds(2), "matching took \(clock.now - matching)")
}

/// Work grows with the text, not with its square: four times the text may take no more than some
/// eight times as long.
@Test func costGrowsWithTheText() throws {
  let finder = try Finder(
    (
      "a.tsv",
      """
      kind\tid\tpattern\twith\tunless
      theme\ta\tlate <4> parcel\t\t
      theme\tb\tlate <4> parcel <4> box\t\t
      theme\tc\tlate\tparcel <4> box\tearly
      """
    ))
  func time(_ count: Int) throws -> Duration {
    let text = String(repeating: "late parcel of a box, ", count: count) + ". "
    let clock = ContinuousClock()
    return try clock.measure { _ = try finder.strings(text, "en") }
  }
  _ = try time(50)
  let (short, long) = (try time(150), try time(600))
  #expect(long < short * 8 + .milliseconds(50), "\(short) against \(long)")
}
