import Foundation
import Testing

/// What a call of the command left behind.
struct Outcome {
  var status: Int32
  var output: String
  /// Standard error, in which the workshop's folder is left out of paths.
  var errors: String

  /// Lines of standard output without their ends.
  var lines: [String] { output.split(separator: "\n").map(String.init) }
  /// The sentence of a complaint, without the usage that may follow.
  var complaint: String { errors.split(separator: "\n").first.map(String.init) ?? "" }
}

/// A folder of its own for a test, in which the built command runs; deleted at the end. It starts
/// with `survey.jsonl`, three records, and `small.tsv`, a lexicon that loads at once.
final class Workshop {
  let folder: URL

  /// The flags that put `small.tsv` in the place of the shipped lexicons.
  static let lexicon = ["-l", "none", "-l", "small.tsv"]

  static let survey = """
    {"id":"a1","text":"Delivery was late and the staff were rude.","date":"2026-08-01","plan":"s"}
    {"id":"a2","text":"Great app. Delivery was fast.","date":"2026-08-02","plan":"m"}
    {"id":"a3","text":"The app crashes all the time.","date":"2026-09-03","plan":"s"}

    """

  static let small = """
    kind\tid\tpattern\tweight
    theme\tdelivery\tdelivery|arrived\t
    theme\tapp\tapp\t
    sentiment\t\tgreat|fast|love\t2
    sentiment\t\tlate|rude|crashes\t-2
    contrast\tturn\tbut\t

    """

  init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appending(path: "earshot-cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write("survey.jsonl", Self.survey)
    try write("small.tsv", Self.small)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// Names in the folder, hidden ones too, but for the files that catch a call's output.
  var names: [String] {
    get throws {
      try FileManager.default.contentsOfDirectory(atPath: folder.path)
        .filter { !$0.hasPrefix("caught-") }.sorted()
    }
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
  }

  func exists(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: name).path)
  }

  /// Every file below a directory by its path there.
  func files(_ directory: String) throws -> [String: Data] {
    let root = folder.appending(path: directory)
    var files: [String: Data] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) {
      let url = root.appending(path: path)
      let type = try FileManager.default.attributesOfItem(atPath: url.path)[.type]
      if type as? FileAttributeType == .typeRegular { files[path] = try Data(contentsOf: url) }
    }
    return files
  }

  /// The files that a run promises to write alike each time.
  func promised(_ directory: String) throws -> [String: Data] {
    try files(directory).filter { $0.key != "timing.json" }
  }

  /// Runs `earshot run -q` with the small lexicon, which has to succeed.
  func publish(_ directory: String, _ arguments: [String] = ["survey.jsonl"]) throws {
    let outcome = try earshot(["run", "-q", "-o", directory] + Self.lexicon + arguments)
    try #require(outcome.status == 0, "\(outcome.errors)")
  }

  /// Runs the command in the folder, from start to end.
  func earshot(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try call(Command.binary(), arguments, input: input, environment: environment)
  }

  /// Runs any program in the folder. Its output goes to files, so that no pipe fills up.
  func call(
    _ program: URL, _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try write("caught-input", input)
    let stdin = try FileHandle(forReadingFrom: folder.appending(path: "caught-input"))
    let process = try prepare(program, arguments, environment: environment)
    process.standardInput = stdin
    try process.run()
    process.waitUntilExit()
    return try outcome(of: process)
  }

  /// A process that is not yet running; `outcome(of:)` gathers what it leaves.
  func prepare(
    _ program: URL, _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try write("caught-output", "")
    try write("caught-errors", "")
    process.standardOutput = try FileHandle(
      forWritingTo: folder.appending(path: "caught-output"))
    process.standardError = try FileHandle(forWritingTo: folder.appending(path: "caught-errors"))
    return process
  }

  /// What a process that has ended wrote. Death by a signal counts as its negative number.
  func outcome(of process: Process) throws -> Outcome {
    let status = process.terminationStatus
    return Outcome(
      status: process.terminationReason == .exit ? status : -status,
      output: try read("caught-output"),
      errors: try read("caught-errors").replacingOccurrences(of: folder.path + "/", with: ""))
  }
}

/// The built command: it lies beside the test bundle, which on Linux is the running program.
enum Command {
  static func binary() throws -> URL {
    let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let candidates = [own, CommandLine.arguments.first].compactMap { $0 }.map { path in
      URL(filePath: path).deletingLastPathComponent().appending(path: "earshot")
    }
    return try #require(
      candidates.first { FileManager.default.isExecutableFile(atPath: $0.path) },
      "no earshot beside the test bundle; build the product first: \(candidates)")
  }
}

/// A call of the command that must fail, and how.
struct Failing: CustomTestStringConvertible {
  var arguments: [String]
  var errors: String

  init(_ arguments: [String], _ errors: String) {
    self.arguments = arguments
    self.errors = errors
  }

  var testDescription: String { arguments.joined(separator: " ") }
}

/// A line of JSON as an object.
func object(_ line: String) throws -> [String: Any] {
  try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
}
