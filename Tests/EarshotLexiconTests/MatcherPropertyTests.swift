import EarshotLexicon
import EarshotModel
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers on every machine.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// A pattern of the contract, section 4, small enough to be matched by trying everything.
private indirect enum Naive {
  case word(String)
  case gap
  case sequence([Naive])
  case either([Naive])
  case near(Naive, Naive, Int, ordered: Bool)

  var text: String {
    switch self {
    case .word(let word): word
    case .gap: "_"
    case .sequence(let parts): parts.map(\.text).joined(separator: " ")
    case .either(let parts): "(" + parts.map(\.text).joined(separator: "|") + ")"
    case .near(let left, let right, let gap, let ordered):
      "\(left.text) \(ordered ? "...\(gap)" : "<\(gap)>") \(right.text)"
    }
  }

  var isChain: Bool {
    if case .near(.near, _, _, _) = self { true } else { false }
  }

  /// Matched tokens and the offset after the last token, for a phrase that begins at a token.
  func phrases(_ tokens: [String], at start: Int) -> [(matched: [Int], stop: Int)] {
    switch self {
    case .word(let pattern):
      guard start < tokens.count, Self.matches(Array(tokens[start]), Array(pattern)) else {
        return []
      }
      return [([start], start + 1)]
    case .gap: return start < tokens.count ? [([], start + 1)] : []
    case .either(let parts): return parts.flatMap { $0.phrases(tokens, at: start) }
    case .sequence(let parts):
      var found: [(matched: [Int], stop: Int)] = [([], start)]
      for part in parts {
        found = found.flatMap { head in
          part.phrases(tokens, at: head.stop).map { (head.matched + $0.matched, $0.stop) }
        }
      }
      return found
    case .near: return []
    }
  }

  /// Every place of a pattern: the tokens that matched. A distance takes every pair without a
  /// token in common with at most so many tokens between.
  func places(_ tokens: [String]) -> Set<[Int]> {
    guard case .near(let left, let right, let limit, let ordered) = self else {
      return Set(tokens.indices.flatMap { phrases(tokens, at: $0).map(\.matched) })
    }
    var pairs: Set<[Int]> = []
    for one in left.places(tokens) {
      for other in right.places(tokens) {
        guard let distance = Self.distance(one, other), distance <= limit,
          !ordered || one[one.count - 1] < other[0]
        else { continue }
        pairs.insert((one + other).sorted())
      }
    }
    return pairs
  }

  /// Of several right places for one left place the nearest count.
  func nearestPlaces(_ tokens: [String]) -> [Set<[Int]>] {
    guard case .near(let left, let right, let limit, let ordered) = self else { return [] }
    return left.places(tokens).compactMap { one in
      var best = limit + 1
      var nearest: Set<[Int]> = []
      for other in right.places(tokens) {
        guard let distance = Self.distance(one, other), distance <= limit,
          !ordered || one[one.count - 1] < other[0]
        else { continue }
        if distance < best { nearest = [] }
        if distance <= best { nearest.insert((one + other).sorted()) }
        best = min(best, distance)
      }
      return nearest.isEmpty ? nil : nearest
    }
  }

  private static func distance(_ one: [Int], _ other: [Int]) -> Int? {
    if Set(one).isDisjoint(with: other) {
      return max(0, other[0] - one[one.count - 1] - 1, one[0] - other[other.count - 1] - 1)
    }
    return nil
  }

  private static func matches(_ word: [Character], _ pattern: [Character]) -> Bool {
    guard let sign = pattern.first else { return word.isEmpty }
    let rest = Array(pattern.dropFirst())
    switch sign {
    case "*": return (0...word.count).contains { matches(Array(word.dropFirst($0)), rest) }
    case "?": return !word.isEmpty && matches(Array(word.dropFirst()), rest)
    default: return word.first == sign && matches(Array(word.dropFirst()), rest)
    }
  }
}

extension Naive {
  private static let words = ["ab", "abc", "bca", "cab", "bb", "aab", "cc"]
  private static let wildcards = ["ab*", "*ab", "a?b", "*bc*", "?ab", "a*b", "b*?a", "c?b*"]

  static func randomWord(_ random: inout SeededGenerator) -> Naive {
    let list = Int.random(in: 0..<4, using: &random) == 0 ? wildcards : words
    return .word(list.randomElement(using: &random) ?? "ab")
  }

  static func randomPhrase(_ random: inout SeededGenerator) -> Naive {
    var parts = [randomPart(&random)]
    for _ in 0..<Int.random(in: 0..<3, using: &random) {
      if Int.random(in: 0..<4, using: &random) == 0 { parts.append(.gap) }
      parts.append(randomPart(&random))
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private static func randomPart(_ random: inout SeededGenerator) -> Naive {
    guard Int.random(in: 0..<3, using: &random) == 0 else { return randomWord(&random) }
    return .either(
      (0..<2).map { _ in
        Bool.random(using: &random)
          ? randomWord(&random) : .sequence([randomWord(&random), randomWord(&random)])
      })
  }

  static func randomPattern(_ random: inout SeededGenerator) -> Naive {
    var pattern = randomPhrase(&random)
    for _ in 0..<[0, 0, 1, 1, 2].randomElement(using: &random)! {
      pattern = .near(
        pattern, randomPhrase(&random), Int.random(in: 0..<4, using: &random),
        ordered: Bool.random(using: &random))
    }
    return pattern
  }

  static func randomText(_ random: inout SeededGenerator) -> [String] {
    (0..<Int.random(in: 0..<14, using: &random)).map { _ in
      words.randomElement(using: &random) ?? "ab"
    }
  }
}

@Test(arguments: UInt64(1)...40)
func matcherAgreesWithANaiveOne(seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  let patterns = (0..<12).map { _ in Naive.randomPattern(&random) }
  var table = "kind\tid\tpattern\n"
  for (index, pattern) in patterns.enumerated() { table += "theme\tt\(index)\t\(pattern.text)\n" }
  let finder = try Finder(("random.tsv", table))
  let rows = finder.lexicon.rows.indices
  for _ in 0..<12 {
    let tokens = Naive.randomText(&random)
    let found = try finder.find(
      tokens.joined(separator: " "), LanguageGuess(tag: .undetermined, confidence: 0))
    for row in rows {
      let pattern = patterns[row]
      let own = Set(found.filter { $0.row == Int32(row) }.map(\.tokens))
      let all = pattern.places(tokens)
      let place = "\(pattern.text) in \(tokens.joined(separator: " "))"
      #expect(own.isSubset(of: all), "\(place)")
      if case .near = pattern {
        #expect(own.isEmpty == all.isEmpty, "\(place)")
        if !pattern.isChain {
          for nearest in pattern.nearestPlaces(tokens) {
            #expect(!own.isDisjoint(with: nearest), "\(place)")
          }
        }
      } else {
        #expect(own == all, "\(place)")
      }
    }
  }
}

/// The automaton is shared: rows found alone are found among others, and by a matcher that has seen
/// other texts.
@Test(arguments: UInt64(1)...10)
func rowsDoNotDisturbEachOther(seed: UInt64) throws {
  var random = SeededGenerator(state: seed)
  let patterns = (0..<8).map { _ in Naive.randomPattern(&random) }
  let header = "kind\tid\tpattern\n"
  let guess = LanguageGuess(tag: .undetermined, confidence: 0)
  let together = try Finder(
    ("all.tsv", header + patterns.indices.map { "theme\tt\($0)\t\(patterns[$0].text)\n" }.joined()))
  for (index, pattern) in patterns.enumerated() {
    let alone = try Finder(("one.tsv", header + "theme\tt\t\(pattern.text)\n"))
    for _ in 0..<4 {
      let text = Naive.randomText(&random).joined(separator: " ")
      let own = try together.find(text, guess).filter { $0.row == Int32(index) }.map(\.tokens)
      #expect(try alone.find(text, guess).map(\.tokens) == own, "\(pattern.text) in \(text)")
    }
  }
}
