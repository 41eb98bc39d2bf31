import EarshotStatistics
import Testing

@Suite struct ShareComparisonTests {
  @Test func largeCountsAreComparedByLikelihoodRatio() throws {
    let comparison = try #require(compareShares((30, 200), (18, 250)))
    let table = try #require(FourfoldTable(30, 170, 18, 232))
    #expect(comparison.method == .logLikelihoodRatio)
    #expect(comparison.p == table.logLikelihoodRatioP)
    #expect(isClose(comparison.difference, 0.078))
    #expect(isGolden(comparison.interval.low, 0.020097))
    #expect(isGolden(comparison.interval.high, 0.139781))
    #expect(isGolden(comparison.residual, 2.663497))
  }

  @Test func smallCountsAreComparedByFisher() throws {
    let comparison = try #require(compareShares((8, 10), (1, 6)))
    #expect(comparison.method == .fisherExact)
    #expect(isClose(comparison.p, 0.034965034965034975))
  }

  @Test(arguments: [((0, 5), (0, 9)), ((5, 5), (900, 900))])
  func sharesThatDoNotVaryAreEqual(a: (Int, Int), b: (Int, Int)) throws {
    let comparison = try #require(compareShares(a, b))
    #expect(comparison.difference == 0)
    #expect(comparison.p == 1)
    #expect(comparison.method == .fisherExact)
    #expect(comparison.residual == nil)
  }

  @Test(arguments: [
    ((0, 0), (1, 2)), ((1, 2), (0, 0)), ((3, 2), (1, 2)), ((-1, 2), (1, 2)),
    ((0, Int.max), (0, Int.max)), ((Int.min, Int.max), (1, 2)),
  ])
  func countsWithoutATotalAreNotCompared(a: (Int, Int), b: (Int, Int)) {
    #expect(compareShares(a, b) == nil)
  }

  @Test func swappingTheSharesChangesOnlySigns() throws {
    var generator = SeededGenerator(seed: 6)
    for _ in 0..<500 {
      let totals = (0..<2).map { _ in Int.random(in: 1...400, using: &generator) }
      let counts = totals.map { Int.random(in: 0...$0, using: &generator) }
      let forth = try #require(compareShares((counts[0], totals[0]), (counts[1], totals[1])))
      let back = try #require(compareShares((counts[1], totals[1]), (counts[0], totals[0])))
      #expect(forth.difference == -back.difference)
      #expect(forth.method == back.method)
      #expect(isClose(forth.p, back.p))
      #expect(forth.residual == back.residual.map { -$0 })
    }
  }
}
