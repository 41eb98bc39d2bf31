import EarshotStatistics
import Testing

@Suite struct FourfoldTableTests {
  @Test func wordCountsHaveTheGoldenLikelihoodRatio() throws {
    let table = try #require(FourfoldTable(110, 2442, 111, 29114))
    #expect(isGolden(table.logLikelihoodRatio, 270.721877))
  }

  @Test(arguments: references)
  func testsAgreeWithScipyAndStatsmodels(
    a: Int, b: Int, c: Int, d: Int, g2: Double, p: Double, residual: Double
  ) throws {
    let table = try #require(FourfoldTable(a, b, c, d))
    #expect(isClose(table.logLikelihoodRatio, g2))
    #expect(isRelativelyClose(table.logLikelihoodRatioP, p))
    #expect(isClose(table.adjustedResidual, residual))
  }

  /// Σ O ln(O / E), added as written, is off by a relative 4.5e-4 and 1.3e-6 here. Computed with
  /// mpmath 1.3.0 at 60 digits.
  @Test(arguments: [
    (1, 4_461_320, 0, 4, 1.7931902479591127e-06), (1, 22, 1716, 37693, 2.3396537465005583e-06),
  ])
  func nearIndependenceKeepsItsDigits(a: Int, b: Int, c: Int, d: Int, g2: Double) throws {
    let table = try #require(FourfoldTable(a, b, c, d))
    #expect(isRelativelyClose(table.logLikelihoodRatio, g2))
  }

  @Test func proportionalRowsDifferByExactlyNothing() throws {
    let table = try #require(FourfoldTable(4, 1, 40, 10))
    #expect(table.logLikelihoodRatio == 0)
    #expect(table.logLikelihoodRatioP == 1)
    #expect(table.adjustedResidual == 0)
  }

  @Test(arguments: [(0, 0, 3, 4), (3, 4, 0, 0), (0, 3, 0, 4), (3, 0, 4, 0), (0, 0, 0, 0)])
  func emptyRowsAndColumnsHaveNoTest(a: Int, b: Int, c: Int, d: Int) throws {
    let table = try #require(FourfoldTable(a, b, c, d))
    #expect(table.logLikelihoodRatio == nil)
    #expect(table.logLikelihoodRatioP == nil)
    #expect(table.adjustedResidual == nil)
    #expect(!table.expectsFiveEverywhere)
    #expect(table.fisherP == 1)
  }

  @Test(arguments: [
    (-1, 2, 3, 4), (1, 2, 3, -4), (Int.max, 1, 0, 0), (Int.max, Int.max, Int.max, Int.max),
    (Int.min, 0, 0, 0), (1 << 53, 1, 0, 0),
  ])
  func countsOutOfRangeAreNoTable(a: Int, b: Int, c: Int, d: Int) {
    #expect(FourfoldTable(a, b, c, d) == nil)
  }

  @Test(arguments: [
    (5, 5, 5, 5, true), (4, 5, 5, 5, false), (0, 10, 10, 0, true), (5, 995, 5, 995, true),
    (5, 995, 4, 996, false), (1 << 51, 1 << 51, 1 << 51, 1 << 51, true),
  ])
  func fiveAreExpectedEverywhereOrNot(a: Int, b: Int, c: Int, d: Int, expected: Bool) throws {
    let table = try #require(FourfoldTable(a, b, c, d))
    #expect(table.expectsFiveEverywhere == expected)
  }

  @Test func residualIsThePooledZAndFlipsWithTheRows() throws {
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<2000 {
      let count = (0..<4).map { _ in Int.random(in: 1...500, using: &generator) }
      let table = try #require(FourfoldTable(count[0], count[1], count[2], count[3]))
      let flipped = try #require(FourfoldTable(count[2], count[3], count[0], count[1]))
      let residual = try #require(table.adjustedResidual)
      #expect(flipped.adjustedResidual == -residual)
      let a = try #require(Share(count: count[0], of: count[0] + count[1]))
      let b = try #require(Share(count: count[2], of: count[2] + count[3]))
      #expect(abs((PooledZTest(a, minus: b)?.z ?? .infinity) - residual) < 1e-11)
      #expect(try #require(table.logLikelihoodRatio) >= 0)
    }
  }
}

/// G² and p: `scipy.stats.chi2_contingency(t, correction=False, lambda_="log-likelihood")`, scipy
/// 1.17.1; residual: `statsmodels.stats.contingency_tables.Table2x2(t, shift_zeros=False)`,
/// `.standardized_resids[0, 0]`, statsmodels 0.15.0.
private let references: [(Int, Int, Int, Int, Double, Double, Double)] = [
  (3, 1, 1, 3, 2.0929925750581915, 0.14797595938502317, 1.414213562373095),
  (0, 7, 9, 20, 4.564305607550295, 0.032644905779391664, -1.701925886793526),
  (12, 0, 5, 400, 88.21051005033338, 5.8846404524696565e-21, 17.050482522449798),
  (1, 22, 17, 9, 22.669209380371647, 1.924267904611737e-06, -4.42306389328679),
  (589, 1483, 39, 217, 22.33078175676971, 2.294982610689259e-06, 4.486642446768399),
  (1946, 246, 9121, 1130, 0.0726915579135996, 0.7874574442204478, -0.2700705710566863),
  (42, 5, 583, 67, 0.005130317230710613, 0.9428993629021067, -0.07191606208248705),
  (18, 22, 5, 4, 0.32822182914455844, 0.5667080201864446, -0.5732971651239922),
  (8, 11, 1003, 1537, 0.05366784450519213, 0.816799605475855, 0.23247902670498172),
  (16, 1, 10160, 668, 0.002448327692392116, 0.9605363139988368, 0.049118885982366106),
  (157, 3, 347, 0, 6.9588414300643, 0.008340602461677737, -2.5583153985721387),
  (1301, 5685, 1, 19, 3.244871440478599, 0.07164731113429092, 1.5640138422371195),
  (14, 13, 41, 39, 0.0029275458457023174, 0.9568500742787011, 0.054103498520785935),
  (1, 4, 138, 482, 0.01499237314468474, 0.9025479110695547, -0.12092933565476664),
  (5, 1134, 2, 429, 0.0043860598860158695, 0.9471968344513366, -0.0665006563150174),
  (24879, 1470, 4515, 246, 1.3353039589458078, 0.24786382540524707, -1.1459530104135762),
  (1, 6, 338, 4051, 0.3469652570228192, 0.5558360721678558, 0.6525150925318877),
  (12, 3, 167, 30, 0.22639733116773786, 0.6342081164502471, -0.4913883038538483),
  (6, 12, 4756, 10097, 0.01413568475205812, 0.9053596634818336, 0.11931225842072626),
  (7, 2208, 0, 10, 0.06316280344453219, 0.8015650815946722, 0.1780518094224488),
  (4, 5, 6937, 10612, 0.08978082717409974, 0.7644559735621053, 0.3015141761131775),
  (3917, 1426, 10, 0, 6.2024211332297305, 0.012757568446618822, -1.9073717530463365),
  (79, 180, 36, 59, 1.7047107474193268, 0.19167306461161174, -1.316057228010236),
  (265, 15589, 0, 51, 1.716559444322694, 0.19013652307640086, 0.9310801340633955),
  (3, 25, 7, 68, 0.04354935480404254, 0.8346942898075762, 0.2106034535427593),
  (47, 341, 0, 23, 5.759312636055927, 0.01640148697315858, 1.773647059761957),
]
