import EarshotInsight
import EarshotModel
import Glibc

/// SplitMix64: the same numbers from the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }
}

/// A record as a test describes it, before it becomes part of a batch.
struct Sample {
  var id: String
  var text = "a text of more than twenty code points"
  var customer: String?
  var segments: [String?] = [nil, nil]
  var stage: String?
  var channel: String?
  var language = "en"
  var day: Int32?
  var time: Int64?
  var weight: Int64 = 1_000_000
  var rating: Rating?
  var role = Role.unknown
  var score: Int32?
  var label = Label.none
  var questions: Int32 = 0
  /// Theme, score, label; a theme's parent is counted by its own entry.
  var themes: [ThemeOutcome] = []
  var terms: [UInt32] = []
}

let testKey: (UInt64, UInt64) = (1, 2)
let testDimensions = ["plan", "region"]

func testCatalog(_ themes: Int) -> Catalog {
  var catalog = Catalog()
  catalog.themes = (0..<themes).map {
    Theme(path: "t\(1000 + $0)", parent: -1, depth: 1, label: nil, owner: nil)
  }
  catalog.stages = ["new", "old"]
  return catalog
}

/// Batches as ingest and tagging would make them.
func batch(_ samples: [Sample], source: Int, sequence: Int = 0) -> (RecordBatch, MentionBatch) {
  var records = RecordBatch(sequence: sequence, source: source, dimensions: testDimensions.count)
  var mentions = MentionBatch()
  func store(_ text: String?) -> ByteRange {
    guard let text, !text.isEmpty else { return .empty }
    let start = records.bytes.count
    records.bytes += Array(text.utf8)
    return ByteRange(start, records.bytes.count)
  }
  for (index, sample) in samples.enumerated() {
    var record = Record(line: index + 1, byte: 0)
    record.id = store(sample.id)
    record.customer = store(sample.customer)
    record.stage = store(sample.stage)
    record.channel = store(sample.channel)
    (record.day, record.time, record.weight) = (sample.day, sample.time, sample.weight)
    (record.rating, record.role) = (sample.rating, sample.role)
    let field = Int32(records.fields.count)
    records.fields.append(TextField(name: 0, text: store(sample.text)))
    record.fields = field..<field + 1
    if sample.text.isEmpty { record.flags.insert(.noText) }
    for value in sample.segments { records.segmentValues.append(store(value)) }
    records.records.append(record)

    let tag = LanguageTag(sample.language)
    var outcome = Outcome(language: LanguageGuess(tag: tag, confidence: 10_000))
    outcome.characters = Int32(sample.text.unicodeScalars.count)
    (outcome.score, outcome.label, outcome.questions) =
      (sample.score, sample.label, sample.questions)
    let firstTheme = Int32(mentions.themes.count)
    mentions.themes += sample.themes
    outcome.themes = firstTheme..<Int32(mentions.themes.count)
    let firstTerm = Int32(mentions.terms.count)
    mentions.terms += sample.terms
    outcome.terms = firstTerm..<Int32(mentions.terms.count)
    mentions.outcomes.append(outcome)
  }
  return (records, mentions)
}

func cited(_ sample: Sample) -> CitedRecord {
  CitedRecord(
    id: sample.id, label: sample.label, score: sample.score, time: sample.time, day: sample.day,
    segments: sample.segments, text: sample.text,
    mentionRows: Array("{\"record\":\"\(sample.id)\"}\n".utf8))
}

/// A folder of its own, removed at the end of the test.
struct Workshop: ~Copyable {
  let path: String

  init() {
    var template = "/tmp/earshot-insight-XXXXXX".utf8CString
    // The template ends in a zero byte and is as long as its result.
    path = unsafe template.withUnsafeMutableBufferPointer { bytes in
      guard let start = bytes.baseAddress, unsafe mkdtemp(start) != nil else { return "/nowhere" }
      return unsafe String(cString: start)
    }
    _ = unsafe mkdir(path + "/scratch", 0o700)
  }

  deinit {
    _ = unsafe system("rm -rf '\(path)'")
  }

  var scratch: String { path + "/scratch" }

  /// Tallies sources of samples into a state file.
  func run(
    _ sources: [[Sample]], themes: Int, name: String, budget: Int = 1 << 20, batchSize: Int = 100,
    includeStaff: Bool = false
  ) throws -> StateFile {
    let options = TallyOptions(
      key: testKey, includeStaff: includeStaff, dimensions: testDimensions, budget: budget)
    var aggregator = Aggregator(
      options: options, catalog: testCatalog(themes), scratch: scratch)
    for (source, samples) in sources.enumerated() {
      var start = 0
      while start < samples.count {
        let part = Array(samples[start..<min(start + batchSize, samples.count)])
        let (records, mentions) = batch(part, source: source)
        try aggregator.fold(
          records, mentions, appendID: { $1 += Array(part[$0].id.utf8) },
          payload: { cited(part[$0]) })
        start += batchSize
      }
    }
    try aggregator.finish(into: "\(path)/\(name)", metadata: Array("meta".utf8))
    return try StateFile(path: "\(path)/\(name)")
  }

  func merge(_ states: [(StateFile, Int)], name: String) throws -> StateFile {
    try StateFile.merge(
      states.map { (state: $0.0, sourceOffset: $0.1) }, metadata: Array("meta".utf8),
      into: "\(path)/\(name)", scratch: scratch)
    return try StateFile(path: "\(path)/\(name)")
  }

  func report(
    _ state: StateFile, themes: Int, options: ReportOptions = ReportOptions()
  ) throws -> InsightReport {
    try InsightReport(
      state: state, catalog: testCatalog(themes), options: options, scratch: scratch)
  }
}

func bytes(of path: String) -> [UInt8] {
  let file = unsafe fopen(path, "r")
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = unsafe fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer[0..<count]
  }
  _ = unsafe fclose(file)
  return bytes
}

func write(_ bytes: [UInt8], to path: String) {
  let file = unsafe fopen(path, "w")
  _ = unsafe fwrite(bytes, 1, bytes.count, file)
  _ = unsafe fclose(file)
}

/// Random records with repeated ids, texts and customers, missing values, staff and ratings.
func randomSamples(
  _ count: Int, seed: UInt64, themes: Int = 7, days: Int32 = 60, prefix: String = "r"
) -> [Sample] {
  var random = SeededGenerator(seed)
  return (0..<count).map { index in
    var sample = Sample(id: "\(prefix)\(index % 10 == 9 ? index / 2 : index)")
    sample.text = String(repeating: "word ", count: Int.random(in: 0...90, using: &random))
    sample.customer = chance(5, &random) ? nil : "c\(Int.random(in: 0..<count, using: &random))"
    sample.segments = [
      chance(4, &random) ? nil : ["free", "pro", "a\0b"].randomElement(using: &random),
      chance(9, &random) ? nil : "r\(Int.random(in: 0..<5, using: &random))",
    ]
    sample.channel = chance(2, &random) ? "mail" : nil
    sample.language = ["en", "de", "is", ""].randomElement(using: &random) ?? "en"
    if !chance(10, &random) { sample.day = 20_000 + Int32.random(in: 0..<days, using: &random) }
    if chance(2, &random) { sample.time = sample.day.map { Int64($0) * 86_400 + 77 } }
    sample.weight = chance(3, &random) ? 1_500_000 : 1_000_000
    if chance(2, &random) {
      sample.rating = Rating(
        value: Int64.random(in: 0...10, using: &random) * 10_000,
        metric: RatingMetric.allCases.randomElement(using: &random) ?? .nps)
    }
    sample.role = chance(12, &random) ? .staff : .customer
    sample.questions = chance(6, &random) ? 1 : 0
    if !chance(3, &random) {
      sample.score = Int32.random(in: -9000...9000, using: &random)
      sample.label = Label.allCases.randomElement(using: &random) ?? .neutral
    }
    for theme in 0..<themes where chance(5, &random) {
      sample.themes.append(
        ThemeOutcome(
          theme: Int32(theme), isDirect: chance(2, &random),
          score: chance(3, &random) ? nil : Int32.random(in: -50...50, using: &random) * 100,
          label: Label.allCases.randomElement(using: &random) ?? .none))
    }
    sample.terms = (0..<20).filter { _ in chance(3, &random) }.map { UInt32($0 * 1000) }
    return sample
  }
}

func chance(_ one: Int, _ random: inout SeededGenerator) -> Bool {
  Int.random(in: 0..<one, using: &random) == 0
}

/// Number of files in a folder.
func filesIn(_ path: String) -> Int {
  guard let folder = unsafe opendir(path) else { return -1 }
  var count = -2
  while unsafe readdir(folder) != nil { count += 1 }
  _ = unsafe closedir(folder)
  return count
}
