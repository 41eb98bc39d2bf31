import EarshotLexicon
import EarshotModel
import EarshotTagging
import EarshotText

/// Runs texts through the text and tagging stages and lays the result out for a test to read.
struct Bench {
  let lexicon: Lexicon

  init(_ lexicon: Lexicon) { self.lexicon = lexicon }

  /// A lexicon from rows of `kind, id, lang, pattern, weight` and so on, under a header.
  init(tsv: String) throws {
    self.init(try Lexicon([LexiconSource(name: "test.tsv", bytes: Array(tsv.utf8))]))
  }

  struct Result {
    var outcome: Outcome
    var batch: MentionBatch
    var records: RecordBatch
    var lexicon: Lexicon

    /// `kind:match` or `kind/id:match` of each mention.
    var mentions: [String] {
      batch.mentions.map { mention in
        let id = lexicon.catalog.name(mention.kind, mention.id).map { "/" + $0 } ?? ""
        let match = records.string(ByteRange(Int(mention.start), Int(mention.stop)))
        return "\(mention.kind.name)\(id):\(match)"
      }
    }

    /// Score of a theme in units of 1e-4, by path.
    func theme(_ path: String) -> ThemeOutcome? {
      batch.themes.first { lexicon.catalog.themes[Int($0.theme)].path == path }
    }
  }

  func tag(_ text: String, language: String? = "en") throws -> Result {
    var records = RecordBatch(sequence: 0, source: 0, dimensions: 0)
    records.bytes = Array(text.utf8)
    var record = Record(line: 1, byte: 0)
    record.fields = 0..<1
    records.fields = [TextField(name: 0, text: ByteRange(0, records.bytes.count))]
    records.records = [record]
    try Segmenter.warm()
    var analyzer = try TextAnalyzer(
      identifier: LanguageIdentifier.shipped(), literals: lexicon.literals,
      fixedLanguage: language.map { LanguageTag($0) })
    var tokens = TokenBatch()
    analyzer.analyse(records, into: &tokens)
    var tagger = Tagger()
    var batch = MentionBatch()
    tagger.tag(records, tokens, lexicon: lexicon, into: &batch)
    return Result(outcome: batch.outcomes[0], batch: batch, records: records, lexicon: lexicon)
  }
}
