import EarshotStatistics
import Testing

@Suite struct NetPromoterScoreTests {
  @Test func scoreIsTheGoldenOne() throws {
    let score = try #require(NetPromoterScore(promoters: 50, passives: 30, detractors: 20))
    #expect(isGolden(score.point, 30))
    #expect(isGolden(score.standardError, 7.810250))
    #expect(isGolden(score.interval.low, 14.051130))
    #expect(isGolden(score.interval.high, 44.201297))
    #expect(isGolden((score.interval.low + score.interval.high) / 2, 29.126214))
  }

  @Test(arguments: references)
  func scoresAgreeWithScipy(
    promoters: Int, passives: Int, detractors: Int, point: Double, error: Double, low: Double,
    high: Double
  ) throws {
    let score = try #require(
      NetPromoterScore(promoters: promoters, passives: passives, detractors: detractors))
    #expect(isClose(score.point, point))
    #expect(isClose(score.standardError, error))
    #expect(isClose(score.interval.low, low))
    #expect(isClose(score.interval.high, high))
  }

  @Test(arguments: [(0, 0, 0), (-1, 2, 3), (1, -2, 3), (1, 2, -3), (Int.max, 1, 0), (1, 1, .max)])
  func withoutAnswersThereIsNoScore(promoters: Int, passives: Int, detractors: Int) {
    #expect(
      NetPromoterScore(promoters: promoters, passives: passives, detractors: detractors) == nil)
  }

  @Test(arguments: [
    (0.6, 0.5, 10.0), (-0.1, 0.5, 10), (0.5, -0.1, 10), (.nan, 0, 10), (0.5, 0.2, 0),
    (0.5, 0.2, .nan), (0.5, 0.2, .infinity),
  ])
  func weightedScoresNeedSharesAndASize(promoters: Double, detractors: Double, size: Double) {
    let score = NetPromoterScore(
      promoterShare: promoters, detractorShare: detractors, effectiveSize: size)
    #expect(score == nil)
  }

  @Test func weightedScoreOfEqualWeightsIsTheCountedOne() throws {
    let weighted = try #require(
      NetPromoterScore(promoterShare: 0.5, detractorShare: 0.2, effectiveSize: 100))
    let counted = try #require(NetPromoterScore(promoters: 50, passives: 30, detractors: 20))
    #expect(isClose(weighted.point, counted.point))
    #expect(isClose(weighted.standardError, counted.standardError))
    #expect(isClose(weighted.interval.low, counted.interval.low))
  }

  @Test func intervalsOfTwoOrMoreAnswersHoldTheirScore() throws {
    var generator = SeededGenerator(seed: 8)
    for _ in 0..<2000 {
      let count = (0..<3).map { _ in Int.random(in: 0...300, using: &generator) }
      let kept = (0..<3).map { _ in Int.random(in: 0...1, using: &generator) }
      let answers = zip(count, kept).reduce(0) { $0 + $1.0 * $1.1 }
      guard answers > 1,
        let score = NetPromoterScore(
          promoters: count[0] * kept[0], passives: count[1] * kept[1],
          detractors: count[2] * kept[2])
      else { continue }
      #expect(-100 <= score.interval.low && score.interval.high <= 100)
      #expect(score.interval.low <= score.point && score.point <= score.interval.high)
    }
  }
}

/// Point: the mean of the answers as 100, 0, -100; error: `scipy.stats.sem(answers, ddof=0)`;
/// interval: `scipy.stats.norm.interval` on counts with ¾, 1½ and ¾ added, cut to -100...100.
/// scipy 1.17.1.
private let references: [(Int, Int, Int, Double, Double, Double, Double)] = [
  (1, 0, 0, 100.0, 0.0, -48.49864942025203, 98.49864942025202),
  (0, 1, 0, 0.0, 0.0, -60.01139595444137, 60.01139595444137),
  (0, 0, 1, -100.0, 0.0, -98.49864942025202, 48.49864942025203),
  (10, 0, 0, 100.0, 0.0, 47.5035515447902, 100.0),
  (0, 0, 25, -100.0, 0.0, -100.0, -74.97688919731034),
  (5, 5, 5, 0.0, 21.0818510677892, -36.92534027275467, 36.92534027275467),
  (5259, 5159, 129, 48.63942353275813, 0.5099529121115655, 47.62600576387804, 49.62517907024519),
  (74, 62, 1356, -85.92493297587131, 1.2146768608004648, -88.14183698144093, -83.36317974096707),
  (7, 4, 7718, -99.76711088109717, 0.07314203379526, -99.88142669704654, -99.57537620000467),
  (2, 2002, 636, -24.015151515151516, 0.8348333086136577, -25.625090366329378, -22.350694726368314),
  (2432, 3797, 2, 38.998555609051515, 0.6187292044025325, 37.766887570969764, 40.192688944910884),
  (1280, 1, 3, 99.45482866043614, 0.2803937125851069, 98.58734302346505, 99.85865542253339),
  (189, 1, 724, -58.53391684901532, 2.6796174608748022, -63.58819666074614, -53.096645214935435),
  (7075, 320, 129, 92.31791600212652, 0.37394130131822734, 91.54662753216232, 93.01561506116836),
  (56, 1135, 2, 4.526404023470243, 0.6247755591348749, 3.277137740946881, 5.75296259350128),
  (15, 5945, 5, 0.16764459346186086, 0.07494151280007397, 0.015341201763968498, 0.3197794416676669),
  (11, 1451, 1, 0.683526999316473, 0.2361053768574231, 0.19214522967907982, 1.172111250539201),
  (141, 9671, 13, 1.3027989821882953, 0.12562139384275386, 1.0550537632078076, 1.5497488415947975),
  (18, 2278, 9, 0.39045553145336226, 0.22528285803228734, -0.06312392002393039, 0.8430199338887487),
  (127, 154, 1, 44.680851063829785, 3.002734356961459, 38.30286043227965, 50.118192199299294),
  (44, 396, 1, 9.750566893424036, 1.4485387183011778, 6.8124633316864855, 12.556906037682882),
  (5, 3462, 387, -9.911779968863518, 0.4882856283798773, -10.86241115470932, -8.945729887551504),
  (2, 8, 49, -79.66101694915254, 6.241183850158124, -88.79098654342242, -62.82191668238403),
  (30, 93, 607, -79.04109589041096, 1.8426204381384101, -82.34759486305518, -75.08760295413447),
]
