import EarshotInsight
import EarshotModel
import Testing

/// Counts with plain dictionaries, as one would by hand.
private struct Twin {
  struct Cell: Equatable {
    var n: Int64 = 0
    var direct: Int64 = 0
    var labels = [Label: Int64]()
    var scores: [Int32] = []
    var ratings: [RatingMetric: [Int64]] = [:]
    var customers = Set<String>()
    var ids = Set<String>()
    var weight = 0.0
  }

  /// Theme (-1 for all), dimension, value, period.
  var cells: [String: Cell] = [:]

  init(_ samples: [Sample], length: PeriodLength) {
    for sample in samples where sample.role != .staff {
      var places = [("", "")]
      for (name, value) in zip(testDimensions, sample.segments) {
        if let value { places.append((name, value)) }
      }
      if let channel = sample.channel { places.append(("channel", channel)) }
      places.append(("lang", sample.language.isEmpty ? "und" : sample.language))
      if sample.text.isEmpty { places = [("", "")] }
      var keys = places.map { "\($0)|\($1)|" }
      if let day = sample.day {
        keys.append("||\(Period(length, containing: day).text)")
      }
      for key in keys {
        var cell = cells["-1|" + key, default: Cell()]
        if let rating = sample.rating {
          cell.ratings[rating.metric, default: []].append(rating.value)
        }
        if !sample.text.isEmpty { add(sample, false, sample.label, sample.score, to: &cell) }
        cells["-1|" + key] = cell
        if sample.text.isEmpty { continue }
        for theme in sample.themes {
          var cell = cells["\(theme.theme)|" + key, default: Cell()]
          if let rating = sample.rating {
            cell.ratings[rating.metric, default: []].append(rating.value)
          }
          add(sample, theme.isDirect, theme.label, theme.score, to: &cell)
          cells["\(theme.theme)|" + key] = cell
        }
      }
    }
  }

  private func add(
    _ sample: Sample, _ isDirect: Bool, _ label: Label, _ score: Int32?, to cell: inout Cell
  ) {
    cell.n += 1
    if isDirect { cell.direct += 1 }
    cell.labels[label, default: 0] += 1
    if let score { cell.scores.append(score) }
    if let customer = sample.customer { cell.customers.insert(customer) }
    cell.ids.insert(sample.id)
    cell.weight += Double(sample.weight) / 1e6
  }

  subscript(theme: Int32, dimension: String, value: String, period: String) -> Cell {
    cells["\(theme)|\(dimension)|\(value)|\(period)"] ?? Cell()
  }
}

@Suite struct TwinTests {
  private static let themes = 7

  @Test(arguments: [(11, 25), (12, 90), (13, 500)] as [(UInt64, Int32)])
  func everyRowAgreesWithANaiveCount(seed: UInt64, days: Int32) throws {
    let workshop = Workshop()
    let samples = randomSamples(1200, seed: seed, days: days)
    let state = try workshop.run(
      [samples], themes: Self.themes, name: "state", budget: 30_000)
    var report = try workshop.report(state, themes: Self.themes)
    let known = (length: report.periodLength, metric: report.metric)
    let length = try #require(known.length)
    #expect(length == (days <= 31 ? .day : days <= 366 ? .week : .month))
    let twin = Twin(samples, length: length)
    let metric = try #require(known.metric)

    let overview = try report.overview()
    check(overview.measure, twin[-1, "", "", ""], base: twin[-1, "", "", ""], metric)
    for row in try report.themes() {
      let cell = twin[row.theme, "", "", ""]
      check(row.measure, cell, base: twin[-1, "", "", ""], metric)
      #expect(row.directCount == cell.direct)
    }
    var segments = 0
    for row in try report.segments() where row.dimension != "stage" {
      let base = twin[-1, row.dimension, row.value, ""]
      #expect(base.n > 0)
      check(row.measure, twin[row.theme, row.dimension, row.value, ""], base: base, metric)
      segments += 1
    }
    #expect(segments == Self.themes * (3 + 5 + 1 + 4))
    var total: Int64 = 0
    try report.trends { row in
      let period = row.period.text
      check(row.measure, twin[row.theme, "", "", period], base: twin[-1, "", "", period], metric)
      total += row.measure.n
    }
    #expect(total > 0)
  }

  private func check(
    _ measure: Measure, _ cell: Twin.Cell, base: Twin.Cell, _ metric: RatingMetric
  ) {
    #expect(measure.n == cell.n)
    #expect(measure.base == base.n)
    #expect(measure.positive == cell.labels[.positive] ?? 0)
    #expect(measure.negative == cell.labels[.negative] ?? 0)
    #expect(measure.mixed == cell.labels[.mixed] ?? 0)
    #expect(measure.neutral == cell.labels[.neutral] ?? 0)
    #expect(measure.none == cell.labels[.none] ?? 0)
    let sum = cell.scores.reduce(0) { $0 + Int64($1) }
    #expect(
      measure.scoreMean
        == (cell.scores.isEmpty ? nil : Double(sum) / Double(cell.scores.count) / 1e4))
    #expect(measure.ratingCount == Int64(cell.ratings[metric]?.count ?? 0))
    let customers = Int64(cell.customers.count)
    if customers <= 256 {
      #expect(measure.customers == (customers == 0 ? nil : customers))
    } else {
      #expect(abs((measure.customers ?? 0) - customers) < customers / 10)
    }
    #expect(abs((measure.weight ?? 0) - cell.weight) < 1e-6)
    if base.n > 0 { #expect(abs((measure.share ?? -1) - cell.weight / base.weight) < 1e-9) }
    let smallest = cell.ids.sorted { hash($0) < hash($1) }.prefix(3)
    // Ids are repeated with other texts: then they stand for two.
    var evidence: [String] = []
    for id in measure.evidence where evidence.last != id { evidence.append(id) }
    #expect(evidence == Array(smallest.prefix(evidence.count)))
    #expect(measure.evidence.count >= min(3, cell.ids.count))
  }

  private func hash(_ id: String) -> UInt64 { KeyedHash.hash(Array(id.utf8), key: testKey) }
}
