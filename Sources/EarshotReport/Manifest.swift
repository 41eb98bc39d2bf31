package import EarshotModel

/// A count under a code or name.
package struct NamedCount: Equatable, Sendable {
  package var name: String
  package var count: Int64

  package init(_ name: String, _ count: Int64) {
    self.name = name
    self.count = count
  }
}

/// manifest.json: what a run read and with which settings. It holds no clock time, so that the
/// same run gives the same bytes.
package struct Manifest: Sendable {
  package var version: String
  /// Resolved settings in the order in which they are written; keys are the flags' names.
  package var config: [(key: String, value: JSONValue)] = []
  package var lexicons: [LexiconFile] = []
  package var icu = ""
  package var cldr = ""
  /// read = kept + rejected.
  package var read: Int64 = 0
  package var kept: Int64 = 0
  package var rejected: Int64 = 0
  /// Blank lines passed over.
  package var blank: Int64 = 0
  /// Rejected records by reason code; zeros left out.
  package var reasons: [NamedCount] = []
  package var languages: [LanguageCoverage] = []
  /// Warnings by code; zeros left out.
  package var warnings: [NamedCount] = []
  package var seed: Int64 = 0
  /// Fingerprint of the key behind pseudonyms and samples; it does not reveal the key.
  package var key = ""
  package var inputs: [Input] = []

  package init(version: String) { self.version = version }

  package struct LexiconFile: Equatable, Sendable {
    package var name: String
    package var hash: String
    package var rows: Int64

    package init(name: String, hash: String, rows: Int64) {
      self.name = name
      self.hash = hash
      self.rows = rows
    }
  }

  /// How many records of a language there were, and how many the lexicon had words for.
  package struct LanguageCoverage: Equatable, Sendable {
    package var tag: String
    package var n: Int64
    package var themed: Int64
    package var scored: Int64

    package init(tag: String, n: Int64, themed: Int64, scored: Int64) {
      self.tag = tag
      self.n = n
      self.themed = themed
      self.scored = scored
    }
  }

  /// One input, and how it was read: that may differ between runs that merge.
  package struct Input: Equatable, Sendable {
    /// As typed.
    package var path: String
    package var bytes: Int64 = 0
    package var hash = ""
    package var read: Int64 = 0
    package var kept: Int64 = 0
    package var rejected: Int64 = 0
    package var blank: Int64 = 0
    package var map = ""
    package var format = ""
    package var encoding = ""
    /// It could be read in part only (`--keep-going`).
    package var isDamaged = false

    package init(path: String) { self.path = path }
  }

  /// Adds rejections by reason.
  package mutating func count(_ reason: RejectionReason, _ count: Int64) {
    Self.add([NamedCount(reason.code, count)], to: &reasons)
  }

  /// Adds warnings by code.
  package mutating func count(_ counts: WarningCounts) {
    for warning in Warning.allCases {
      Self.add([NamedCount(warning.code, counts[warning])], to: &warnings)
    }
  }

  /// Adds a warning that has no counter in batches, such as `count_mismatch`.
  package mutating func count(warning code: String, _ count: Int64) {
    Self.add([NamedCount(code, count)], to: &warnings)
  }
}

extension Manifest {
  /// Settings that tell how an input is read, which each input records, and those that another
  /// value here stands for: the lexicons' hashes and the key's fingerprint.
  private static let perInput: Set<String> = [
    "map", "format", "split", "encoding", "no-header", "source", "since", "until", "max-rejects",
    "keep-going", "strict-encoding", "coerce", "max-line", "max-depth", "lexicon", "key-file",
  ]

  /// What keeps two runs from being merged: `version`, `lexicons`, and the names of settings that
  /// differ, in code-point order. Empty where they fit. ICU counts, for it decides on tokens.
  package func differences(from other: Manifest) -> [String] {
    var keys: [String] = []
    if version != other.version { keys.append("version") }
    if lexicons.map(\.hash) != other.lexicons.map(\.hash) { keys.append("lexicon") }
    if key != other.key { keys.append("key-file") }
    if icu != other.icu { keys.append("icu") }
    if cldr != other.cldr { keys.append("cldr") }
    if seed != other.seed { keys.append("seed") }
    let mine = Self.settings(config)
    let theirs = Self.settings(other.config)
    for key in Set(mine.keys).union(theirs.keys) where mine[key] != theirs[key] {
      keys.append(key)
    }
    return Array(Set(keys)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func settings(_ config: [(key: String, value: JSONValue)]) -> [String: JSONValue] {
    Dictionary(config.filter { !perInput.contains($0.key) }) { _, last in last }
  }

  /// Adds a run that fits: inputs one after the other, counters summed. What `differences` does
  /// not look at is kept as it is here.
  package mutating func merge(_ other: Manifest) {
    read &+= other.read
    kept &+= other.kept
    rejected &+= other.rejected
    blank &+= other.blank
    Self.add(other.reasons, to: &reasons)
    Self.add(other.warnings, to: &warnings)
    for language in other.languages { add(language) }
    sortLanguages()
    inputs += other.inputs
  }

  private mutating func add(_ language: LanguageCoverage) {
    guard let index = languages.firstIndex(where: { $0.tag == language.tag }) else {
      return languages.append(language)
    }
    languages[index].n &+= language.n
    languages[index].themed &+= language.themed
    languages[index].scored &+= language.scored
  }

  /// Most records first, ties in code-point order.
  package mutating func sortLanguages() {
    languages.sort {
      $0.n != $1.n ? $0.n > $1.n : $0.tag.utf8.lexicographicallyPrecedes($1.tag.utf8)
    }
  }

  /// Keeps the list in code-point order of names and free of zeros.
  private static func add(_ counts: [NamedCount], to list: inout [NamedCount]) {
    for count in counts where count.count != 0 {
      if let index = list.firstIndex(where: { $0.name == count.name }) {
        list[index].count &+= count.count
      } else {
        list.append(count)
      }
    }
    list.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }
}
