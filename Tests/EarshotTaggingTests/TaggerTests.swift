import EarshotLexicon
import EarshotModel
import EarshotTagging
import Testing

/// The rules of the contract, section 5, on its own example.
@Test func exampleOfTheContract() throws {
  let bench = try Bench(
    tsv: """
      kind\tid\tlang\tpattern\tweight
      sentiment\t\t\tgreat\t3
      sentiment\t\t\trude\t-3
      contrast\tturn\t\tbut\t0.5
      theme\troom\t\troom\t
      theme\tstaff/attitude\t\tstaff\t
      """)
  let result = try bench.tag("The room was great, but the staff was rude.")
  #expect(result.outcome.score == -6124)
  #expect(result.outcome.positive == 3612)
  #expect(result.outcome.negative == -7579)
  #expect(result.outcome.label == .mixed)
  #expect(result.theme("room")?.score == 3612)
  #expect(result.theme("staff/attitude")?.score == -7579)
  #expect(result.theme("staff")?.score == -7579)
  let hits = result.batch.mentions.filter { $0.kind == .sentiment }
  #expect(hits.map(\.start) == [13, 38])
  #expect(hits.map(\.stop) == [18, 42])
  #expect(hits.map(\.base) == [30_000, -30_000])
  #expect(hits.map(\.score) == [15_000, -45_000])
  let shifters = hits.map { result.batch.shifters[Int($0.shifters.lowerBound)] }
  #expect(shifters.map(\.start) == [20, 20])
  #expect(shifters.map(\.stop) == [23, 23])
  #expect(shifters.map(\.factor) == [5000, 15_000])
}
