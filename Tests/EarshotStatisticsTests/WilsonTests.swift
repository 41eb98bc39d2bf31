import EarshotStatistics
import Testing

@Suite struct WilsonTests {
  @Test(arguments: [
    (7, 20, 0.181192, 0.567146), (0, 20, 0, 0.161125), (123, 4567, 0.022620, 0.032040),
  ])
  func intervalsAreTheGoldenOnes(successes: Int, total: Int, low: Double, high: Double) {
    let interval = Wilson.interval(successes: successes, of: total)
    #expect(isGolden(interval?.low, low))
    #expect(isGolden(interval?.high, high))
  }

  @Test(arguments: references)
  func intervalsAgreeWithStatsmodels(successes: Int, total: Int, low: Double, high: Double) {
    let interval = Wilson.interval(successes: successes, of: total)
    #expect(isClose(interval?.low, low))
    #expect(isClose(interval?.high, high))
  }

  @Test(arguments: [1, 2, 20, 1_000_003, Int.max])
  func nothingAndEverythingReachTheEndsExactly(total: Int) {
    #expect(Wilson.interval(successes: 0, of: total)?.low == 0)
    #expect(Wilson.interval(successes: total, of: total)?.high == 1)
  }

  @Test func intervalsLieAroundTheirShareAndMirror() throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<5000 {
      let total = Int.random(in: 1...(1 << Int.random(in: 1...40)), using: &generator)
      let count = Int.random(in: 0...total, using: &generator)
      let share = try #require(Share(count: count, of: total))
      let interval = Wilson.interval(share)
      #expect(0 <= interval.low && interval.low <= share.value)
      #expect(share.value <= interval.high && interval.high <= 1)
      let mirrored = try #require(Wilson.interval(successes: total - count, of: total))
      #expect(abs(1 - mirrored.high - interval.low) < 1e-15)
    }
  }

  @Test func fewerEffectiveRecordsWidenTheInterval() throws {
    let counted = try #require(Share(0.35, effectiveSize: 20))
    let weighted = try #require(Share(0.35, effectiveSize: 20 / 2.5))
    #expect(Wilson.interval(counted) == Wilson.interval(successes: 7, of: 20))
    #expect(Wilson.interval(weighted).low < Wilson.interval(counted).low)
    #expect(Wilson.interval(weighted).high > Wilson.interval(counted).high)
  }

  /// `proportion_confint(7, 20, alpha=0.01, method="wilson")`, statsmodels 0.15.0.
  @Test func largerQuantileWidensTheInterval() throws {
    let wide = try #require(Wilson.interval(successes: 7, of: 20, z: 2.5758293035489004))
    #expect(isGolden(wide.low, 0.146393))
    #expect(isGolden(wide.high, 0.628338))
  }
}

/// `statsmodels.stats.proportion.proportion_confint(k, n, method="wilson")`, statsmodels 0.15.0.
private let references: [(Int, Int, Double, Double)] = [
  (1, 1, 0.2065493143772374, 1.0),
  (0, 1, 0.0, 0.7934506856227627),
  (50, 100, 0.4038315303659956, 0.5961684696340044),
  (83, 87, 0.8876696649201269, 0.981977311532913),
  (1, 1, 0.2065493143772374, 1.0),
  (5, 3138, 0.0006807791428777715, 0.0037247451339231293),
  (1, 3, 0.06149194472039626, 0.7923403991979523),
  (0, 3, 0.0, 0.5614970317550455),
  (2061, 483836, 0.004080091366618045, 0.0044471961886624585),
  (0, 2, 0.0, 0.657619772493347),
  (139643, 720328, 0.19294901095523595, 0.1947748482222247),
  (7, 54, 0.06423720747326257, 0.2442173022236977),
  (740, 2663, 0.2611976614628487, 0.29520641494477723),
  (1, 4, 0.0455872608097006, 0.6993581574175982),
  (16, 171, 0.0584157041211557, 0.14657834627424143),
  (47, 2433, 0.014558353951264806, 0.025592579326127955),
  (30, 1549, 0.013599524606827, 0.027513145626216963),
  (130247, 347254, 0.3734681560143721, 0.3766886737478483),
  (14, 58381, 0.00014285741903670156, 0.00040251459919772613),
  (1406, 2796, 0.48433716426816165, 0.5213774450178724),
  (2398, 23805, 0.09697593775954638, 0.10462318108554344),
  (2, 5, 0.11762077423264788, 0.7692757187239871),
  (0, 8, 0.0, 0.32440756488388034),
  (585184, 591717, 0.9886898128708479, 0.9892223366714963),
  (11, 2742, 0.0022415543789659686, 0.007169571211581683),
]
