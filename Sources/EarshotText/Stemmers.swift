internal import CStemmer
package import EarshotModel

/// Stemmers for the lexicon's `~`: Snowball's where it has one, else a light one of our own.
///
/// One value serves one thread.
@safe
package struct Stemmers: ~Copyable {
  private var open: [LanguageTag: OpaquePointer]

  package init() { unsafe open = [:] }

  deinit {
    let languages = unsafe Array(open.keys)
    for language in languages {
      if let stemmer = unsafe open[language] { unsafe earshot_stemmer_close(stemmer) }
    }
  }

  /// Languages whose words can be stemmed.
  package static let languages: Set<LanguageTag> = Set(
    [
      "ar", "da", "de", "el", "en", "es", "fi", "fr", "hi", "hu", "id", "is", "it", "nb", "nl",
      "nn", "pt", "ro", "ru", "sv", "tr", "ca",
    ].map { LanguageTag($0) })

  /// Appends the stem of a folded word; the word itself where the language has no stemmer.
  package mutating func append(
    stemOf word: ArraySlice<UInt8>, in language: LanguageTag, to result: inout [UInt8]
  ) {
    let primary = language.primary
    if primary == Self.icelandic {
      result.append(contentsOf: LightStemmer.stem(word))
      return
    }
    guard let stemmer = unsafe stemmer(for: primary), word.count < 200 else {
      result.append(contentsOf: word)
      return
    }
    let done: Void? = unsafe word.withContiguousStorageIfAvailable { bytes in
      guard let base = bytes.baseAddress else { return }
      var length: Int32 = 0
      // The stem lives until the next call on this stemmer; it is copied here.
      let stem = unsafe earshot_stemmer_stem(stemmer, base, Int32(bytes.count), &length)
      unsafe result.append(contentsOf: UnsafeBufferPointer(start: stem, count: Int(length)))
    }
    if done == nil { result.append(contentsOf: word) }
  }

  private static let icelandic = LanguageTag("is")
  private static let norwegian: Set<LanguageTag> = [LanguageTag("nb"), LanguageTag("nn")]

  private mutating func stemmer(for language: LanguageTag) -> OpaquePointer? {
    if let known = unsafe open[language] { return unsafe known }
    let name = Self.norwegian.contains(language) ? "no" : language.text
    guard let opened = unsafe name.withCString({ unsafe earshot_stemmer_open($0) }) else {
      return nil
    }
    unsafe open[language] = opened
    return unsafe opened
  }
}

/// A light stemmer for Icelandic: takes the commonest endings of nouns, adjectives and verbs off,
/// leaving at least three letters, so that forms without a vowel change fall together.
enum LightStemmer {
  static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    for ending in endings where word.count >= ending.count + 3 && word.ends(with: ending) {
      return word.dropLast(ending.count)
    }
    return word
  }

  /// Longest first.
  private static let endings: [[UInt8]] = [
    "unum", "anna", "inni", "inum", "ustu", "asta", "asti", "astur", "ingu", "inga", "arnir",
    "arnar", "irnar", "irnir", "urnar", "aðist", "uðust", "aðir", "aðar", "uðum", "uðu", "aði",
    "aðu", "unni", "una", "inn", "ina", "ins", "nar", "num", "nir", "ast", "ist", "ari", "ara",
    "ar", "ir", "ur", "um", "an", "ið", "in", "að", "uð", "um", "na", "ð", "a", "i", "u", "s", "t",
    "r", "n",
  ].map { Array($0.utf8) }.sorted { $0.count > $1.count }
}

extension Collection<UInt8> {
  fileprivate func ends(with ending: [UInt8]) -> Bool {
    count >= ending.count && suffix(ending.count).elementsEqual(ending)
  }
}
