// Advice to whoever changes this next: language-model/train_language_model.py computes the same
// words, n-grams and hashes. A change of folding, of what is skipped, or of the hash must be made
// there as well and the model made anew; LanguageIdentifierTests holds texts that fail otherwise.

internal import Glibc

/// Tells in which of 46 languages a short text is written.
///
/// The script decides first. Latin, Cyrillic, Arabic and Han texts are then scored with a
/// log-linear model over the hashes of case-folded character n-grams (1-4, within words, with
/// marks at the word's ends) and of whole words; a softmax, with a temperature by text length,
/// makes the posterior. Addresses, e-mail, mentions, hashtags, numbers and emoji are passed over.
package struct LanguageIdentifier: Sendable {
  /// BCP 47 tags in a fixed order; new languages are only appended.
  package static let languages: [String] = [
    "en", "is", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "nn", "fi", "fo", "pl",
    "cs", "sk", "hu", "ro", "ru", "uk", "el", "tr", "ar", "he", "fa", "hi", "zh", "ja", "ko",
    "th", "vi", "id", "ms", "ca", "gl", "et", "bg", "sl", "hr", "lt", "lv", "be", "mk", "sr", "ur",
  ]

  /// Posterior from which a language is named; below it another one is likelier than this one.
  package static let decisionThreshold: Float = 0.5

  /// Posterior from which a language is listed as a candidate.
  package static let candidateThreshold: Float = 0.15

  let model: LanguageModel
  let letters: LetterTable

  /// Reads a model in place: the bytes must outlive the identifier and all its copies, and be
  /// aligned to 4 bytes. Throws when they are not a model of this version.
  package init(model bytes: UnsafeRawBufferPointer) throws(LanguageModelError) {
    model = try unsafe LanguageModel(bytes, languageCount: Self.languages.count)
    letters = LetterTable()
  }

  /// The language of a UTF-8 text; the same for the same bytes. Its script is judged by the first
  /// 400 letters or so, its language by as many of them as it takes for one to lead decisively.
  /// Invalid UTF-8 is read as some other text.
  package func identify(_ text: UnsafeRawBufferPointer) -> LanguagePosterior {
    // The scanner's storage lives as long as the closure, and so does its use.
    unsafe withUnsafeTemporaryAllocation(
      of: UInt16.self, capacity: LanguageScanner.capacity
    ) { storage in
      letters.withLookup { letters in
        var scanner = unsafe LanguageScanner(storage: storage, letters: letters)
        unsafe scanner.scan(text)
        return judge(scanner)
      }
    }
  }

  private func judge(_ scanner: LanguageScanner) -> LanguagePosterior {
    guard let group = scanner.dominantGroup else { return .undetermined }
    switch group {
    case .latin, .cyrillic, .arabic:
      return unsafe score(scanner.words, of: group, letters: scanner.count(group))
    case .han:
      if scanner.kanaCount * 8 >= scanner.count(.han) {
        return certain(28, letters: scanner.count(.han))
      }
      return unsafe score(scanner.words, of: .han, letters: scanner.count(.han))
    case .greek: return certain(21, letters: scanner.count(.greek))
    case .hebrew: return certain(24, letters: scanner.count(.hebrew))
    case .devanagari: return certain(26, letters: scanner.count(.devanagari))
    case .hangul: return certain(29, letters: scanner.count(.hangul))
    case .thai: return certain(30, letters: scanner.count(.thai))
    case .other: return .undetermined
    }
  }

  /// A language that its script names; a single letter is no word (a "Ω" or a "ツ" as ornament).
  private func certain(_ language: UInt8, letters: Int) -> LanguagePosterior {
    var guess = LanguagePosterior.undetermined
    guess.confidence = letters > 1 ? 0.99 : 0.4
    guess.language = letters > 1 ? language : nil
    guess.candidates.offer(LanguageCandidate(language: language, posterior: guess.confidence))
    return guess
  }

  private func score(
    _ words: UnsafeBufferPointer<UInt16>, of group: ScriptGroup, letters: Int
  ) -> LanguagePosterior {
    var sums = FeatureSums(model: model, group: group)
    unsafe sums.add(words, of: group)
    let scores = sums.scores(letters: letters)
    return guess(scores, group: group)
  }

  private func guess(_ scores: InlineArray<32, Float>, group: ScriptGroup) -> LanguagePosterior {
    var best = -Float.infinity
    for column in 0..<32 where model.language(column, of: group) != LanguageModel.noLanguage {
      best = max(best, scores[column])
    }
    var guess = LanguagePosterior.undetermined
    var sum: Float = 0
    for column in 0..<32 where scores[column] > best - 12 {
      let language = model.language(column, of: group)
      guard language != LanguageModel.noLanguage else { continue }
      let likelihood = expf(scores[column] - best)
      sum += likelihood
      guess.candidates.offer(LanguageCandidate(language: language, posterior: likelihood))
    }
    guess.candidates.normalize(by: sum, keepingFrom: Self.candidateThreshold)
    guess.confidence = 1 / sum
    if guess.confidence >= Self.decisionThreshold, guess.candidates.count > 0 {
      guess.language = guess.candidates[0].language
    }
    return guess
  }
}
