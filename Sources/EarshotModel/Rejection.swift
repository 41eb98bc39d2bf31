/// Why a record was not used.
package enum RejectionReason: UInt8, Sendable, CaseIterable {
  case parseError, notObject, wrongType, missingText, emptyText, badCSV, badEncoding, tooLong
  case tooDeep, outOfRange

  /// The code in rejects.jsonl.
  package var code: String {
    switch self {
    case .parseError: "parse_error"
    case .notObject: "not_object"
    case .wrongType: "wrong_type"
    case .missingText: "missing_text"
    case .emptyText: "empty_text"
    case .badCSV: "bad_csv"
    case .badEncoding: "bad_encoding"
    case .tooLong: "too_long"
    case .tooDeep: "too_deep"
    case .outOfRange: "out_of_range"
    }
  }
}

/// A record that was not used, and why. It is data, not an error.
package struct Rejection: Sendable {
  /// Line on which the record begins, from 1; in a JSON array its ordinal.
  package var line: Int
  /// Byte offset of the record in the decompressed input.
  package var byte: Int64
  /// The id as written, where it could be read; range into the batch's bytes.
  package var id: ByteRange
  package var reason: RejectionReason
  /// A sentence: what was found and what was expected.
  package var detail: String
  /// The beginning of the record as read, repaired to UTF-8: at most 200 code points; range into
  /// the batch's bytes.
  package var raw: ByteRange

  package init(
    line: Int, byte: Int64, id: ByteRange, reason: RejectionReason, detail: String, raw: ByteRange
  ) {
    self.line = line
    self.byte = byte
    self.id = id
    self.reason = reason
    self.detail = detail
    self.raw = raw
  }
}

/// What deserves a word of warning but costs no record; the manifest counts them by code.
package enum Warning: UInt8, Sendable, CaseIterable {
  case badTime, badRating, badWeight, duplicateKey, trailingGarbage, noRecords, badCSVQuote
  case damagedInput, inputGrew

  /// The code in the manifest.
  package var code: String {
    switch self {
    case .badTime: "bad_time"
    case .badRating: "bad_rating"
    case .badWeight: "bad_weight"
    case .duplicateKey: "duplicate_key"
    case .trailingGarbage: "trailing_garbage"
    case .noRecords: "no_records"
    case .badCSVQuote: "bad_csv_quote"
    case .damagedInput: "damaged_input"
    case .inputGrew: "input_grew"
    }
  }
}

/// Counts of warnings by kind, indexed by `Warning.rawValue`.
package struct WarningCounts: Equatable, Sendable {
  package var counts: [Int64]

  package init() { counts = Array(repeating: 0, count: Warning.allCases.count) }

  package subscript(_ warning: Warning) -> Int64 {
    get { counts[Int(warning.rawValue)] }
    set { counts[Int(warning.rawValue)] = newValue }
  }

  package mutating func merge(_ other: WarningCounts) {
    for index in counts.indices { counts[index] &+= other.counts[index] }
  }
}
