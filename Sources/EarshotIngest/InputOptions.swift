internal import EarshotModel

/// How records are written down in an input.
package enum InputFormat: String, Sendable, CaseIterable {
  /// By the ending of the name and the first bytes.
  case auto
  /// One object a line.
  case jsonl
  /// An array of objects, or objects one after the other on any number of lines.
  case json
  case csv
  case tsv
  case text
}

/// What is a record in an input of format `text`.
package enum TextSplit: String, Sendable, CaseIterable {
  /// The whole input.
  case record
  /// What stands between blank lines.
  case paragraph
  case line
}

/// Which metric a rating belongs to.
package enum MetricChoice: String, Sendable, CaseIterable {
  /// By the name of its column: `nps`; `csat` or `satisfaction`; else stars.
  case auto
  case nps, csat, stars
  /// Ratings are not read.
  case none
}

/// How bytes are turned into text.
package enum InputEncoding: String, Sendable, CaseIterable {
  /// UTF-8, or UTF-16 where a byte order mark says so.
  case auto
  case utf8 = "utf-8"
  case utf16 = "utf-16"
  case utf16le = "utf-16le"
  case utf16be = "utf-16be"

  /// The encoding of a name as typed; case and `_` do not matter.
  package init(name: String) throws(IngestError) {
    let folded = name.lowercased().split(separator: "_").joined(separator: "-")
    let known = folded == "utf8" ? InputEncoding.utf8 : InputEncoding(rawValue: folded)
    guard let known else {
      throw IngestError(
        .option, place: "--encoding", cause: "'\(name)' is not read; expected utf-8 or utf-16",
        remedy: "convert first: iconv -f '\(name)' -t utf-8")
    }
    self = known
  }
}

/// How inputs are read. The defaults are those of the command.
package struct InputOptions: Sendable {
  package var format = InputFormat.auto
  package var split = TextSplit.line
  /// Whether the first record of a table names its columns; else they are called `1`, `2`, ...
  package var hasHeader = true
  package var encoding = InputEncoding.auto
  /// Reject records with ill-formed UTF-8 instead of repairing them.
  package var strictEncoding = false
  /// Take numbers and booleans for texts, as written.
  package var coerce = false
  /// Go on with the next input where one is damaged.
  package var keepGoing = false
  package var map = ColumnMap.recognised
  package var metric = MetricChoice.auto
  package var zone = Zone.utc
  /// The first day of records that are used, in the run's zone.
  package var since: Int32?
  /// The last day of records that are used, in the run's zone, inclusive.
  package var until: Int32?
  package var staff: StaffPattern?
  /// Bytes of a record, without its line end.
  package var maxLine = 16 << 20
  /// Levels of arrays and objects.
  package var maxDepth = 256
  /// Decompressed bytes of one input.
  package var maxInflate = Int64.max
  /// Raw bytes of a batch, about: it ends with the record that reaches this.
  package var batchBytes = 256 << 10
  /// Hand out records as soon as they are there, for a filter that is fed slowly.
  package var isEager = false

  package init() {}
}
