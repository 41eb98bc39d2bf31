import EarshotStatistics
import Testing

@Suite struct NewcombeTests {
  @Test func intervalIsTheGoldenOne() throws {
    let a = try #require(Share(count: 30, of: 200))
    let b = try #require(Share(count: 18, of: 250))
    let interval = Newcombe.interval(a, minus: b)
    #expect(isGolden(interval.low, 0.020097))
    #expect(isGolden(interval.high, 0.139781))
  }

  @Test(arguments: references)
  func intervalsAgreeWithStatsmodels(
    k1: Int, n1: Int, k2: Int, n2: Int, low: Double, high: Double
  ) throws {
    let a = try #require(Share(count: k1, of: n1))
    let b = try #require(Share(count: k2, of: n2))
    let interval = Newcombe.interval(a, minus: b)
    #expect(isClose(interval.low, low))
    #expect(isClose(interval.high, high))
  }

  @Test func swappingTheSharesMirrorsTheInterval() throws {
    var generator = SeededGenerator(seed: 2)
    for _ in 0..<2000 {
      let sizes = (0..<2).map { _ in Double.random(in: 0.5...5000, using: &generator) }
      let a = try #require(Share(.random(in: 0...1, using: &generator), effectiveSize: sizes[0]))
      let b = try #require(Share(.random(in: 0...1, using: &generator), effectiveSize: sizes[1]))
      let interval = Newcombe.interval(a, minus: b)
      let swapped = Newcombe.interval(b, minus: a)
      #expect(interval == Interval(low: -swapped.high, high: -swapped.low))
      #expect(-1 <= interval.low && interval.high <= 1)
      #expect(interval.low <= a.value - b.value && a.value - b.value <= interval.high)
    }
  }
}

/// `statsmodels.stats.proportion.confint_proportions_2indep(k1, n1, k2, n2, method="newcomb")`,
/// statsmodels 0.15.0.
private let references: [(Int, Int, Int, Int, Double, Double)] = [
  (0, 10, 0, 10, -0.27753279986288926, 0.27753279986288926),
  (10, 10, 0, 10, 0.6075093504305241, 1.0),
  (1, 1, 0, 1, -0.12210872068194178, 1.0),
  (2375, 2995, 1533, 9648, 0.6174621094087035, 0.6499358582970317),
  (43525, 52893, 1, 2, -0.08259431857829047, 0.7283693757165475),
  (19, 775, 17, 3829, 0.01091599421418056, 0.03363533730299255),
  (40037, 50494, 2, 3, -0.1456252335607932, 0.5852599233845823),
  (3, 4, 10902, 38377, 0.016542575590829778, 0.670385648993195),
  (35, 176, 13, 12485, 0.1455602870808763, 0.26294538754725694),
  (113, 119, 10, 79, 0.7165657011476592, 0.8855293541261777),
  (3, 7, 1, 1, -0.8417801447485302, 0.28448372795334986),
  (17, 25, 16, 70, 0.22630274298954905, 0.6209172353142949),
  (2529, 2834, 31, 1882, 0.8621544914011081, 0.8878187023505604),
  (920, 22641, 403, 625, -0.6407814785100878, -0.5657743976442979),
  (1, 3, 0, 2, -0.3782574941351013, 0.7923403991979523),
  (1, 3, 372, 682, -0.48647061403887387, 0.2484168333823213),
  (425, 1171, 516, 1175, -0.11552648107359648, -0.03655638092877899),
  (184, 59888, 3, 3, -0.9973401058327875, -0.43543036445270555),
  (36, 252, 2, 3, -0.7982733093358318, -0.06223935005674153),
  (17, 247, 2, 10, -0.4420521204372024, 0.017256051222177354),
  (412, 2820, 1, 30, -0.021194236651443432, 0.14334117292825618),
  (5473, 16874, 34, 60, -0.3601403624745208, -0.11648863225126829),
  (1827, 7857, 211, 1164, 0.02632882106705989, 0.07436165341945233),
  (6, 9, 4240, 5004, -0.4932704965763503, 0.032339933596538056),
  (274, 291, 3172, 8924, 0.5515259539445649, 0.6099076786537103),
]
