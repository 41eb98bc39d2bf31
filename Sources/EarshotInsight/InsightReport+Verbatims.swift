package import EarshotModel

extension InsightReport {
  /// verbatims.jsonl, row by row, by theme and rank. Themes whose rows are suppressed are left
  /// out. Errors of `body` are passed on.
  package mutating func verbatims(_ body: (VerbatimRow) throws -> Void) throws {
    let chosen = try chooseVerbatims()
    let payloads = try payloads(of: chosen.flatMap { $0.quotes.map(\.entry) })
    for (theme, quotes) in chosen {
      for (index, quote) in quotes.enumerated() {
        guard let cited = payloads[quote.entry] else { continue }
        try noteCited(quote.entry)
        try body(
          VerbatimRow(
            theme: Int32(theme), rank: index + 1, why: quote.why, speaksFor: quote.speaksFor,
            cited: cited.record))
      }
    }
  }

  /// Rows of mentions.jsonl of all records that the rows made so far have named, in the order of
  /// inputs and records. Errors of `body` are passed on.
  package mutating func citedMentions(_ body: ([UInt8]) throws -> Void) throws {
    var rows = CellSorter(scratch: scratch, name: "mentions")
    var named = try names.sorted()
    var lookup = try SortedLookup(state)
    while try named.advance() {
      guard let payload = try lookup.value(of: named.key) else { continue }
      let cited = try CitedPayload(payload, dimensions: [], path: state.path)
      let place = named.key.suffix(RecordEntry.sourceFromEnd)
      try rows.add(key: [CellKind.cited.rawValue] + place, value: cited.record.mentionRows)
    }
    var sorted = try rows.sorted()
    while try sorted.advance() { try body(sorted.value) }
  }

  private func chooseVerbatims() throws(InsightError) -> [(
    theme: Int, quotes: [QuoteChoice.Quote]
  )] {
    let candidates = try readCandidates()
    let terms = try payloadTerms(of: candidates.flatMap { $0.lists.flatMap(\.self) })
    return candidates.map { candidates in
      let counts = survey.themes[candidates.theme]
      let choice = QuoteChoice(
        lists: candidates.lists, wellSized: candidates.wellSized, terms: terms,
        isPraised: counts.positive > counts.negative, isBlamed: counts.negative > counts.positive)
      return (candidates.theme, choice.quotes())
    }
  }

  /// For each theme the candidates' entries by reason.
  private func readCandidates() throws(InsightError) -> [Candidates] {
    var lookup = try SortedLookup(state)
    var candidates: [Candidates] = []
    let suppressed = try suppressedThemes()
    for theme in survey.themes.indices where !suppressed.contains(theme) {
      var lists: [[[UInt8]]] = []
      var wellSized = 0
      for reason in CandidateReason.allCases {
        var key = [CellKind.candidates.rawValue]
        key.appendBigEndian(UInt32(theme) + 1)
        key.append(reason.rawValue)
        guard let value = try lookup.value(of: key) else {
          lists.append([])
          continue
        }
        var cursor = ByteCursor(value, path: state.path)
        let entries = try SmallestEntries(&cursor).entries
        lists.append(entries.map { Array($0.dropFirst(CandidateReason.rankBytes)) })
        if reason == .typical {
          // Texts of a good length have rank 0.
          wellSized = entries.count { $0.prefix(CandidateReason.rankBytes).allSatisfy { $0 == 0 } }
        }
      }
      if lists.contains(where: { !$0.isEmpty }) {
        candidates.append(Candidates(theme: theme, lists: lists, wellSized: wellSized))
      }
    }
    return candidates
  }

  private func suppressedThemes() throws(InsightError) -> Set<Int> {
    var suppressed = Set<Int>()
    guard options.kAnonymity > 0 else { return suppressed }
    var lookup = try SortedLookup(state)
    for theme in survey.themes.indices {
      let group = try lookup.group(theme: UInt32(theme) + 1)
      let measure = try figures.measure(
        survey.themes[theme], base: Survey.Base(survey.all), group: group, path: state.path)
      if measure.isSuppressed { suppressed.insert(theme) }
    }
    return suppressed
  }

  private func payloadTerms(
    of entries: [[UInt8]]
  ) throws(InsightError) -> [[UInt8]: [UInt32]] {
    var lookup = try SortedLookup(state)
    var terms: [[UInt8]: [UInt32]] = [:]
    for entry in entries.sorted(by: precedes) where terms[entry] == nil {
      guard let payload = try lookup.value(of: [CellKind.cited.rawValue] + entry) else { continue }
      terms[entry] = try CitedPayload(payload, dimensions: [], path: state.path).terms
    }
    return terms
  }

  private func payloads(of entries: [[UInt8]]) throws(InsightError) -> [[UInt8]: CitedPayload] {
    var lookup = try SortedLookup(state)
    var payloads: [[UInt8]: CitedPayload] = [:]
    for entry in entries.sorted(by: precedes) where payloads[entry] == nil {
      guard let payload = try lookup.value(of: [CellKind.cited.rawValue] + entry) else { continue }
      payloads[entry] = try CitedPayload(
        payload, dimensions: options.dimensions, path: state.path)
    }
    return payloads
  }
}

/// The entries that a theme may be quoted by.
private struct Candidates {
  var theme: Int
  /// By `CandidateReason`, the best first.
  var lists: [[[UInt8]]]
  /// Typical ones of a good length; they stand first.
  var wellSized: Int
}
