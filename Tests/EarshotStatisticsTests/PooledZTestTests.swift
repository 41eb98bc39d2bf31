import EarshotStatistics
import Testing

@Suite struct PooledZTestTests {
  @Test func testIsTheGoldenOne() throws {
    let a = try #require(Share(count: 30, of: 200))
    let b = try #require(Share(count: 18, of: 250))
    let test = try #require(PooledZTest(a, minus: b))
    #expect(isGolden(test.z, 2.663497))
    #expect(abs(test.p - 0.00773331) < 0.5e-8)
  }

  @Test(arguments: references)
  func testsAgreeWithStatsmodels(
    k1: Int, n1: Int, k2: Int, n2: Int, z: Double, p: Double
  ) throws {
    let a = try #require(Share(count: k1, of: n1))
    let b = try #require(Share(count: k2, of: n2))
    let test = try #require(PooledZTest(a, minus: b))
    #expect(isClose(test.z, z))
    #expect(isClose(test.p, p))
  }

  @Test(arguments: [0.0, 1.0])
  func sharesThatDoNotVaryHaveNoTest(value: Double) throws {
    let a = try #require(Share(value, effectiveSize: 10))
    let b = try #require(Share(value, effectiveSize: 3.5))
    #expect(PooledZTest(a, minus: b) == nil)
  }
}

/// `statsmodels.stats.proportion.proportions_ztest([k1, k2], [n1, n2])`, statsmodels 0.15.0.
private let references: [(Int, Int, Int, Int, Double, Double)] = [
  (952, 4762, 13564, 65015, -1.4298199075907259, 0.15276871388994864),
  (3113, 64047, 2, 185, 2.3895998372732845, 0.016866738927349485),
  (2, 47, 0, 35, 1.2355548327293493, 0.21662408264139954),
  (8783, 20600, 210, 577, 2.991197020099539, 0.002778861414724168),
  (6002, 13755, 10, 11, -3.1599553073777535, 0.0015779334142236152),
  (269, 8425, 10, 569, 1.9114257201941613, 0.055949894023529394),
  (7950, 12396, 97, 134, -1.9826974507947286, 0.04740123451654332),
  (140, 266, 30978, 59050, 0.05570533702870641, 0.9555765477726145),
  (1, 26, 2, 17, -0.9965532605970624, 0.3189814025335682),
  (20, 21, 17194, 17947, -0.12933382847307637, 0.8970935049623155),
  (1011, 3359, 50, 160, -0.31016062130254485, 0.7564388144926685),
  (20785, 74959, 870, 3116, -0.23447115354146864, 0.8146192251968328),
  (39387, 51830, 284, 367, -0.6220073719018031, 0.5339370206224381),
  (3, 60, 3, 91, 0.524343000010222, 0.6000399940835881),
  (293, 1666, 21, 65, -3.02148310167881, 0.002515396800101108),
  (56, 166, 192, 467, -1.6727428967257638, 0.09437792060981814),
  (32651, 38768, 255, 322, 2.4626617961197668, 0.01379099340860816),
  (173, 893, 1, 6, 0.16722563972834945, 0.8671925108834968),
  (19, 30, 4, 5, -0.7268986466572062, 0.4672880462979634),
  (699, 6581, 153, 1238, -1.7996092277246847, 0.07192236299602352),
  (522, 848, 788, 1225, -1.2856892214841584, 0.19855154440578937),
  (35, 58, 53, 77, -1.0246049974827984, 0.3055496055246174),
  (441, 764, 786, 1304, -1.1410025629396585, 0.2538688564535999),
  (566, 2157, 182, 747, 1.0105252481517946, 0.3122437092491799),
]
