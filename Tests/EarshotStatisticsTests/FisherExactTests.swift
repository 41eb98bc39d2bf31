import EarshotStatistics
import Testing

@Suite struct FisherExactTests {
  @Test(arguments: references)
  func probabilitiesAgreeWithScipy(a: Int, b: Int, c: Int, d: Int, p: Double) throws {
    let table = try #require(FourfoldTable(a, b, c, d))
    #expect(isRelativelyClose(table.fisherP, p))
  }

  @Test func probabilitiesAgreeWithAllTablesListed() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<2000 {
      let count = (0..<4).map { _ in Int.random(in: 0...12, using: &generator) }
      let table = try #require(FourfoldTable(count[0], count[1], count[2], count[3]))
      #expect(isClose(table.fisherP, listedP(table)), "\(table)")
    }
  }

  @Test func sidesOfTheTableDoNotMatter() throws {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      let count = (0..<4).map { _ in
        Int.random(in: 0...(1 << Int.random(in: 1...16, using: &generator)), using: &generator)
      }
      let (a, b, c, d) = (count[0], count[1], count[2], count[3])
      let p = try #require(FourfoldTable(a, b, c, d)).fisherP
      #expect(p >= 0 && p <= 1)
      #expect(isClose(try #require(FourfoldTable(a, c, b, d)).fisherP, p))
      #expect(isClose(try #require(FourfoldTable(c, d, a, b)).fisherP, p))
      #expect(isClose(try #require(FourfoldTable(b, a, d, c)).fisherP, p))
    }
  }

  /// Computed with mpmath 1.3.0 at 60 digits.
  @Test(arguments: [
    (617_848, 2_236_786, 29, 1974, 4.266464083548837e-164),
    (40, 9_000_000, 5, 8_000_000, 5.183761774153596e-07),
    (3, 5_000_000, 1, 77, 6.239754775739507e-05),
    (4000, 6_000_000, 4200, 6_100_000, 0.1447879859589879),
    (100_000, 9_900_000, 1000, 98_000, 0.7482058907413062),
  ])
  func countsOfMillionsKeepTheirDigits(a: Int, b: Int, c: Int, d: Int, p: Double) throws {
    let table = try #require(FourfoldTable(a, b, c, d))
    #expect(isRelativelyClose(table.fisherP, p))
  }

  @Test(arguments: [
    (5_000_000, 0, 0, 5_000_000, 0.0), (10_000_000, 10_000_000, 10_000_000, 10_000_000, 1.0),
  ])
  func extremesUnderflowOrReachOne(a: Int, b: Int, c: Int, d: Int, p: Double) throws {
    #expect(try #require(FourfoldTable(a, b, c, d)).fisherP == p)
  }

  /// The definition: weights of all tables by Pascal's triangle, in whole numbers.
  private func listedP(_ table: FourfoldTable) -> Double {
    let (row, other) = (table.a + table.b, table.c + table.d)
    let column = table.a + table.c
    func weight(_ x: Int) -> Int { binomial(row, x) * binomial(other, column - x) }
    let all = (max(0, column - other)...min(row, column)).map(weight)
    let observed = weight(table.a)
    return Double(all.filter { $0 <= observed }.reduce(0, +)) / Double(all.reduce(0, +))
  }

  private func binomial(_ n: Int, _ k: Int) -> Int {
    (0..<min(k, n - k)).reduce(1) { $0 * (n - $1) / ($1 + 1) }
  }
}

/// `scipy.stats.fisher_exact([[a, b], [c, d]]).pvalue`, scipy 1.17.1.
private let references: [(Int, Int, Int, Int, Double)] = [
  (3, 1, 1, 3, 0.48571428571428565),
  (8, 2, 1, 5, 0.034965034965034975),
  (1, 9, 11, 3, 0.0027594561852200836),
  (0, 5, 5, 0, 0.007936507936507938),
  (0, 10, 3, 900, 1.0),
  (10, 10, 10, 10, 1.0),
  (7, 1, 11, 5, 0.6213854795090492),
  (1, 5, 0, 38, 0.13636363636363635),
  (6, 7, 8, 9, 1.0),
  (39, 18, 6, 5, 0.48887698296753335),
  (3, 3, 3, 2, 1.0),
  (5, 1, 34, 6, 1.0),
  (2, 24, 0, 10, 1.0),
  (0, 7, 3, 12, 0.5227272727272728),
  (16, 38, 17, 39, 1.0),
  (3, 9, 5, 11, 1.0),
  (0, 5, 1, 8, 1.0),
  (12, 9, 13, 5, 0.504253975889126),
  (1179, 347, 1932, 605, 0.4222724426633693),
  (13775, 12493, 12, 6, 0.24788046878957293),
  (940, 407, 7, 0, 0.11002533084951607),
  (58, 2905, 95, 5764, 0.2620926676615449),
  (332, 144, 292, 110, 0.37034464935004247),
  (375, 430, 5317, 6495, 0.3999102268171646),
  (2, 1000, 30, 100000, 0.0400550372623082),
  (110, 2442, 111, 29114, 9.763484539246086e-61),
  (40000, 60000, 41000, 59500, 0.0002813495833231828),
  (5, 995000, 22, 1_005_000, 0.0015189264024662607),
]
