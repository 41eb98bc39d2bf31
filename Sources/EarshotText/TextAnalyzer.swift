package import EarshotModel

/// The text stage: record batches in, token batches out. One analyzer serves one thread.
package struct TextAnalyzer: ~Copyable {
  private var tokenizer: Tokenizer
  private let identifier: LanguageIdentifier
  /// The language of every record, where the user named one.
  private let fixedLanguage: LanguageTag?

  package init(
    identifier: LanguageIdentifier, literals: TokenLiterals, fixedLanguage: LanguageTag?
  ) throws(TextError) {
    tokenizer = try Tokenizer(literals: literals)
    self.identifier = identifier
    self.fixedLanguage = fixedLanguage
  }

  /// Replaces the contents of `output` by the tokens, sentences and languages of a batch.
  package mutating func analyse(_ batch: borrowing RecordBatch, into output: inout TokenBatch) {
    output.texts.removeAll(keepingCapacity: true)
    output.tokens.removeAll(keepingCapacity: true)
    output.sentences.removeAll(keepingCapacity: true)
    output.languages.removeAll(keepingCapacity: true)
    let bytes = batch.bytes.span
    for (index, record) in batch.records.enumerated() {
      let guess = language(of: record, in: batch)
      output.languages.append(guess)
      for field in record.fields {
        let field = batch.fields[Int(field)]
        append(field, of: index, bytes, isGreek: guess.tag == Self.greek, into: &output)
      }
    }
  }

  private static let greek = LanguageTag("el")

  private mutating func append(
    _ field: TextField, of record: Int, _ bytes: Span<UInt8>, isGreek: Bool,
    into output: inout TokenBatch
  ) {
    let text = bytes.extracting(field.text.lower..<field.text.upper)
    let firstToken = output.tokens.count
    let firstSentence = output.sentences.count
    tokenizer.tokenize(text, base: field.text.lower, into: &output.tokens)
    tokenizer.sentences(
      text, base: field.text.lower, tokens: output.tokens, first: firstToken, isGreek: isGreek,
      into: &output.sentences)
    output.texts.append(
      AnalysedText(
        record: Int32(record), field: field.name, text: field.text,
        tokens: Int32(firstToken)..<Int32(output.tokens.count),
        sentences: Int32(firstSentence)..<Int32(output.sentences.count)))
  }

  /// The language the user named, else the one that came with the record, else the one its
  /// longest text is written in.
  private func language(
    of record: Record, in batch: borrowing RecordBatch
  ) -> LanguageGuess {
    if let fixedLanguage { return LanguageGuess(tag: fixedLanguage, confidence: 10_000) }
    if !record.language.isEmpty {
      let hint = LanguageTag(bytes: batch.bytes[record.language.lower..<record.language.upper])
      if hint != .undetermined { return LanguageGuess(tag: hint, confidence: 10_000) }
    }
    var longest = ByteRange.empty
    for index in record.fields where batch.fields[Int(index)].text.count > longest.count {
      longest = batch.fields[Int(index)].text
    }
    return identifier.guess(batch.bytes.span.extracting(longest.lower..<longest.upper))
  }
}
