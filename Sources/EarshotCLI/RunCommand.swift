import ArgumentParser
import Earshot

struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "The whole job: feedback dumps in, a run directory out.",
    discussion: """
      FILE is a path, a directory, a glob or - for standard input; gzip and zstd are known by \
      content. Columns with names in common use (text, comment, date, rating, customer_id, ...) \
      are found without --map. The directory appears whole or not at all.

      Exit codes: 0 done; 1 done, but too many records were rejected; 2 usage; 3 bad lexicon or \
      configuration; 4 input unreadable or damaged; 5 output failed; 130, 143 stopped.
      """)

  @OptionGroup var lexicon: LexiconFlags
  @OptionGroup(title: "Input") var input: InputFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @OptionGroup(title: "Work") var work: WorkFlags

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The run directory to make.", valueName: "dir"))
  var directory: String

  @Option(help: "Length of periods: auto, day, week, month, quarter, year.")
  var period = PeriodChoice.auto

  @Option(help: "Rows of mentions.jsonl: cited (by evidence and verbatims), all, none.")
  var mentions = MentionChoice.cited

  @Flag(help: "Count what the company's own staff wrote, too.")
  var includeStaff = false

  @Option(
    help: ArgumentHelp("Share of rejected records above which exit code is 1.", valueName: "share"))
  var maxRejects = 0.05

  @Flag(help: "Replace an existing run directory.")
  var force = false

  @Flag(help: "Finish a stopped run; a complete run directory is left as it is.")
  var resume = false

  @Flag(help: "Check inputs, lexicon and settings; read and write nothing.")
  var dryRun = false

  @Argument(help: ArgumentHelp("Feedback dumps.", valueName: "file"))
  var files: [String]

  func run() async throws {
    var configuration = Configuration(lexicon, input, output, work)
    configuration.period = period
    configuration.mentions = mentions
    configuration.includeStaff = includeStaff
    configuration.maxRejects = maxRejects
    var verb = RunVerb(configuration: configuration, inputs: files, output: directory)
    verb.force = force
    verb.dryRun = dryRun
    verb.resume = resume
    let result = try await verb.run()
    if !dryRun { try Console.report(result, isQuiet: work.quiet) }
  }
}

struct MergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "The exact union of runs, as one run over all their inputs.")

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("The run directory to make.", valueName: "dir"))
  var directory: String

  @Flag(help: "Replace an existing run directory.")
  var force = false

  @Flag(name: [.short, .long], help: "No table.")
  var quiet = false

  @Argument(help: ArgumentHelp("Run directories, in the order of their inputs.", valueName: "run"))
  var runs: [String]

  func run() throws {
    var verb = MergeVerb(runs: runs, output: directory)
    verb.force = force
    try Console.report(try verb.run(), isQuiet: quiet)
  }
}

struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest", abstract: "Render a run directory for reading; counts nothing anew.")

  @Option(help: "md or txt.")
  var format = "txt"

  @Option(help: ArgumentHelp("Themes shown.", valueName: "n"))
  var top: Int?

  @Argument(help: ArgumentHelp("A run directory.", valueName: "run"))
  var directory: String

  func validate() throws {
    if format != "md" && format != "txt" { throw ValidationError("--format is md or txt") }
  }

  func run() throws {
    try DigestVerb.print(directory, isMarkdown: format == "md", top: top)
  }
}

struct TagCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tag",
    abstract: "A filter: one JSON line in, the same line with the key earshot out.",
    discussion:
      "A line that cannot be read comes out as {\"earshot\":{\"error\":...,\"line\":...}}.")

  @OptionGroup var lexicon: LexiconFlags
  @OptionGroup(title: "Input") var input: InputFlags
  @OptionGroup(title: "Output") var output: OutputFlags
  @OptionGroup(title: "Work") var work: WorkFlags

  @Flag(help: "Print rows of mentions instead.")
  var flat = false

  func run() async throws {
    let configuration = Configuration(lexicon, input, output, work)
    try await TagVerb(configuration: configuration, isFlat: flat).run()
  }
}

struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how a text comes to its tags: clauses, matches, factors, rows.")

  @OptionGroup var lexicon: LexiconFlags

  @Option(parsing: .unconditional, help: "The text to explain.")
  var text: String

  @Option(help: ArgumentHelp("Its language, or auto.", valueName: "tag"))
  var lang = "auto"

  @Flag(help: "The same as one line of JSON.")
  var json = false

  func run() throws {
    var configuration = Configuration()
    configuration.lexicon = lexicon.lexicon
    configuration.lang = lang
    configuration.redact = .none
    try ExplainVerb(configuration: configuration, text: text, isJSON: json).run()
  }
}

struct LintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Check lexicon files: errors, ties, duplicates, rows that never win.",
    discussion: "Exit code 3 if a file cannot load, 1 with findings of level error, else 0.")

  @OptionGroup var lexicon: LexiconFlags

  @Flag(help: "Findings of level info, too.")
  var all = false

  @Flag(help: "List the shipped lexicons and their themes.")
  var list = false

  func run() throws {
    let verb = LintVerb(lexicons: lexicon.lexicon, showsAll: all)
    if list { return try verb.list() }
    if try verb.run() { throw ExitCode(1) }
  }
}

struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "JSON Schema (2020-12) of an output file's rows.")

  @Argument(help: ArgumentHelp("record, mention, theme, ...; none lists them.", valueName: "name"))
  var name: String?

  func run() throws { try SchemaVerb.print(name) }
}
