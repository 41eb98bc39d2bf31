import EarshotInsight
import EarshotModel
import Testing

@Suite struct MergeTests {
  private static let themes = 7

  @Test(arguments: [(1, 60), (2, 20), (3, 400)] as [(UInt64, Int32)])
  func aRunOverAllInputsEqualsTheMergeOfItsParts(seed: UInt64, days: Int32) throws {
    let workshop = Workshop()
    let sources = (0..<4).map {
      randomSamples(400 + 100 * $0, seed: seed * 10 + UInt64($0), days: days, prefix: "s\($0 / 2)-")
    }
    let whole = try workshop.run(sources, themes: Self.themes, name: "whole")
    let parts = try sources.enumerated().map {
      try workshop.run([$1], themes: Self.themes, name: "part\($0)", budget: 5000 * ($0 + 1))
    }
    let all = try workshop.merge(Array(zip(parts, 0...)), name: "all")
    #expect(bytes(of: all.path) == bytes(of: whole.path))

    let left = try workshop.merge([(parts[0], 0), (parts[1], 1)], name: "left")
    let right = try workshop.merge([(parts[3], 1), (parts[2], 0)], name: "right")
    let nested = try workshop.merge([(right, 2), (left, 0)], name: "nested")
    #expect(bytes(of: nested.path) == bytes(of: whole.path))
  }

  @Test(arguments: [1, 3000, 20_000, 100_000, 1 << 24], [1, 7, 1000])
  func budgetAndBatchSizeChangeNothing(budget: Int, batchSize: Int) throws {
    let workshop = Workshop()
    let samples = randomSamples(budget == 1 ? 300 : 1500, seed: 5)
    let first = try workshop.run([samples], themes: Self.themes, name: "first", batchSize: 33)
    let second = try workshop.run(
      [samples], themes: Self.themes, name: "second", budget: budget, batchSize: batchSize)
    #expect(bytes(of: first.path) == bytes(of: second.path))
  }

  @Test func theOrderOfRecordsChangesNoFigure() throws {
    let workshop = Workshop()
    let samples = randomSamples(900, seed: 8)
    let there = try workshop.run([samples], themes: Self.themes, name: "there")
    let back = try workshop.run(
      [samples.reversed()], themes: Self.themes, name: "back", budget: 9000)
    #expect(try published(there, workshop) == published(back, workshop))
  }

  private func published(_ state: StateFile, _ workshop: borrowing Workshop) throws -> [String] {
    var report = try workshop.report(state, themes: Self.themes)
    var rows = ["\(try report.overview())"]
    rows += try report.themes().map { "\($0)" }
    rows += try report.segments().map { "\($0)" }
    try report.trends { rows.append("\($0)") }
    try report.verbatims { rows.append("\($0)") }
    return rows
  }

  @Test func scratchFilesAreRemoved() throws {
    let workshop = Workshop()
    _ = try workshop.run([randomSamples(500, seed: 3)], themes: 7, name: "s", budget: 4000)
    #expect(filesIn(workshop.scratch) == 0)
  }

  @Test func noRecordsAtAllMakeAState() throws {
    let workshop = Workshop()
    let state = try workshop.run([], themes: 3, name: "empty")
    var report = try workshop.report(state, themes: 3)
    #expect(try report.overview().measure.n == 0)
    #expect(try report.themes().isEmpty)
    #expect(state.metadata == Array("meta".utf8))
  }
}
