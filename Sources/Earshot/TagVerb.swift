internal import EarshotFormats
internal import EarshotIngest
internal import EarshotModel
internal import EarshotReport

/// The filter: JSON lines from standard input to standard output, each with the key `earshot`.
package struct TagVerb: Sendable {
  package var configuration: Configuration
  /// Print mention rows instead of the lines.
  package var isFlat: Bool

  package init(configuration: Configuration, isFlat: Bool) {
    self.configuration = configuration
    self.isFlat = isFlat
  }

  package func run() async throws(Failure) {
    var configuration = configuration
    guard configuration.format == .auto || configuration.format == .jsonl else {
      throw .usage(
        "tag reads JSON lines only; earshot run reads --format \(configuration.format.rawValue)")
    }
    configuration.format = .jsonl
    if isFlat { configuration.mentions = .all }
    var options = try configuration.inputOptions()
    options.isEager = true
    var plan = try WorkPlan(configuration, options: options, sources: ["-"])
    plan.isFilter = !isFlat
    let reader = InputReader(paths: ["-"], options: options)
    reader.isStopped = { Signals.received != 0 }
    let output = StandardOutput()
    let workers = try plan.workers(configuration.workerCount)
    try await Pipeline(reader: reader, workers: workers).run { batch throws(Failure) in
      try output.write(isFlat ? batch.mentions : batch.records)
    }
    try output.finish()
  }
}

/// Standard output behind the checked writer. A class because the pipeline's fold writes to it.
final class StandardOutput {
  private var file = OutputFile.standardOutput()

  func write(_ bytes: [UInt8]) throws(Failure) {
    do {
      try file.write(bytes)
      try file.flush()
    } catch {
      throw .output(error)
    }
  }

  func write(_ text: String) throws(Failure) { try write(Array(text.utf8)) }

  func finish() throws(Failure) {
    do {
      try file.finish()
    } catch {
      throw .output(error)
    }
  }
}

/// Lays the results of a batch of JSON lines back onto its lines: as many lines out as in.
struct LineTagger {
  private var encoder: TaggedValueEncoder

  init(_ tables: RowTables) { encoder = TaggedValueEncoder(tables) }

  mutating func tag(_ raw: RawBatch, _ rows: BatchRows) -> [UInt8] {
    var output: [UInt8] = []
    var record = 0
    var rejection = 0
    var line = raw.firstLine
    var start = 0
    while raw.layout == .jsonLines, start < raw.bytes.count {
      let stop = raw.bytes[start...].firstIndex(of: 0x0A) ?? raw.bytes.count
      if record < rows.batch.records.count, rows.batch.records[record].line == line {
        append(raw.bytes[start..<stop], record, rows, to: &output)
        record += 1
      } else if rejection < rows.batch.rejections.count,
        rows.batch.rejections[rejection].line == line
      {
        append(rows.batch.rejections[rejection], to: &output)
        rejection += 1
      } else {
        append(error: "blank line", line: line, to: &output)
      }
      line += 1
      start = stop + 1
    }
    for rest in rows.batch.rejections[rejection...] { append(rest, to: &output) }
    return output
  }

  /// The object as it came, with one more key before its closing brace.
  private mutating func append(
    _ line: ArraySlice<UInt8>, _ record: Int, _ rows: BatchRows, to output: inout [UInt8]
  ) {
    guard let open = line.firstIndex(of: 0x7B), let close = line.lastIndex(of: 0x7D) else { return }
    var writer = JSONWriter()
    encoder.append(record: record, of: rows, to: &writer)
    output += line[open..<close]
    output += Array(",\"earshot\":".utf8)
    output += writer.bytes
    output += [0x7D, 0x0A]
  }

  private func append(_ rejection: Rejection, to output: inout [UInt8]) {
    append(
      error: "\(rejection.reason.code): \(rejection.detail)", line: rejection.line, to: &output)
  }

  private func append(error: String, line: Int, to output: inout [UInt8]) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("earshot")
    writer.beginObject()
    writer.key("error")
    writer.string(error)
    writer.key("line")
    writer.integer(line)
    writer.endObject()
    writer.endObject()
    writer.endLine()
    output += writer.bytes
  }
}
