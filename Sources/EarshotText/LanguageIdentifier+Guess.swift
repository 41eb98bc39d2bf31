internal import CLexiconData
package import EarshotModel

extension LanguageIdentifier {
  /// The identifier with the model compiled into the binary.
  package static func shipped() throws(TextError) -> LanguageIdentifier {
    let file = unsafe earshot_language_model()
    do {
      // The bytes live as long as the process and are aligned to 32.
      return try unsafe LanguageIdentifier(
        model: UnsafeRawBufferPointer(start: file.bytes, count: Int(file.count)))
    } catch {
      throw .damagedLanguageModel("\(error)")
    }
  }

  /// The language of a text, in the model's plain terms.
  package func guess(_ text: Span<UInt8>) -> LanguageGuess {
    // The pointer is used within the closure only.
    let posterior = unsafe text.withUnsafeBytes { unsafe identify($0) }
    let tag = posterior.language.map { Self.tags[Int($0)] } ?? .undetermined
    let confidence = Int32((Double(posterior.confidence) * 10_000).rounded(.toNearestOrEven))
    var guess = LanguageGuess(tag: tag, confidence: confidence)
    let candidates = (0..<posterior.candidates.count).map {
      Self.tags[Int(posterior.candidates[$0].language)]
    }
    guess.first = candidates.first ?? tag
    // A certain language needs no company: only doubt brings the candidates' rows in.
    if tag == .undetermined {
      guess.second = candidates.count > 1 ? candidates[1] : .undetermined
      guess.third = candidates.count > 2 ? candidates[2] : .undetermined
    }
    return guess
  }

  private static let tags = languages.map { LanguageTag($0) }
}
