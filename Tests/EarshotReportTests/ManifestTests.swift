import EarshotModel
import EarshotReport
import Testing

@Suite struct ManifestTests {
  private func manifest(_ path: String, read: Int64 = 10) -> Manifest {
    var manifest = Manifest(version: "1.0.0")
    manifest.config = [
      (key: "lexicon", value: .array([.string("retail.tsv")])),
      (key: "map", value: .string("text=\(path)")),
      (key: "max-rejects", value: .number("0.05")),
    ]
    manifest.lexicons = [Manifest.LexiconFile(name: "retail.tsv", hash: "ab", rows: 3)]
    manifest.icu = "72.1"
    manifest.cldr = "42.0"
    manifest.key = "f00d"
    manifest.read = read
    manifest.kept = read - 1
    manifest.rejected = 1
    manifest.count(.emptyText, 1)
    manifest.count(.badCSV, 0)
    manifest.languages = [
      Manifest.LanguageCoverage(tag: "en", n: read - 1, themed: 4, scored: 5)
    ]
    var warnings = WarningCounts()
    warnings[.badTime] = 2
    manifest.count(warnings)
    manifest.count(warning: "count_mismatch", 1)
    var input = Manifest.Input(path: path)
    input.bytes = 99
    input.read = read
    input.format = "jsonl"
    manifest.inputs = [input]
    return manifest
  }

  @Test func encodedManifestIsAsPromised() {
    #expect(
      string(manifest("a\"b").encoded()) == """
        {
          "schema": "manifest/1",
          "version": "1.0.0",
          "config": {
            "lexicon": ["retail.tsv"],
            "map": "text=a\\"b",
            "max-rejects": 0.05
          },
          "lexicons": [
            {"name": "retail.tsv", "hash": "ab", "rows": 3}
          ],
          "icu": "72.1",
          "cldr": "42.0",
          "read": 10,
          "kept": 9,
          "rejected": 1,
          "blank": 0,
          "reasons": {"empty_text": 1},
          "languages": [
            {"lang": "en", "n": 9, "themed": 4, "scored": 5}
          ],
          "warnings": {"bad_time": 2, "count_mismatch": 1},
          "seed": 0,
          "key": "f00d",
          "inputs": [
            {
              "path": "a\\"b",
              "bytes": 99,
              "hash": "",
              "read": 10,
              "kept": 0,
              "rejected": 0,
              "blank": 0,
              "map": "",
              "format": "jsonl",
              "encoding": "",
              "damaged": false
            }
          ]
        }

        """)
  }

  @Test func readingGivesTheSameBytes() throws {
    let bytes = manifest("ü\u{7}.csv").encoded()
    #expect(string(try Manifest(decoding: bytes).encoded()) == string(bytes))
    let row = try JSONValue(parsing: bytes)
    #expect(departures(row, from: OutputSchema.manifest.columns, dimensions: []) == [])
  }

  @Test func mergeAddsCountersAndJoinsInputs() throws {
    var merged = manifest("a")
    #expect(merged.differences(from: manifest("b")) == [])
    merged.merge(manifest("b", read: 5))
    #expect(merged.read == 15)
    #expect(merged.kept == 13)
    #expect(merged.inputs.map(\.path) == ["a", "b"])
    #expect(merged.reasons == [NamedCount("empty_text", 2)])
    #expect(merged.warnings == [NamedCount("bad_time", 4), NamedCount("count_mismatch", 2)])
    #expect(merged.languages.map(\.n) == [13])
  }

  @Test func settingsThatDifferAreNamed() {
    var other = manifest("a")
    other.version = "1.0.1"
    other.lexicons[0].hash = "cd"
    // How an input was read, and names whose content is compared, may differ.
    other.config[0].value = .array([.string("./retail.tsv")])
    other.config[2].value = .number("0.1")
    other.key = "beef"
    other.config.append((key: "metric", value: .string("nps")))
    #expect(
      manifest("a").differences(from: other) == ["key-file", "lexicon", "metric", "version"])
  }

  @Test(arguments: [
    ("", "the manifest is no JSON: byte 0: expected a value, found the end of the input"),
    ("{}", "the manifest's schema is not manifest/1"),
    ("{\"schema\":\"manifest/1\"}", "the manifest has no key 'version' with a string"),
    (
      "{\"schema\":\"manifest/1\",\"version\":\"1\",\"config\":[]}",
      "the manifest has no key 'config' with an object"
    ),
  ])
  func faultsAreNamed(text: String, message: String) {
    #expect(throws: ManifestError.self) { try Manifest(decoding: Array(text.utf8)) }
    do throws(ManifestError) { _ = try Manifest(decoding: Array(text.utf8)) } catch {
      #expect(error.description == message)
    }
  }
}
