import EarshotLexicon
import EarshotModel
import Foundation
import Testing

/// Sentences that lexicon methods get wrong, with the sign a reader would give.
struct HardCase: CustomTestStringConvertible {
  var text: String
  var language: String
  var expected: String

  var testDescription: String { "\(language): \(text)" }

  static let all: [HardCase] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = root.appending(path: "corpora/labelled/hard-cases.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").dropFirst(2).map { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      return HardCase(text: cells[0], language: cells[1], expected: cells[2])
    }
  }()
}

@Test func hardCasesKeepTheirFloor() throws {
  let bench = Bench(try Lexicon(ShippedLexicons.sources))
  var right = 0
  for item in HardCase.all {
    let language = item.language == "und" ? nil : item.language
    let result = try bench.tag(item.text, language: language)
    let score = result.outcome.score ?? 0
    let found = score >= 500 ? "+" : score <= -500 ? "-" : "0"
    if found == item.expected {
      right += 1
    } else {
      print(
        "hard case: \(item.text) expected \(item.expected), found \(found) (\(score)) \(result.mentions)"
      )
    }
  }
  #expect(HardCase.all.count == 36)
  #expect(right >= 32, "\(right) of \(HardCase.all.count) hard cases right")
}
