package import EarshotModel

package struct LanguageIdentifier: Sendable {
  package init() {}
  package func guess(_ text: Span<UInt8>) -> LanguageGuess {
    LanguageGuess(tag: .undetermined, confidence: 0)
  }
}
