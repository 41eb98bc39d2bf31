internal import EarshotModel

/// Chooses the quotes of one theme among its candidates: up to three typical ones that together
/// are nearest to all typical candidates (greedy facility location: Nemhauser, Wolsey, Fisher
/// 1978; Lin & Bilmes 2011), then the sharpest, the praise, the newest, one that contradicts the
/// majority, and a question. A record is quoted once, and none that is nearly another.
struct QuoteChoice {
  struct Quote {
    var entry: [UInt8]
    var why: VerbatimReason
    /// Candidates nearest to it, itself included.
    var speaksFor = 1
  }

  /// Entries by `CandidateReason`, the best first.
  let lists: [[[UInt8]]]
  /// Typical candidates of a good length, which stand first; others are typical only without any.
  let wellSized: Int
  /// Hashes of content words of the entries, ascending.
  let terms: [[UInt8]: [UInt32]]
  let isPraised: Bool
  let isBlamed: Bool

  private static let mostTypical = 3
  /// Texts more alike than this say the same.
  private static let nearlyEqual = 0.8

  func quotes() -> [Quote] {
    var quotes = typicalQuotes()
    add(.sharpest, to: &quotes, from: .sharpest)
    add(.praise, to: &quotes, from: .praise)
    add(.newest, to: &quotes, from: .newest)
    if isPraised { add(.dissent, to: &quotes, from: .sharpest) }
    if isBlamed { add(.dissent, to: &quotes, from: .praise) }
    add(.question, to: &quotes, from: .question)
    countFollowers(&quotes)
    return quotes
  }

  private func list(_ reason: CandidateReason) -> [[UInt8]] { lists[Int(reason.rawValue)] }

  private func typicalQuotes() -> [Quote] {
    let candidates = list(.typical)
    let quotable = wellSized > 0 ? wellSized : candidates.count
    var nearness = [Double](repeating: 0, count: candidates.count)
    var quotes: [Quote] = []
    while quotes.count < Self.mostTypical {
      var best: (index: Int, gain: Double)?
      for (index, entry) in candidates.prefix(quotable).enumerated() where isNew(entry, quotes) {
        var gain = 0.0
        for (other, known) in zip(candidates, nearness) {
          gain += max(0, likeness(entry, other) - known)
        }
        if best.map({ gain > $0.gain }) ?? true { best = (index, gain) }
      }
      guard let best else { break }
      let entry = candidates[best.index]
      quotes.append(Quote(entry: entry, why: .typical))
      for index in candidates.indices {
        nearness[index] = max(nearness[index], likeness(entry, candidates[index]))
      }
    }
    return quotes
  }

  private func add(_ why: VerbatimReason, to quotes: inout [Quote], from reason: CandidateReason) {
    if let entry = list(reason).first(where: { isNew($0, quotes) }) {
      quotes.append(Quote(entry: entry, why: why))
    }
  }

  private func isNew(_ entry: [UInt8], _ quotes: [Quote]) -> Bool {
    !quotes.contains { likeness($0.entry, entry) > Self.nearlyEqual }
  }

  /// Each typical candidate follows the quote it is most like, the first of equals.
  private func countFollowers(_ quotes: inout [Quote]) {
    for entry in list(.typical) where !quotes.contains(where: { $0.entry == entry }) {
      var best: (index: Int, likeness: Double) = (-1, 0)
      for (index, quote) in quotes.enumerated() {
        let likeness = likeness(quote.entry, entry)
        if likeness > best.likeness { best = (index, likeness) }
      }
      if best.index >= 0 { quotes[best.index].speaksFor += 1 }
    }
  }

  /// Jaccard's index of the content words; 1 for a record with itself.
  private func likeness(_ left: [UInt8], _ right: [UInt8]) -> Double {
    if left == right { return 1 }
    guard let a = terms[left], let b = terms[right] else { return 0 }
    var (i, j, shared) = (0, 0, 0)
    while i < a.count, j < b.count {
      if a[i] == b[j] { shared += 1 }
      let (x, y) = (a[i], b[j])
      if x <= y { i += 1 }
      if y <= x { j += 1 }
    }
    let united = a.count + b.count - shared
    return united > 0 ? Double(shared) / Double(united) : 0
  }
}
