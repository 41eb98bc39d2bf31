import EarshotModel
import EarshotTagging
import Testing

/// A text over the rows below and its own rows; the sums of its clauses as the contract, section 5,
/// has them, reckoned by hand in the comment beside each case. A clause without a hit is nil.
struct ScoreCase: CustomTestStringConvertible {
  var text: String
  var rows: [String]
  var sums: [Double?]
  /// Scores of the sentiment hits and implied hits in text order, where the case is about them.
  var hits: [Double]?

  init(_ text: String, _ sums: [Double?], rows: [String] = [], hits: [Double]? = nil) {
    (self.text, self.sums, self.rows, self.hits) = (text, sums, rows, hits)
  }

  var testDescription: String { text }

  static let header = ["kind", "id", "pattern", "weight", "scope", "with", "unless", "lang"]

  /// Cells are separated by `;`.
  static let shared = [
    "sentiment;;good;3", "sentiment;;great;3", "sentiment;;bad;-2", "sentiment;;rude;-3",
    "sentiment;;fed up;-3", "negator;;not|never|nobody", "intensifier;;very;1.8",
    "intensifier;;slightly;0.5", "intensifier;;indeed;1.5", "irrealis;;would", "irrealis;;if;0",
    "irrealis;;wish;-0.5", "contrast;turn;but", "contrast;concede;although", "conjunction;;and",
    "subject;;it|they", "opinion;;think", "theme;room;room", "theme;staff;staff",
    "theme;staff/attitude;waiter", "theme;broken;does not work;-2", "theme;price;dear;-1",
  ]

  static func bench(_ rows: [String]) throws -> Bench {
    try Bench(
      tsv: ([header.joined(separator: ";")] + shared + rows).joined(separator: "\n")
        .replacing(";", with: "\t"))
  }

  func check() throws {
    let result = try Self.bench(rows).tag(text)
    let outcome = result.outcome
    #expect(Int(outcome.clauses) == sums.count)
    let found = sums.compactMap { $0 }
    #expect(outcome.score == (found.isEmpty ? nil : Self.units(found.reduce(0, +))))
    #expect(outcome.positive == found.max().flatMap { $0 > 0 ? Self.units($0) : nil })
    #expect(outcome.negative == found.min().flatMap { $0 < 0 ? Self.units($0) : nil })
    if let hits {
      let scores = result.batch.mentions.compactMap(\.score)
      #expect(scores == hits.map { Int32(($0 * 10_000).rounded()) })
    }
  }

  /// s / sqrt(s^2 + 15) in units of 1e-4.
  static func units(_ sum: Double) -> Int32 {
    Int32((sum / (sum * sum + 15).squareRoot() * 10_000).rounded(.toNearestOrEven))
  }
}
