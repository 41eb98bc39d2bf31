import EarshotInsight
import EarshotModel
import Testing

@testable import EarshotInsight

@Suite struct StateFileTests {
  @Test func anyChangedByteIsNoticed() throws {
    let workshop = Workshop()
    let state = try workshop.run([randomSamples(40, seed: 2)], themes: 3, name: "state")
    let whole = bytes(of: state.path)
    var random = SeededGenerator(9)
    for _ in 0..<200 {
      var damaged = whole
      damaged[Int.random(in: 0..<whole.count, using: &random)] ^= UInt8.random(
        in: 1...255, using: &random)
      write(damaged, to: workshop.path + "/damaged")
      #expect(throws: InsightError.self) { try StateFile(path: workshop.path + "/damaged") }
    }
    for length in [0, 5, 16, 17, 20, whole.count / 2, whole.count - 1] {
      write(Array(whole.prefix(length)), to: workshop.path + "/cut")
      #expect(throws: InsightError.self) { try StateFile(path: workshop.path + "/cut") }
    }
  }

  @Test func aForgedChecksumMakesNoCrash() throws {
    let workshop = Workshop()
    let state = try workshop.run([randomSamples(30, seed: 4)], themes: 3, name: "state")
    let whole = bytes(of: state.path)
    var random = SeededGenerator(10)
    for _ in 0..<300 {
      var forged = Array(whole.dropLast(8))
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        forged[Int.random(in: 21..<forged.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      forged.appendBigEndian(KeyedHash.hash(forged, key: CellWriter.checksumKey))
      write(forged, to: workshop.path + "/forged")
      do {
        let state = try StateFile(path: workshop.path + "/forged")
        _ = try workshop.merge([(state, 3)], name: "merged")
        var report = try workshop.report(state, themes: 3)
        _ = try report.overview()
        _ = try report.themes()
        _ = try report.segments()
        var rows = 0
        try report.trends { _ in
          rows += 1
          if rows > 10_000 { throw CancellationError() }
        }
        try report.verbatims { _ in }
        try report.citedMentions { _ in }
      } catch {
        // Any error will do; a crash would not.
      }
    }
  }

  @Test func aMissingFolderIsAnError() {
    #expect(throws: InsightError.input(path: "/nowhere/state", code: 2)) {
      try StateFile(path: "/nowhere/state")
    }
    #expect(throws: InsightError.output(path: "/dev/full", code: 28)) {
      var writer = try CellWriter(path: "/dev/full")
      try writer.append(key: [1], value: [])
      try writer.finish()
    }
  }
}
