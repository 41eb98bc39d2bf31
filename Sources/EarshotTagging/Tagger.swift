package import EarshotLexicon
package import EarshotModel

/// The tagging stage: token batches and a lexicon in, mentions and outcomes out.
///
/// The rules are those of the contract, sections 4 and 5. One tagger serves one thread.
package struct Tagger: ~Copyable {
  private var matcher = Matcher()
  private var text = TextTagger()

  package init() {}

  /// Replaces the contents of `output` by what is found in a batch: an outcome for each record, in
  /// order.
  package mutating func tag(
    _ records: borrowing RecordBatch, _ tokens: borrowing TokenBatch,
    lexicon: Lexicon, into output: inout MentionBatch
  ) {
    output = MentionBatch()
    output.outcomes.reserveCapacity(records.records.count)
    var next = 0
    for index in records.records.indices {
      let guess = tokens.languages[index]
      var record = RecordTagging(guess: guess)
      let mask = lexicon.mask(for: guess)
      while next < tokens.texts.count, Int(tokens.texts[next].record) == index {
        text.tag(
          tokens.texts[next], records, tokens, lexicon, mask, &matcher, into: &record)
        next += 1
      }
      record.outcome.flags.formUnion(records.records[index].flags)
      if guess.tag != .undetermined && !lexicon.hasSentiment(guess.tag) {
        record.outcome.flags.insert(.noLexiconForLanguage)
      }
      record.finish(records.records[index], record: Int32(index), lexicon, into: &output)
    }
    matcher.trim()
  }
}
