internal import EarshotLexicon
internal import EarshotModel

/// Tags one text: finds its clauses and the matches that stand in them, and scores them.
struct TextTagger {
  private var clauses: [Clause] = []
  /// Clause and sentence of each token of the text.
  private var clauseOf: [Int32] = []
  private var sentenceOf: [Int32] = []
  private var pool = MatchPool()

  /// Adds what is found in a text to its record.
  mutating func tag(
    _ text: AnalysedText, _ records: borrowing RecordBatch, _ batch: borrowing TokenBatch,
    _ lexicon: Lexicon, _ mask: UInt64, _ matcher: inout Matcher,
    into record: inout RecordTagging
  ) {
    let bytes = records.bytes.span
    record.countCharacters(bytes, text.text)
    guard !text.tokens.isEmpty else { return }
    matcher.scan(batch.tokens, text.tokens, bytes: bytes, lexicon: lexicon, mask: mask)
    let sentences = batch.sentences[Int(text.sentences.lowerBound)..<Int(text.sentences.upperBound)]
    number(sentences, text)
    let contrasts = pool.structural(.contrast, matcher, lexicon, batch.tokens, sentenceOf)
    let openings =
      pool.structural(.conjunction, matcher, lexicon, batch.tokens, sentenceOf)
      + pool.structural(.subject, matcher, lexicon, batch.tokens, sentenceOf)
    let cutter = ClauseCutter(
      contrastStarts: Set(contrasts.map(\.start)), openingStarts: Set(openings.map(\.start)))
    clauses = cutter.cut(sentences, batch.tokens, bytes)
    numberClauses(text)
    pool.settle(
      matcher, lexicon, batch.tokens, clauses: clauseOf, sentences: sentenceOf)
    // In brackets a contrast word opens no clause and weighs none.
    let opening = contrasts.filter { match in
      clauses[Int(clauseOf[Int(match.start - text.tokens.lowerBound)])].tokens.lowerBound
        == match.start
    }
    weighContrasts(opening, lexicon, batch.tokens)
    let scorer = ClauseScorer(pool: pool, lexicon: lexicon)
    record.add(
      text, &clauses, clauseOf, scorer, pool, matcher, batch.tokens, lexicon,
      questions: sentences.count { $0.isQuestion })
  }

  private mutating func number(_ sentences: ArraySlice<Sentence>, _ text: AnalysedText) {
    sentenceOf.removeAll(keepingCapacity: true)
    for (ordinal, sentence) in sentences.enumerated() {
      sentenceOf.append(contentsOf: repeatElement(Int32(ordinal), count: sentence.tokens.count))
    }
    // Every token belongs to a sentence; should ICU have left some over, they join the last.
    while sentenceOf.count < text.tokens.count {
      sentenceOf.append(Int32(max(0, sentences.count - 1)))
    }
  }

  private mutating func numberClauses(_ text: AnalysedText) {
    clauseOf.removeAll(keepingCapacity: true)
    for (ordinal, clause) in clauses.enumerated() {
      clauseOf.append(contentsOf: repeatElement(Int32(ordinal), count: clause.tokens.count))
    }
    while clauseOf.count < text.tokens.count { clauseOf.append(Int32(max(0, clauses.count - 1))) }
  }

  /// Contrast over a sentence: the last contrast word wins (contract, section 5).
  private mutating func weighContrasts(
    _ contrasts: [Match], _ lexicon: Lexicon, _ tokens: borrowing [Token]
  ) {
    guard let first = clauses.first?.tokens.lowerBound else { return }
    for (index, match) in contrasts.enumerated() {
      let sentence = sentenceOf[Int(match.start - first)]
      if index + 1 < contrasts.count,
        sentenceOf[Int(contrasts[index + 1].start - first)] == sentence
      {
        continue
      }
      let row = lexicon.rows[Int(match.row)]
      let factor = row.weight ?? 5000
      let opened = clauseOf[Int(match.start - first)]
      let isConcession = row.id == 1
      var home = Int(opened)..<Int(opened) + 1
      while home.lowerBound > 0, clauses[home.lowerBound - 1].sentence == sentence {
        home = home.lowerBound - 1..<home.upperBound
      }
      let begins = match.start == clauses[home.lowerBound].tokens.lowerBound
      while home.lowerBound > 0, clauses[home.lowerBound - 1].sentence == sentence - 1 {
        home = home.lowerBound - 1..<home.upperBound
      }
      while home.upperBound < clauses.count, clauses[home.upperBound].sentence == sentence {
        home = home.lowerBound..<home.upperBound + 1
      }
      for clause in home {
        let weaker: Bool
        switch clauses[clause].sentence {
        case sentence: weaker = isConcession ? clause == Int(opened) : clause < Int(opened)
        case sentence - 1 where begins && !isConcession: weaker = true
        default: continue
        }
        clauses[clause].contrasts.append(
          Shifter(
            kind: .contrast, start: tokens[Int(match.start)].start,
            stop: tokens[Int(match.stop) - 1].stop, factor: weaker ? factor : 20_000 - factor))
      }
    }
  }
}
