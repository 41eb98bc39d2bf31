import EarshotReport
import Glibc
import Testing

@Suite struct RunDirectoryTests {
  private let folder = TemporaryDirectory()
  private var target: String { folder.path + "/out" }

  /// Writes a small run; its manifest holds `mark`.
  private func publish(_ mark: String, force: Bool = false) throws(OutputError) {
    var run = try RunDirectory(at: target, force: force)
    var records = try run.create("records.jsonl")
    try records.write("\(mark)\n")
    try records.finish()
    _ = try run.makeDirectory("state")
    var state = try run.create("state/cells")
    try state.write(mark)
    try state.finish()
    var manifest = try run.create("manifest.json")
    try manifest.write("{\"schema\": \"manifest/1\", \"mark\": \"\(mark)\"}\n")
    try manifest.finish()
    try run.publish()
  }

  private func code(_ body: () throws(OutputError) -> Void) -> OutputError.Code? {
    do throws(OutputError) { try body() } catch { return error.code }
    return nil
  }

  @Test func appearsWholeAndLeavesNothingBeside() throws {
    try publish("one")
    #expect(folder.names == ["out"])
    #expect(folder.list(target) == ["manifest.json", "records.jsonl", "state"])
    #expect(folder.read("out/records.jsonl") == "one\n")
    #expect(RunDirectory.isRun(target))
  }

  @Test func existingRunNeedsForce() throws {
    try publish("one")
    #expect(code { () throws(OutputError) in try publish("two") } == .exists)
    #expect(folder.read("out/records.jsonl") == "one\n")
    try publish("two", force: true)
    #expect(folder.read("out/records.jsonl") == "two\n")
    #expect(folder.names == ["out"])
  }

  @Test(arguments: [
    ["notes.txt"], ["manifest.json", "notes.txt"], ["records.jsonl"],
  ])
  func foreignDirectoryIsNeverReplaced(entries: [String]) throws {
    folder.makeDirectory("out")
    for entry in entries { folder.write("out/" + entry, "{\"schema\": \"manifest/1\"}") }
    let found = code { () throws(OutputError) in try publish("two", force: true) }
    #expect(found == .foreign(entries.last ?? ""))
    #expect(folder.list(target) == entries.sorted())
    #expect(folder.names == ["out"])
  }

  @Test func fileAtTheTargetIsNeverReplaced() {
    folder.write("out", "mine")
    #expect(code { () throws(OutputError) in try publish("two", force: true) } == .exists)
    #expect(folder.read("out") == "mine")
  }

  @Test func secondRunAtOneTargetIsRefused() throws {
    let first = try RunDirectory(at: target, force: false)
    #expect(code { () throws(OutputError) in try publish("two") } == .locked)
    // The first one is still there.
    #expect(folder.list(first.partialPath) == [])
    #expect(folder.names.contains { $0.hasPrefix("out.partial-") })
    withExtendedLifetime(first) {}
  }

  @Test func abandonedRunLeavesTheOldOne() throws {
    try publish("one")
    do {
      let run = try RunDirectory(at: target, force: true)
      var records = try run.create("records.jsonl")
      try records.write("half")
      try records.finish()
    }
    #expect(folder.read("out/records.jsonl") == "one\n")
    #expect(folder.names == ["out"])
  }

  @Test func leftoversOfKilledRunsGo() throws {
    folder.makeDirectory("out.partial-99999999")
    folder.write("out.partial-99999999/records.jsonl", "half")
    folder.makeDirectory("out.partial-mine")
    folder.write(".out.lock", "")
    try publish("one")
    #expect(folder.names == ["out", "out.partial-mine"])
  }

  @Test func targetThatAppearsMeanwhileIsKept() throws {
    var run = try RunDirectory(at: target, force: false)
    folder.makeDirectory("out")
    #expect(code { () throws(OutputError) in try run.publish() } == .exists)
    #expect(folder.list(target) == [])
  }

  @Test func missingParentIsNamed() {
    let path = folder.path + "/none/out"
    let found = code { () throws(OutputError) in _ = try RunDirectory(at: path, force: false) }
    #expect(found == .system("find the directory that is to hold it"))
  }

  @Test func fullDeviceIsAnError() throws {
    var file = try OutputFile(opening: "/dev/full")
    try file.write("x")
    var failure: OutputError?
    do throws(OutputError) { try file.finish() } catch { failure = error }
    #expect(failure == OutputError(.system("write"), path: "/dev/full", number: ENOSPC))
    #expect(failure?.description == "/dev/full: cannot write: No space left on device")
  }

  @Test func closedPipeIsABrokenPipe() throws {
    _ = signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    #expect(unsafe pipe(&ends) == 0)
    close(ends[0])
    var file = OutputFile(adopting: ends[1], named: "standard output")
    var failure: OutputError?
    do throws(OutputError) {
      try file.write("x")
      try file.finish()
    } catch { failure = error }
    #expect(failure?.isBrokenPipe == true)
  }

  @Test func bytesOfAnySizeArriveInOrder() throws {
    var generator = SeededGenerator(5)
    var expected: [UInt8] = []
    var file = try OutputFile(creating: folder.path + "/bytes")
    for size in [0, 1, 1000, 262_143, 262_144, 262_145, 600_000, 3] {
      let bytes = (0..<size).map { _ in UInt8.random(in: 0x20..<0x7F, using: &generator) }
      try file.write(bytes)
      expected += bytes
    }
    #expect(file.count == Int64(expected.count))
    try file.finish()
    #expect(folder.read("bytes").map { Array($0.utf8) } == expected)
  }

  #if DEBUG
    @Test func faultOfTheEnvironmentFailsOneWrite() async {
      await #expect(processExitsWith: .exitCode(7)) {
        unsafe _ = setenv("EARSHOT_FAIL_WRITE", "2", 1)
        var file = try OutputFile(opening: "/dev/null")
        try file.write("a")
        try file.flush()
        try file.write("b")
        do throws(OutputError) { try file.flush() } catch { exit(error.number == EIO ? 7 : 1) }
      }
    }
  #endif
}
