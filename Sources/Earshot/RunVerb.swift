internal import EarshotFormats
internal import EarshotIngest
internal import EarshotInsight
internal import EarshotLexicon
internal import EarshotModel
internal import EarshotPrivacy
package import EarshotReport
internal import EarshotText

/// What a verb that makes a run directory has to say at its end.
package struct RunResult: Sendable {
  package var manifest: Manifest
  /// The run directory as typed.
  package var output: String
  /// More records were rejected than `--max-rejects` allows.
  package var hasTooManyRejects = false
  /// Wall and processor seconds.
  package var seconds = 0.0
  package var processorSeconds = 0.0
}

/// The whole job: dumps in, a run directory out.
package struct RunVerb: Sendable {
  package var configuration: Configuration
  /// Files, directories, globs or `-`.
  package var inputs: [String]
  package var output: String
  /// Replace an existing run directory.
  package var force = false
  /// A complete run directory is left as it is; leftovers of a stopped run are replaced.
  package var resume = false
  /// Check everything, write nothing.
  package var dryRun = false

  package init(configuration: Configuration, inputs: [String], output: String) {
    self.configuration = configuration
    self.inputs = inputs
    self.output = output
  }

  package func run() async throws(Failure) -> RunResult {
    let started = (Clock.seconds, Clock.processorSeconds)
    let options = try configuration.inputOptions()
    let paths = try resolve(inputs)
    let plan = try WorkPlan(configuration, options: options, sources: paths)
    var manifest = plan.manifest(configuration)
    if resume, RunDirectory.isRun(output) {
      return try RunResult(reading: output, expecting: manifest, inputs: paths)
    }
    if dryRun { return RunResult(manifest: manifest, output: output) }
    var directory = try wrap { () throws(OutputError) in
      try RunDirectory(at: output, force: force)
    }
    let scratch = try wrap { () throws(OutputError) in try directory.makeDirectory("scratch") }
    let stateFolder = try wrap { () throws(OutputError) in try directory.makeDirectory("state") }
    let statePath = stateFolder + "/state.bin"
    let tally = TallyOptions(
      key: plan.tables.options.hashKey, includeStaff: configuration.includeStaff,
      dimensions: plan.parser.dimensions)
    do {
      let writer = try wrap { () throws(OutputError) in
        try RunWriter(
          plan, manifest: manifest, tally: tally, scratch: scratch, directory: directory)
      }
      let reader = InputReader(paths: paths, options: options)
      reader.isStopped = { Signals.received != 0 }
      var progress = Progress(paths: paths, isQuiet: configuration.quiet)
      let workers = try plan.workers(configuration.workerCount)
      try await Pipeline(reader: reader, workers: workers).run { batch throws(Failure) in
        try writer.take(batch)
        progress.show(bytes: reader.bytesRead, records: writer.manifest.kept)
      }
      progress.end()
      try writer.finish(
        reader.sources, map: configuration.map, into: statePath,
        dimensions: plan.parser.dimensions)
      manifest = writer.manifest
    }
    let metadata = RunMetadata(
      manifest: manifest, catalog: plan.lexicon.catalog, dimensions: plan.parser.dimensions)
    try Publication(
      metadata: metadata, options: configuration.reportOptions(plan.parser.dimensions),
      mentions: configuration.mentions, scratch: scratch
    ).write(try openState(statePath), into: directory)
    try writeDigest(into: directory)
    var result = RunResult(manifest: manifest, output: output)
    result.seconds = Clock.seconds - started.0
    result.processorSeconds = Clock.processorSeconds - started.1
    try finishRun(&directory, scratch: scratch, result)
    // What --since and --until leave out is left out by choice.
    let chosen = manifest.reasons.first { $0.name == RejectionReason.outOfRange.code }?.count ?? 0
    let limit = configuration.maxRejects * Double(manifest.read - chosen)
    result.hasTooManyRejects = Double(manifest.rejected - chosen) > limit
    return result
  }

  private func resolve(_ inputs: [String]) throws(Failure) -> [String] {
    do {
      return try InputPaths.resolve(inputs).paths
    } catch {
      throw .ingest(error)
    }
  }
}

/// Gives an output error its place among failures.
func wrap<Value: ~Copyable>(_ body: () throws(OutputError) -> Value) throws(Failure) -> Value {
  do throws(OutputError) {
    return try body()
  } catch {
    throw .output(error)
  }
}

func openState(_ path: String) throws(Failure) -> StateFile {
  do {
    return try StateFile(path: path)
  } catch {
    throw .insight(error)
  }
}

/// Renders digest.md from the files written so far.
func writeDigest(into directory: borrowing RunDirectory) throws(Failure) {
  let text = try DigestVerb.render(directory.partialPath, isMarkdown: true, top: nil)
  do throws(OutputError) {
    var digest = try directory.create("digest.md")
    try digest.write(text)
    try digest.finish()
  } catch {
    throw .output(error)
  }
}

/// Writes the timing, clears the scratch folder and publishes the directory.
func finishRun(
  _ directory: inout RunDirectory, scratch: String, _ result: RunResult
) throws(Failure) {
  let signal = Signals.received
  if signal != 0 { throw .interrupted(signal: signal) }
  do throws(OutputError) {
    var timing = try directory.create("timing.json")
    try timing.write(
      JSONValue.object([
        ("schema", .string("timing/1")), ("seconds", .decimal(result.seconds)),
        ("processor_seconds", .decimal(result.processorSeconds)),
      ]).prettyPrinted())
    try timing.finish()
    try directory.removeDirectory(scratch)
    try directory.publish()
  } catch {
    throw .output(error)
  }
}

extension Configuration {
  /// How a finished tally is reported.
  func reportOptions(_ dimensions: [String]) -> ReportOptions {
    let choice: EarshotInsight.MetricChoice =
      switch metric {
      case .auto: .automatic
      case .none: .none
      case .nps: .only(.nps)
      case .csat: .only(.csat)
      case .stars: .only(.stars)
      }
    return ReportOptions(period: period.length, metric: choice, dimensions: dimensions)
  }
}

extension WorkPlan {
  /// Loads what a configuration names and warms ICU; throws on anything that would fail later.
  init(_ configuration: Configuration, options: InputOptions, sources: [String]) throws(Failure) {
    let lexicon = try LexiconSet.load(configuration.lexicon)
    let key = try configuration.hashKey()
    let parser = RecordParser(options)
    let rows = RowOptions(
      text: configuration.text, offsets: configuration.offsets,
      redacts: configuration.redact != .none, hashKey: key)
    var fixed: LanguageTag?
    if configuration.lang != "auto" {
      let tag = LanguageTag(configuration.lang)
      if tag == .undetermined {
        throw .usage("--lang '\(configuration.lang)' is no language tag; expected auto, en, pt-BR")
      }
      fixed = tag
    }
    do {
      try Segmenter.warm()
      self.init(
        parser: parser, identifier: try .shipped(), lexicon: lexicon, fixedLanguage: fixed,
        redactor: Redactor(mode: configuration.redact.mode),
        tables: RowTables(
          catalog: lexicon.catalog, dimensions: parser.dimensions, fieldNames: parser.fieldNames,
          options: rows),
        sources: sources, writesAllMentions: configuration.mentions == .all)
    } catch {
      throw .text(error)
    }
  }

  func workers(_ count: Int) throws(Failure) -> [Worker] {
    var workers: [Worker] = []
    do {
      for _ in 0..<count { workers.append(try Worker(self)) }
    } catch {
      throw .text(error)
    }
    return workers
  }

  /// The manifest before anything was read.
  func manifest(_ configuration: Configuration) -> Manifest {
    var manifest = Manifest(version: Version.text)
    manifest.config = (configuration.resolved + configuration.reading).map { ($0.0, $0.1) }
    manifest.lexicons = lexicon.files.map { file in
      let digits = String(file.hash, radix: 16)
      let hash = String(repeating: "0", count: 16 - digits.count) + digits
      return Manifest.LexiconFile(name: file.name, hash: hash, rows: Int64(file.rows))
    }
    manifest.icu = ICUVersion.library
    manifest.cldr = ICUVersion.cldr
    manifest.seed = Int64(configuration.seed)
    let fingerprint = KeyedHash.hash(Array("fingerprint".utf8), key: tables.options.hashKey)
    manifest.key = String(fingerprint, radix: 16)
    return manifest
  }
}

/// The program's version.
package enum Version {
  package static let text = "0.1.0"
}

extension RunResult {
  /// What a complete run directory says of itself, if it is the run that was asked for.
  init(reading directory: String, expecting: Manifest, inputs: [String]) throws(Failure) {
    do {
      let manifest = try Manifest(decoding: try FileBytes.read(directory + "/manifest.json"))
      var keys = manifest.differences(from: expecting)
      if manifest.inputs.map(\.path) != inputs { keys.append("inputs") }
      guard keys.isEmpty else {
        throw Failure.configuration(
          "\(directory): a complete run of other \(keys.joined(separator: ", ")); "
            + "choose another directory, or --force to replace it")
      }
      self.init(manifest: manifest, output: directory)
    } catch let failure as Failure {
      throw failure
    } catch {
      throw .configuration("\(directory): \(error)")
    }
  }
}
