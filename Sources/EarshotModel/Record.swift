/// What kind of text a record is.
package enum RecordKind: UInt8, Sendable, CaseIterable {
  case feedback, article, comment, quote, reply

  package var name: String { "\(self)" }
}

/// Who wrote a record, seen from the company.
package enum Role: UInt8, Sendable {
  case customer, staff, unknown

  package var name: String { "\(self)" }
}

/// The scale on which a rating was given. Ratings of different metrics are never mixed.
package enum RatingMetric: UInt8, Sendable, CaseIterable {
  /// 0 to 10; 9 and 10 promote, 0 to 6 detract.
  case nps
  /// 1 to 5, satisfaction.
  case csat
  /// 1 to 5, stars.
  case stars

  package var name: String { "\(self)" }
}

/// A rating as the customer gave it.
package struct Rating: Hashable, Sendable {
  /// Value in units of 1e-4.
  package var value: Int64
  package var metric: RatingMetric

  package init(value: Int64, metric: RatingMetric) {
    self.value = value
    self.metric = metric
  }
}

/// Marks on a record, in the order in which `flags` lists them.
package struct RecordFlags: OptionSet, Hashable, Sendable {
  package let rawValue: UInt16

  package init(rawValue: UInt16) { self.rawValue = rawValue }

  package static let ratingTextConflict = RecordFlags(rawValue: 1 << 0)
  package static let elongated = RecordFlags(rawValue: 1 << 1)
  package static let shouting = RecordFlags(rawValue: 1 << 2)
  package static let quoted = RecordFlags(rawValue: 1 << 3)
  package static let boilerplateCut = RecordFlags(rawValue: 1 << 4)
  package static let redacted = RecordFlags(rawValue: 1 << 5)
  package static let badEncoding = RecordFlags(rawValue: 1 << 6)
  package static let noText = RecordFlags(rawValue: 1 << 7)
  package static let noLexiconForLanguage = RecordFlags(rawValue: 1 << 8)

  /// Names in bit order, as they appear in records.jsonl.
  package static let names = [
    "rating_text_conflict", "elongated", "shouting", "quoted", "boilerplate_cut", "redacted",
    "bad_encoding", "no_text", "no_lexicon_for_lang",
  ]
}

/// One text of a record. A record may have several (title, body); they are analysed apart.
package struct TextField: Sendable {
  /// Index into the run's field names.
  package var name: UInt16
  /// The text as given, unescaped and repaired: valid UTF-8 in the batch's bytes.
  package var text: ByteRange

  package init(name: UInt16, text: ByteRange) {
    self.name = name
    self.text = text
  }
}

/// What a customer wrote, with its columns. Byte ranges refer to the bytes of its batch and are
/// empty where the input had no such value.
package struct Record: Sendable {
  /// Line on which the record begins, from 1; in a JSON array its ordinal.
  package var line: Int
  /// Byte offset of the record in the decompressed input.
  package var byte: Int64
  package var kind: RecordKind
  package var role: Role
  /// The id as written; empty means that `SOURCE:LINE` serves as id.
  package var id: ByteRange
  /// Range into the batch's `fields`.
  package var fields: Range<Int32>
  package var author: ByteRange
  package var customer: ByteRange
  package var contact: ByteRange
  package var stage: ByteRange
  package var constituency: ByteRange
  package var channel: ByteRange
  /// BCP 47 tag that came with the record.
  package var language: ByteRange
  /// Seconds since 1970-01-01T00:00:00Z; nil where the input gave only a day or nothing.
  package var time: Int64?
  /// Days since 1970-01-01 in the run's zone.
  package var day: Int32?
  package var rating: Rating?
  /// Weight in units of 1e-6.
  package var weight: Int64
  package var flags: RecordFlags

  package init(line: Int, byte: Int64) {
    self.line = line
    self.byte = byte
    kind = .feedback
    role = .unknown
    id = .empty
    fields = 0..<0
    author = .empty
    customer = .empty
    contact = .empty
    stage = .empty
    constituency = .empty
    channel = .empty
    language = .empty
    time = nil
    day = nil
    rating = nil
    weight = 1_000_000
    flags = []
  }
}
