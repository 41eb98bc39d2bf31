import ArgumentParser
import Earshot
import EarshotIngest
import EarshotReport

extension EarshotIngest.MetricChoice: ExpressibleByArgument {}
extension InputFormat: ExpressibleByArgument {}
extension TextSplit: ExpressibleByArgument {}
extension TextMode: ExpressibleByArgument {}
extension OffsetUnit: ExpressibleByArgument {}
extension MentionChoice: ExpressibleByArgument {}
extension RedactionChoice: ExpressibleByArgument {}
extension PeriodChoice: ExpressibleByArgument {}

/// Flags that name the lexicon.
struct LexiconFlags: ParsableArguments {
  @Option(
    name: [.short, .long], parsing: .singleValue,
    help: ArgumentHelp(
      "Lay a lexicon file or directory over the shipped lexicons; 'none' first drops them.",
      valueName: "lex"))
  var lexicon: [String] = []
}

/// Flags that say how inputs are read.
struct InputFlags: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Which column is what: text=comment.body,id=case_id,segment=plan,...", valueName: "pairs"))
  var map = ""

  @Option(help: "How the input is written: auto, jsonl, json, csv, tsv, text.")
  var format = InputFormat.auto

  @Option(help: "What a record is in plain text: line, paragraph or record (the whole file).")
  var split = TextSplit.line

  @Flag(help: "The first row of a table is data; columns are called 1, 2, 3.")
  var noHeader = false

  @Option(help: "utf-8, utf-16, utf-16le, utf-16be, or auto: UTF-8 unless a mark says otherwise.")
  var encoding = "auto"

  @Flag(help: "Reject records with invalid UTF-8 instead of mending them.")
  var strictEncoding = false

  @Flag(help: "Take numbers and booleans for text.")
  var coerce = false

  @Flag(help: "Go on with the next input where one is damaged.")
  var keepGoing = false

  @Option(help: ArgumentHelp("Language of every record, or auto.", valueName: "tag"))
  var lang = "auto"

  @Option(help: ArgumentHelp("Time zone of days and of times without one.", valueName: "zone"))
  var tz = "UTC"

  @Option(help: ArgumentHelp("First day to use, such as 2026-08-01.", valueName: "day"))
  var since = ""

  @Option(help: ArgumentHelp("Last day to use.", valueName: "day"))
  var until = ""

  @Option(help: "What ratings are: auto (by column name), nps, csat, stars, none.")
  var metric = MetricChoice.auto

  @Option(
    help: ArgumentHelp("Authors who speak for the company, '*' for any letters.", valueName: "name")
  )
  var staff = ""

  @Option(help: ArgumentHelp("Longest record in bytes.", valueName: "bytes"))
  var maxLine = 16 << 20

  @Option(help: ArgumentHelp("Deepest nesting of a JSON record.", valueName: "levels"))
  var maxDepth = 256
}

/// Flags about what leaves the program.
struct OutputFlags: ParsableArguments {
  @Option(help: "Personal data: default (addresses, numbers), strict (own names too), none.")
  var redact = RedactionChoice.default

  @Option(help: "Unit of offsets: codepoint, utf8, utf16.")
  var offsets = OffsetUnit.codepoint

  @Option(help: "The text column of records: none, redacted, full.")
  var text = TextMode.none

  @Option(help: ArgumentHelp("Number behind samples and pseudonyms.", valueName: "n"))
  var seed = 0

  @Option(
    help: ArgumentHelp(
      "Key of pseudonyms (16 bytes or more); without it they can be guessed.", valueName: "file"))
  var keyFile = ""
}

/// Flags that change nothing in the result.
struct WorkFlags: ParsableArguments {
  @Option(help: ArgumentHelp("Threads; default one a processor.", valueName: "n"))
  var threads = 0

  @Option(help: ArgumentHelp("Bytes read at a time.", valueName: "bytes"))
  var batch = 256 << 10

  @Flag(name: [.short, .long], help: "No progress, no table.")
  var quiet = false

  @Option(
    help: ArgumentHelp(
      "Settings from a file: flags as JSON keys; a run's manifest.json is one.", valueName: "file"))
  var config: String?
}

extension Configuration {
  /// The configuration that the flags describe.
  init(
    _ lexicon: LexiconFlags, _ input: InputFlags, _ output: OutputFlags, _ work: WorkFlags
  ) {
    self.init()
    self.lexicon = lexicon.lexicon
    map = input.map
    format = input.format
    split = input.split
    noHeader = input.noHeader
    encoding = input.encoding
    strictEncoding = input.strictEncoding
    coerce = input.coerce
    keepGoing = input.keepGoing
    lang = input.lang
    tz = input.tz
    since = input.since
    until = input.until
    metric = input.metric
    staff = input.staff
    maxLine = input.maxLine
    maxDepth = input.maxDepth
    redact = output.redact
    offsets = output.offsets
    text = output.text
    seed = output.seed
    keyFile = output.keyFile
    threads = work.threads
    batch = work.batch
    quiet = work.quiet
  }
}
