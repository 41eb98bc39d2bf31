internal import EarshotFormats
internal import EarshotIngest
internal import EarshotInsight
internal import EarshotModel
internal import EarshotReport
internal import Glibc

/// The exact union of runs: every file as one run over all their inputs would have written it.
package struct MergeVerb: Sendable {
  /// Run directories, in the order of their inputs.
  package var runs: [String]
  package var output: String
  package var force = false

  package init(runs: [String], output: String) {
    self.runs = runs
    self.output = output
  }

  package func run() throws(Failure) -> RunResult {
    let started = (Clock.seconds, Clock.processorSeconds)
    var states: [(state: StateFile, sourceOffset: Int)] = []
    var merged: RunMetadata?
    var offset = 0
    for run in runs {
      let state = try openState(run + "/state/state.bin")
      let metadata = try RunMetadata(decoding: state.metadata, path: run)
      if let known = merged { try Self.check(known, metadata, runs[0], run) }
      states.append((state, offset))
      offset += metadata.manifest.inputs.count
      if merged == nil {
        merged = metadata
      } else {
        merged?.manifest.merge(metadata.manifest)
      }
    }
    guard let metadata = merged else { throw .usage("nothing to merge; name at least one run") }
    let settings = try ReportSettings(metadata.manifest)
    var directory = try wrap { () throws(OutputError) in
      try RunDirectory(at: output, force: force)
    }
    let scratch = try wrap { () throws(OutputError) in try directory.makeDirectory("scratch") }
    let folder = try wrap { () throws(OutputError) in try directory.makeDirectory("state") }
    do {
      try StateFile.merge(
        states, metadata: metadata.encoded(), into: folder + "/state.bin", scratch: scratch)
    } catch {
      throw .insight(error)
    }
    var files = [OutputSchema.record.file, OutputSchema.reject.file]
    if settings.mentions == .all { files.append(OutputSchema.mention.file) }
    for file in files { try concatenate(file, into: directory) }
    try Publication(
      metadata: metadata, options: settings.options(metadata.dimensions),
      mentions: settings.mentions, scratch: scratch
    ).write(try openState(folder + "/state.bin"), into: directory)
    try writeDigest(into: directory)
    var result = RunResult(manifest: metadata.manifest, output: output)
    result.seconds = Clock.seconds - started.0
    result.processorSeconds = Clock.processorSeconds - started.1
    try finishRun(&directory, scratch: scratch, result)
    return result
  }

  private static func check(
    _ known: RunMetadata, _ other: RunMetadata, _ first: String, _ second: String
  ) throws(Failure) {
    var keys = known.manifest.differences(from: other.manifest)
    if known.dimensions != other.dimensions { keys.append("map (its segments)") }
    guard keys.isEmpty else {
      throw .configuration(
        "\(first) and \(second) do not fit together: they differ in \(keys.joined(separator: ", "))"
          + "; run one of them again with the other's manifest.json as --config")
    }
  }

  private func concatenate(
    _ name: String, into directory: borrowing RunDirectory
  ) throws(Failure) {
    do throws(OutputError) {
      var output = try directory.create(name)
      var buffer = [UInt8](repeating: 0, count: 1 << 18)
      for run in runs { try Self.copy(run + "/" + name, &buffer, to: &output) }
      try output.finish()
    } catch {
      throw .output(error)
    }
  }

  private static func copy(
    _ path: String, _ buffer: inout [UInt8], to output: inout OutputFile
  ) throws(OutputError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw OutputError(.system("read"), path: path, number: errno)
    }
    defer { close(descriptor) }
    while true {
      // `read` writes at most as many bytes as the buffer has.
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw OutputError(.system("read"), path: path, number: errno) }
      if count == 0 { return }
      try output.write(Array(buffer[..<count]))
    }
  }
}

/// The settings of a manifest that decide how its tally is reported.
struct ReportSettings {
  var configuration = Configuration()

  var mentions: MentionChoice { configuration.mentions }

  init(_ manifest: Manifest) throws(Failure) {
    func value(_ key: String) -> String {
      manifest.config.last { $0.key == key }?.value.asString ?? ""
    }
    guard let period = PeriodChoice(rawValue: value("period")),
      let metric = Configuration.Metric(rawValue: value("metric")),
      let mentions = MentionChoice(rawValue: value("mentions"))
    else { throw .configuration("the manifest's config lacks period, metric or mentions") }
    configuration.period = period
    configuration.metric = metric
    configuration.mentions = mentions
  }

  func options(_ dimensions: [String]) -> ReportOptions {
    configuration.reportOptions(dimensions)
  }
}
