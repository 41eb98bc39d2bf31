package import EarshotIngest
package import EarshotModel
package import EarshotPrivacy
package import EarshotReport

/// When mentions are written out.
package enum MentionChoice: String, Sendable, CaseIterable {
  /// Those of the records that evidence and verbatims name.
  case cited
  case all, none
}

/// How much is redacted, by the flag's own words.
package enum RedactionChoice: String, Sendable, CaseIterable {
  case `default`, strict, none

  package var mode: RedactionMode {
    switch self {
    case .default: .standard
    case .strict: .strict
    case .none: .none
    }
  }
}

/// Period length, by the flag's own words.
package enum PeriodChoice: String, Sendable, CaseIterable {
  case auto, day, week, month, quarter, year

  package var length: PeriodLength? {
    switch self {
    case .auto: nil
    case .day: .day
    case .week: .week
    case .month: .month
    case .quarter: .quarter
    case .year: .year
    }
  }
}

/// Everything that decides what a run computes, as the user gave it. The defaults are the
/// command's; each name is a flag's and a configuration key's.
package struct Configuration: Sendable {
  /// Arguments of `--lexicon`, in order.
  package var lexicon: [String] = []
  package var map = ""
  package var format = InputFormat.auto
  package var split = TextSplit.line
  package var noHeader = false
  package var encoding = "auto"
  package var strictEncoding = false
  package var coerce = false
  package var keepGoing = false
  /// `auto` or a BCP 47 tag.
  package var lang = "auto"
  package var period = PeriodChoice.auto
  package var tz = "UTC"
  /// ISO dates; empty for no bound.
  package var since = ""
  package var until = ""
  package typealias Metric = EarshotIngest.MetricChoice
  package var metric = Metric.auto
  package var staff = ""
  package var includeStaff = false
  package var redact = RedactionChoice.default
  package var text = TextMode.none
  package var mentions = MentionChoice.cited
  package var offsets = OffsetUnit.codepoint
  package var maxLine = 16 << 20
  package var maxDepth = 256
  package var seed = 0
  package var keyFile = ""
  package var maxRejects = 0.05
  // What does not decide the result, and so is not in the manifest.
  package var threads = 0
  package var batch = 256 << 10
  package var quiet = false

  package init() {}

  /// How inputs are read.
  package func inputOptions() throws(Failure) -> InputOptions {
    var options = InputOptions()
    options.format = format
    options.split = split
    options.hasHeader = !noHeader
    options.strictEncoding = strictEncoding
    options.coerce = coerce
    options.keepGoing = keepGoing
    options.metric = metric
    for (flag, value, least) in [
      ("--max-line", maxLine, 1), ("--max-depth", maxDepth, 1), ("--batch", batch, 1),
      ("--threads", threads, 0),
    ] where value < least {
      throw .usage("\(flag) \(value) is too small; the least is \(least)")
    }
    options.since = try day(since, flag: "--since")
    options.until = try day(until, flag: "--until")
    if let first = options.since, let last = options.until, first > last {
      throw .usage("--since \(since) lies after --until \(until)")
    }
    options.staff = staff.isEmpty ? nil : StaffPattern(staff)
    options.maxLine = maxLine
    options.maxDepth = maxDepth
    options.batchBytes = batch
    do {
      options.encoding = try InputEncoding(name: encoding)
      options.map = map.isEmpty ? .recognised : try ColumnMap(map)
      options.zone = try Zone(tz)
    } catch {
      throw .ingest(error)
    }
    return options
  }

  private func day(_ text: String, flag: String) throws(Failure) -> Int32? {
    if text.isEmpty { return nil }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    if text.utf8.count == 10, parts.count == 3, let year = parts[0], let month = parts[1],
      let dayOfMonth = parts[2],
      let day = CivilDay.day(year: year, month: month, dayOfMonth: dayOfMonth)
    {
      return day
    }
    throw .usage("\(flag) '\(text)' is no day; expected a date such as 2026-11-22")
  }

  /// The key of every keyed hash: 16 bytes of the key file, else made from the seed.
  package func hashKey() throws(Failure) -> (UInt64, UInt64) {
    guard !keyFile.isEmpty else {
      let seedBytes = Array("earshot \(seed)".utf8)
      return (
        KeyedHash.hash(seedBytes, key: (0, 1)), KeyedHash.hash(seedBytes, key: (0, 2))
      )
    }
    let bytes = try FileBytes.read(keyFile)
    guard bytes.count >= 16 else {
      throw .configuration(
        "\(keyFile): a key file holds at least 16 bytes, this one \(bytes.count)")
    }
    return (KeyedHash.hash(bytes, key: (0, 1)), KeyedHash.hash(bytes, key: (0, 2)))
  }

  /// Threads to work on: as given, else one a processor.
  package var workerCount: Int { threads > 0 ? threads : Processors.count }

  /// Every key that a configuration file may have.
  package static var keys: Set<String> {
    let plain = Configuration()
    return Set((plain.resolved + plain.reading).map(\.0) + ["threads", "batch", "quiet"])
  }

  /// Keys and values for the manifest, in the order of `--help`.
  package var resolved: [(String, JSONValue)] {
    [
      ("lexicon", .array(lexicon.map { .string($0) })), ("lang", .string(lang)),
      ("period", .string(period.rawValue)), ("tz", .string(tz)), ("since", .string(since)),
      ("until", .string(until)), ("metric", .string(metric.rawValue)), ("staff", .string(staff)),
      ("include-staff", .bool(includeStaff)), ("redact", .string(redact.rawValue)),
      ("text", .string(text.rawValue)), ("mentions", .string(mentions.rawValue)),
      ("offsets", .string(offsets.rawValue)), ("seed", .integer(seed)),
      ("key-file", .string(keyFile)),
    ]
  }

  /// Keys that say how inputs were read; they are recorded a source and may differ between runs
  /// that are merged.
  package var reading: [(String, JSONValue)] {
    [
      ("format", .string(format.rawValue)), ("split", .string(split.rawValue)),
      ("no-header", .bool(noHeader)), ("encoding", .string(encoding)),
      ("strict-encoding", .bool(strictEncoding)), ("coerce", .bool(coerce)),
      ("keep-going", .bool(keepGoing)), ("map", .string(map)), ("max-line", .integer(maxLine)),
      ("max-depth", .integer(maxDepth)), ("max-rejects", .decimal(maxRejects)),
    ]
  }
}
