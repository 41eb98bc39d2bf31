import EarshotReport
import Testing

@Suite struct SchemaTests {
  @Test func namesAreThoseOfTheVerb() {
    #expect(
      OutputSchema.all.map(\.name) == [
        "record", "mention", "overview", "theme", "segment", "trend", "verbatim", "reject",
        "manifest",
      ])
    #expect(OutputSchema.named("record")?.tag == "record/1")
    #expect(OutputSchema.named("records") == nil)
  }

  @Test(arguments: OutputSchema.all.map(\.name))
  func schemaIsJSONThatRequiresEveryColumn(name: String) throws {
    let schema = try #require(OutputSchema.named(name))
    let json = try JSONValue(parsing: schema.jsonSchema())
    #expect(json["$schema"]?.asString == "https://json-schema.org/draft/2020-12/schema")
    let names = schema.columns.filter { !$0.isPattern }.map(\.name)
    #expect(json["required"]?.asArray?.compactMap(\.asString) == names)
    #expect(json["properties"]?.asObject?.map(\.0) == names)
    #expect(Set(names).count == names.count)
    #expect(names.first == "schema")
  }

  @Test func nullableColumnsSaySo() throws {
    let json = try JSONValue(parsing: OutputSchema.segment.jsonSchema())
    let flag = json["properties"]?["flag"]
    #expect(flag?["type"] == .array([.string("string"), .string("null")]))
    #expect(flag?["enum"] == .array([.string("over"), .string("under"), .null]))
  }
}
