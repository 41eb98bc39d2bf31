import EarshotModel
import EarshotReport
import Testing

@Suite struct DigestTests {
  private let folder = TemporaryDirectory()

  /// Columns of the few wide characters that these tests use.
  private static let columns: @Sendable (Unicode.Scalar) -> Int = { scalar in
    switch scalar.value {
    case 0x300...0x36F, 0x200D, 0xFE0F: 0
    case 0x3040...0x9FFF, 0x1F300...0x1FAFF: 2
    default: 1
    }
  }

  private let block = """
    "base":90,"w":null,"share":0.3,"share_lo":0.2,"share_hi":0.4,"positive":2,"negative":1200,\
    "mixed":1,"neutral":0,"none":3,"net":-71.5,"score_mean":-0.2,"rating_n":40,"rating_mean":2.5,\
    "nps":null,"nps_lo":null,"nps_hi":null,"customers":9,"evidence":[],"suppressed":false}\n
    """

  private func theme(_ path: String, _ rank: Int, label: String = "null", n: Int = 1206) -> String {
    """
    {"schema":"theme/1","theme":"\(path)","parent":null,"depth":1,"label":\(label),\
    "owner":"ops@x","direct_n":1,"prev_share":0.2,"delta":0.0512,"delta_lo":null,\
    "delta_hi":null,"p":0.01,"q":0.02,"rank":\(rank),"n":\(n),
    """ + block
  }

  private func quote(_ theme: String, _ why: String, _ label: String, _ text: String) -> String {
    """
    {"schema":"verbatim/1","theme":"\(theme)","rank":1,"why":"\(why)","record":"in.csv:\(text.count)",\
    "start":0,"stop":1,"text":"\(text)","label":"\(label)","score":null,"seg_plan":"pro",\
    "seg_region":null,"time":null,"day":"2026-02-03","speaks_for":12,"mentions":[]}\n
    """
  }

  private func writeRun(themes: String, quotes: String, segments: String = "") throws {
    var manifest = Manifest(version: "1")
    manifest.read = 1300
    manifest.kept = 1298
    manifest.rejected = 2
    manifest.count(.emptyText, 1)
    manifest.count(.badCSV, 1)
    manifest.languages = [Manifest.LanguageCoverage(tag: "th", n: 5, themed: 0, scored: 0)]
    folder.write("manifest.json", string(manifest.encoded()))
    folder.write(
      "overview.jsonl",
      """
      {"schema":"overview/1","periods":5,"period":"week","first_day":"2026-01-01",\
      "last_day":"2026-02-03","languages":[{"lang":"en","n":1293},{"lang":"th","n":5}],\
      "coverage":0.712,"n":1298,
      """ + block)
    folder.write("themes.jsonl", themes)
    folder.write("verbatims.jsonl", quotes)
    folder.write("segments.jsonl", segments)
  }

  private func markdown() throws -> String {
    MarkdownDigest(try DigestReader(folder.path).read()).render()
  }

  private func text(width: Int = 100) throws -> String {
    TextDigest(try DigestReader(folder.path).read(), columns: Self.columns).render(width: width)
  }

  private func writeExample() throws {
    let segment = """
      {"schema":"segment/1","theme":"delivery/late","dim":"plan","value":"pro","rest_share":0.1,\
      "diff":0.2,"diff_lo":0.1,"diff_hi":0.3,"residual":4.1,"p":0.001,"q":0.002,"flag":"over",\
      "n":40,
      """
    try writeRun(
      themes: theme("delivery/late", 1, label: "\"Late | delivery\"") + theme("price", 2, n: 80),
      quotes: quote("delivery/late", "sharpest", "negative", "Late *again*, you <b>liars</b>!")
        + quote("delivery/late", "praise", "positive", "Came a day early.")
        + quote("delivery/late", "question", "none", "Where is it?"),
      segments: segment + block)
  }

  @Test func markdownIsAsPromised() throws {
    try writeExample()
    #expect(
      try markdown() == """
        # What customers say

        1,298 of 1,300 records were used; 2 were rejected. They run from 2026-01-01 to 2026-02-03 \
        (5 weeks). Languages: en 1,293, th 5. 71.2% of the records speak of at least one theme. \
        Net sentiment is -72: 2 positive, 1,200 negative, 1 mixed, 0 neutral; 3 without \
        evidence. The mean rating is 2.5 from 40 ratings.

        ## Themes

        | # | Theme | Records | Share | 95% | Net | Positive | Negative | Mixed | Neutral | \
        No evidence | Change |
        | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | 1 | Late \\| delivery | 1,206 | 30.0% | 20.0–40.0 | -72 | 2 | 1,200 | 1 | 0 | 3 | +5.1\\* |
        | 2 | price | 80 | 30.0% | 20.0–40.0 | -72 | 2 | 1,200 | 1 | 0 | 3 | +5.1\\* |

        Share: of all eligible records, with its 95% interval. Net: 100 (positive - negative) / \
        records with evidence. Change: in points, between the last two complete periods; \\* = q \
        below 0.05.

        ### 1. Late \\| delivery (delivery/late)

        Owner: ops\\@x

        **Complaints**

        > Late \\*again\\*, you \\<b\\>liars\\</b\\>!
        >
        > — in.csv\\:31, 2026-02-03, plan pro, sharpest, speaks for 12

        **Praise**

        > Came a day early.
        >
        > — in.csv\\:17, 2026-02-03, plan pro, praise, speaks for 12

        **Questions**

        > Where is it?
        >
        > — in.csv\\:12, 2026-02-03, plan pro, question, speaks for 12

        ## Segments that differ

        | Theme | Segment | Records | Share | Others | Difference |
        | --- | --- | ---: | ---: | ---: | ---: |
        | Late \\| delivery | plan = pro | 40 | 30.0% | 10.0% | +20.0 |

        Shares against all other records; only differences with q below 0.05, in points.

        ## What was not used

        - Rejected: bad\\_csv 1, empty\\_text 1 (rejects.jsonl has each with its place).
        - Languages in which the lexicon found nothing: th 5.

        """)
  }

  @Test func textIsAsPromised() throws {
    try writeExample()
    #expect(
      try text() == """
        1,298 of 1,300 records were used; 2 were rejected. They run from 2026-01-01 to 2026-02-03 (5 weeks).
        Languages: en 1,293, th 5. 71.2% of the records speak of at least one theme. Net sentiment is -72: 2
        positive, 1,200 negative, 1 mixed, 0 neutral; 3 without evidence. The mean rating is 2.5 from 40
        ratings.

        #  Theme            Records  Share        95%  Net  Pos    Neg  Mix  None  Change
        1  Late | delivery    1,206  30.0%  20.0–40.0  -72    2  1,200    1     3   +5.1*
        2  price                 80  30.0%  20.0–40.0  -72    2  1,200    1     3   +5.1*

        Late | delivery:
          “Late *again*, you <b>liars</b>!”
          — in.csv:31, 2026-02-03

        Segments that differ (q below 0.05):
          plan = pro: Late | delivery 30.0%, others 10.0%

        Rejected: bad_csv 1, empty_text 1 (rejects.jsonl has each with its place).
        Languages in which the lexicon found nothing: th 5.

        """)
  }

  @Test func nothingInATextActsOnTheTerminal() throws {
    let hostile = #"a\u001b[31m\u0007 \u202ebidi\u2028 \u009b \r\n## no\ttitle \u007f\udb40\udc41"#
    try writeRun(
      themes: theme("t\\u001b]0;x", 1),
      quotes: quote("t\\u001b]0;x", "sharpest", "negative", hostile))
    for output in [try text(), try markdown()] {
      let bad = output.unicodeScalars.filter {
        $0.value < 0x20 && $0 != "\n" || (0x7F...0x9F).contains($0.value)
          || (0x2028...0x202E).contains($0.value) || $0.value >= 0xE0000
      }
      #expect(bad.isEmpty)
    }
    #expect(
      try text().contains("“a␛[31m␇ ⟨U+202E⟩bidi ⟨U+009B⟩ ## no title ␡⟨U+E0041⟩”"))
  }

  @Test(arguments: [
    ("[x](javascript:alert)", #"\[x\](javascript\:alert)"#),
    ("- item", #"\- item"#), ("1. item", #"1\. item"#), ("see www.evil.is", #"see www\.evil.is"#),
    ("https://evil.is", #"https\://evil.is"#), ("a@b.is, @team", #"a\@b.is, \@team"#),
    ("`x` &lt; $y$ :smile: ok: yes", #"\`x\` \&lt; \$y\$ \:smile: ok: yes"#),
    ("3.5 - well", "3.5 - well"), ("\\*", #"\\\*"#),
  ])
  func textStaysTextInMarkdown(quoted: String, expected: String) throws {
    let escaped = quoted.split(separator: "\\", omittingEmptySubsequences: false)
      .joined(separator: "\\\\")
    try writeRun(themes: theme("a", 1), quotes: quote("a", "typical", "none", escaped))
    let output = try markdown()
    #expect(output.contains("> \(expected)\n"), "\(output)")
  }

  @Test(arguments: [80, 100, 132])
  func linesFitTheWidth(width: Int) throws {
    let long = String(repeating: "配達が遅い", count: 60)
    var themes = ""
    for rank in 1...14 { themes += theme("\(long)\(rank)", rank, n: 1_234_567) }
    try writeRun(
      themes: themes, quotes: quote("\(long)1", "sharpest", "negative", long + " " + long))
    let lines = try text(width: width).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix("…”") })
    #expect(lines.contains("  and 4 more in themes.jsonl"))
    for line in lines {
      #expect(line.unicodeScalars.reduce(0) { $0 + Self.columns($1) } <= width, "\(line)")
    }
  }

  @Test func complaintIsQuotedWholeInMarkdown() throws {
    let complaint = String(repeating: "This is a scandal. ", count: 80) + "Never again"
    try writeRun(themes: theme("a", 1), quotes: quote("a", "typical", "mixed", complaint))
    #expect(try markdown().contains("> \(complaint)\n"))
  }

  @Test func runWithoutRecordsSaysSo() throws {
    folder.write("manifest.json", string(Manifest(version: "1").encoded()))
    #expect(try text() == "No records were read.\n\nNo theme was found.\n")
  }

  @Test func faultsNameFileAndLine() throws {
    #expect(throws: DigestError.self) { try DigestReader(folder.path + "/none").read() }
    try writeExample()
    folder.write("themes.jsonl", theme("a", 1) + "{\"theme\": \n")
    do throws(DigestError) { _ = try DigestReader(folder.path).read() } catch {
      #expect(error.line == 2)
      #expect(error.path.hasSuffix("themes.jsonl"))
    }
  }
}
