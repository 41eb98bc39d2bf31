import EarshotInsight
import EarshotModel
import Testing

@Suite struct ReportTests {
  private static let day: Int32 = 20_601  // 2026-05-28, a Thursday.

  /// Records of which the first `positive`, then `negative`, carry a theme.
  private func samples(
    _ count: Int, themed: Int, plan: String, day: Int32 = day, prefix: String
  ) -> [Sample] {
    (0..<count).map { index in
      var sample = Sample(id: "\(prefix)\(index)")
      sample.segments = [plan, nil]
      sample.day = day
      sample.customer = "\(prefix)c\(index)"
      if index < themed {
        sample.themes = [ThemeOutcome(theme: 0, isDirect: true, score: -5000, label: .negative)]
      }
      return sample
    }
  }

  @Test func segmentsAreComparedWithTheRest() throws {
    let workshop = Workshop()
    let all =
      samples(200, themed: 30, plan: "pro", prefix: "a")
      + samples(250, themed: 18, plan: "free", prefix: "b")
    let state = try workshop.run([all], themes: 1, name: "state")
    var report = try workshop.report(state, themes: 1)
    let rows = try report.segments().filter { $0.dimension == "plan" }
    let pro = try #require(rows.first { $0.value == "pro" })
    let difference = try #require(pro.difference)
    // Newcombe 30/200 - 18/250 and its pooled z.
    #expect(abs(difference.difference - 0.078) < 1e-9)
    #expect(abs((difference.low ?? 0) - 0.020097) < 1e-6)
    #expect(abs((difference.high ?? 0) - 0.139781) < 1e-6)
    #expect(abs((pro.residual ?? 0) - 2.663497) < 1e-6)
    #expect(pro.restShare == 0.072)
    #expect(difference.q == difference.p)
    #expect(pro.flag == "over")
    #expect(rows.first { $0.value == "free" }?.flag == "under")
  }

  @Test func qIsTakenOverEachDimensionApart() throws {
    let workshop = Workshop()
    let state = try workshop.run([randomSamples(800, seed: 21)], themes: 7, name: "state")
    var report = try workshop.report(state, themes: 7)
    let rows = try report.segments()
    for dimension in ["plan", "region", "lang"] {
      let group = rows.filter { $0.dimension == dimension }
      let p = group.compactMap { $0.difference?.p }.sorted()
      #expect(p.count == group.count)
      var expected = 1.0
      for (index, value) in p.enumerated().reversed() {
        expected = min(expected, value * Double(p.count) / Double(index + 1))
        #expect(group.contains { $0.difference?.p == value && $0.difference?.q == expected })
      }
    }
    #expect(rows.map { $0.difference?.q ?? 2 } == rows.map { $0.difference?.q ?? 2 }.sorted())
  }

  @Test func changeComparesTheLastTwoCompletePeriods() throws {
    let workshop = Workshop()
    // Mondays of three whole weeks and a part of a fourth; the span begins on a Monday.
    let monday = Self.day - 3
    let all =
      samples(10, themed: 9, plan: "x", day: monday, prefix: "a")
      + samples(250, themed: 18, plan: "x", day: monday + 7, prefix: "b")
      + samples(200, themed: 30, plan: "x", day: monday + 14, prefix: "c")
      + samples(10, themed: 9, plan: "x", day: monday + 21, prefix: "d")
    let state = try workshop.run([all], themes: 1, name: "state")
    var report = try workshop.report(state, themes: 1, options: ReportOptions(period: .week))
    let rows = try report.themes()
    let row = try #require(rows.first)
    #expect(row.previousShare == 0.072)
    #expect(abs((row.change?.difference ?? 0) - 0.078) < 1e-9)
    #expect(row.change?.q == row.change?.p)
    var complete: [Bool] = []
    try report.trends { complete.append($0.isComplete) }
    #expect(complete == [true, true, true, false])
  }

  @Test func npsHasItsInterval() throws {
    let workshop = Workshop()
    let all = (0..<100).map { index in
      var sample = Sample(id: "n\(index)")
      sample.rating = Rating(
        value: index < 50 ? 90_000 : index < 80 ? 80_000 : 60_000, metric: .nps)
      return sample
    }
    let state = try workshop.run([all], themes: 1, name: "state")
    var report = try workshop.report(state, themes: 1)
    let measure = try report.overview().measure
    #expect(measure.nps == 30)
    #expect(abs((measure.npsLow ?? 0) - 14.051130) < 1e-6)
    #expect(abs((measure.npsHigh ?? 0) - 44.201297) < 1e-6)
    #expect(measure.weight == nil)
    #expect(measure.customers == nil)
  }

  @Test func weightsMakeTheShareAndItsSize() throws {
    let workshop = Workshop()
    let all = [1, 1, 2, 4].enumerated().map { index, weight in
      var sample = Sample(id: "w\(index)")
      sample.weight = Int64(weight) * 1_000_000
      if weight == 2 {
        sample.themes = [ThemeOutcome(theme: 0, isDirect: true, score: nil, label: .none)]
      }
      return sample
    }
    let state = try workshop.run([all], themes: 1, name: "state")
    var report = try workshop.report(state, themes: 1)
    let rows = try report.themes()
    let measure = try #require(rows.first).measure
    #expect(measure.share == 0.25)
    #expect(measure.weight == 2)
    // Wilson with Kish's n of 2.909091.
    let (n, p, z) = (2.909090909090909, 0.25, 1.959963984540054)
    let centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    #expect(abs((measure.shareLow ?? 0) - (centre - half)) < 1e-9)
    #expect(abs((measure.shareHigh ?? 0) - (centre + half)) < 1e-9)
  }

  @Test func trendsFillGapsWithZeros() throws {
    let workshop = Workshop()
    let all =
      samples(4, themed: 2, plan: "x", day: Self.day, prefix: "a")
      + samples(4, themed: 1, plan: "x", day: Self.day + 3, prefix: "b")
    let state = try workshop.run([all], themes: 2, name: "state")
    var report = try workshop.report(state, themes: 2)
    var rows: [TrendRow] = []
    try report.trends { rows.append($0) }
    #expect(rows.map(\.measure.n) == [2, 0, 0, 1])
    #expect(rows.map(\.measure.base) == [4, 0, 0, 4])
    #expect(rows[1].measure.share == nil)
    #expect(rows.map(\.period.text) == ["2026-05-28", "2026-05-29", "2026-05-30", "2026-05-31"])
    #expect(rows[0].measure.customers == 2)
    #expect(rows[0].measure.evidence.count == 2)
  }

  @Test func smallGroupsAreSuppressed() throws {
    let workshop = Workshop()
    let all = samples(30, themed: 4, plan: "x", prefix: "a")
    let state = try workshop.run([all], themes: 1, name: "state")
    var report = try workshop.report(state, themes: 1, options: ReportOptions(kAnonymity: 5))
    #expect(try report.themes().map(\.measure.isSuppressed) == [true])
    try report.verbatims { _ in Issue.record("a suppressed theme has a verbatim") }
    var rows = 0
    try report.citedMentions { _ in rows += 1 }
    #expect(rows == 0)
  }

  @Test func staffIsLeftOutUnlessAskedFor() throws {
    let workshop = Workshop()
    var all = samples(10, themed: 5, plan: "x", prefix: "a")
    for index in 0..<3 { all[index].role = .staff }
    let without = try workshop.run([all], themes: 1, name: "without")
    let with = try workshop.run([all], themes: 1, name: "with", includeStaff: true)
    var first = try workshop.report(without, themes: 1)
    var second = try workshop.report(with, themes: 1)
    #expect(try first.themes().map(\.measure.n) == [2])
    #expect(try second.themes().map(\.measure.n) == [5])
    try second.verbatims { #expect(!["a0", "a1", "a2"].contains($0.cited.id)) }
  }

  @Test func verbatimsAreDistinctAndEachHasItsReason() throws {
    let workshop = Workshop()
    let samples = randomSamples(600, seed: 31)
    let state = try workshop.run([samples], themes: 7, name: "state")
    var report = try workshop.report(
      state, themes: 7, options: ReportOptions(dimensions: testDimensions))
    var rows: [VerbatimRow] = []
    try report.verbatims { rows.append($0) }
    for theme in Set(rows.map(\.theme)) {
      let own = rows.filter { $0.theme == theme }
      #expect(own.map(\.rank) == Array(1...own.count))
      #expect(own.count { $0.why == .typical } == 3)
      let carriers = samples.filter { sample in
        sample.role != .staff && !sample.text.isEmpty
          && sample.themes.contains { $0.theme == theme }
      }
      let scores = carriers.flatMap(\.themes).filter { $0.theme == theme }.compactMap(\.score)
      #expect(scores.count > 0)
      for row in own {
        #expect(carriers.contains { $0.id == row.cited.id && $0.text == row.cited.text })
      }
      #expect(Set(own.map { $0.cited.id + $0.cited.text }).count == own.count)
      #expect(own.map(\.speaksFor).reduce(0, +) <= 24 + 5)
    }
    var mentionRows: [String] = []
    try report.citedMentions { mentionRows.append(String(decoding: $0, as: UTF8.self)) }
    for row in rows {
      #expect(mentionRows.contains(String(decoding: row.cited.mentionRows, as: UTF8.self)))
    }
  }
}
