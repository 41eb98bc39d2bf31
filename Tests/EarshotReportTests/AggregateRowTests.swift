import EarshotFormats
import EarshotModel
import EarshotReport
import Testing

@Suite struct AggregateRowTests {
  private var encoder: AggregateRowEncoder {
    var catalog = Catalog()
    catalog.themes = [
      Theme(path: "delivery", parent: -1, depth: 1, label: nil, owner: nil),
      Theme(path: "delivery/late", parent: 0, depth: 2, label: "Late", owner: "ops@"),
    ]
    return AggregateRowEncoder(catalog: catalog, dimensions: ["plan", "region"])
  }

  private func measure(suppressed: Bool = false) -> Measure {
    var measure = Measure()
    measure.n = 12
    measure.base = 48
    measure.share = 0.25
    measure.shareLow = 0.1492537313
    measure.shareHigh = 1.0 / 3
    measure.positive = 2
    measure.negative = 9
    measure.neutral = 1
    measure.net = -58.3333333
    measure.scoreMean = -0.43215
    measure.evidence = ["a", "b\""]
    measure.isSuppressed = suppressed
    return measure
  }

  private var difference: ShareDifference {
    ShareDifference(difference: 0.0512345678, low: -0.1, high: nil, p: 0.000000123456789, q: 0.04)
  }

  private func encode(_ body: (AggregateRowEncoder, inout JSONWriter) -> Void) -> [UInt8] {
    var writer = JSONWriter()
    body(encoder, &writer)
    return writer.bytes
  }

  @Test func themeRowIsAsPromised() {
    var row = ThemeRow(theme: 1, measure: measure())
    row.directCount = 12
    row.previousShare = 0.2
    row.change = difference
    row.rank = 3
    #expect(
      string(encode { $0.append(row, to: &$1) }) == """
        {"schema":"theme/1","theme":"delivery/late","parent":"delivery","depth":2,"label":"Late",\
        "owner":"ops@","direct_n":12,"prev_share":0.2,"delta":0.051235,"delta_lo":-0.1,\
        "delta_hi":null,"p":1.23457e-07,"q":0.04,"rank":3,"n":12,"base":48,"w":null,\
        "share":0.25,"share_lo":0.149254,"share_hi":0.333333,"positive":2,"negative":9,\
        "mixed":0,"neutral":1,"none":0,"net":-58.3333,"score_mean":-0.4321,"rating_n":0,\
        "rating_mean":null,"nps":null,"nps_lo":null,"nps_hi":null,"customers":null,\
        "evidence":["a","b\\""],"suppressed":false}

        """)
  }

  @Test func suppressedRowsShowNoFigure() throws {
    var row = SegmentRow(
      theme: 1, dimension: "plan", value: "pro", measure: measure(suppressed: true))
    row.difference = difference
    row.restShare = 0.3
    row.residual = 4
    let line = try #require(try parsedLines(encode { $0.append(row, to: &$1) }).first)
    let shown = try #require(line.asObject).filter { $0.1 != .null && $0.1 != .array([]) }.map(\.0)
    #expect(shown == ["schema", "theme", "dim", "value", "base", "suppressed"])
  }

  @Test(arguments: [false, true])
  func rowsFitTheirSchemas(suppressed: Bool) throws {
    let measure = measure(suppressed: suppressed)
    var overview = OverviewRow(measure: measure)
    overview.periodLength = .week
    overview.firstDay = 20_000
    overview.languages = [(tag: "en", n: 3)]
    overview.coverage = 0.5
    var theme = ThemeRow(theme: 0, measure: measure)
    theme.change = difference
    var segment = SegmentRow(theme: 0, dimension: "plan", value: "p", measure: measure)
    segment.difference = difference
    segment.residual = 3
    let trend = TrendRow(
      theme: 1, period: Period(.quarter, containing: 20_000), measure: measure, isComplete: true)
    let mention = """
      {"schema":"mention/1","record":"r","n":0,"field":"text","kind":"sentiment","id":null,\
      "start":0,"stop":1,"match":"a","clause":0,"clause_start":0,"clause_stop":1,"lang":"en",\
      "base":1.0,"score":null,"negated":false,"irrealis":false,"shifters":[],"rule":"x:1"}\n
      """
    let cited = CitedRecord(
      id: "r", label: .negative, score: -5000, time: 0, day: 0, segments: ["p", nil],
      text: "späte\n🙂", mentionRows: Array((mention + mention).utf8))
    let verbatim = VerbatimRow(theme: 1, rank: 1, why: .sharpest, speaksFor: 4, cited: cited)
    try check(.overview, encode { $0.append(overview, to: &$1) })
    try check(.theme, encode { $0.append(theme, to: &$1) })
    try check(.segment, encode { $0.append(segment, to: &$1) })
    try check(.trend, encode { $0.append(trend, to: &$1) })
    try check(.verbatim, encode { $0.append(verbatim, to: &$1) })
  }

  private func check(_ schema: OutputSchema, _ bytes: [UInt8]) throws {
    let lines = try parsedLines(bytes)
    #expect(lines.count == 1)
    for line in lines {
      #expect(departures(line, from: schema.columns, dimensions: ["plan", "region"]) == [])
    }
  }
}
