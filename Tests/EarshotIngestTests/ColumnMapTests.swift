import EarshotIngest
import EarshotModel
import Testing

@Suite struct ColumnMapTests {
  @Test func namesFieldsInFixedOrder() throws {
    let map = try ColumnMap("title=subject,text=comment.body,text=pros,id=case_id")
    #expect(map.fieldNames == ["comment.body", "pros", "subject"])
    #expect(ColumnMap.recognised.fieldNames.first == "text")
  }

  @Test func readsPathsAndLiteralNames() throws {
    var options = InputOptions()
    options.map = try ColumnMap(#"text=a.b[1],title=c\,d,id=e.f"#)
    let one = try One(#"{"a":{"b":["no","yes"]},"c,d":"t","e.f":"9"}"#, options)
    #expect(one.batch.fields.map { one.batch.string($0.text) } == ["yes", "t"])
    #expect(one.record.map { one.batch.string($0.id) } == "9")
  }

  @Test func turnsRecognisedNamesOff() throws {
    var options = InputOptions()
    let json = #"{"text":"x","lang":"de","title":"t"}"#
    options.map = try ColumnMap("lang=,title=")
    let one = try One(json, options)
    #expect(one.record?.language.isEmpty == true)
    #expect(one.batch.fields.count == 1)
    #expect(try One(json).record?.language.isEmpty == false)
  }

  @Test func readsAColumnOnceAsText() throws {
    var options = InputOptions()
    options.map = try ColumnMap("text=title")
    #expect(try One(#"{"title":"t"}"#, options).batch.fields.count == 1)
  }

  @Test(arguments: [
    ("txt=a", "byte 1"), ("text=a,txt=b", "byte 8"), ("text", "byte 1"), ("id=a,id=b", "byte 6"),
    ("text=a[x]", "byte"), ("segment=a.b,segment=c.b", "byte 13"), ("text=a,", "byte 8"),
  ])
  func namesThePlaceOfAFault(_ map: String, _ place: String) {
    let error = #expect(throws: IngestError.self) { try ColumnMap(map) }
    #expect(error?.place.contains(place) == true)
  }

  @Test(arguments: [
    ("*", "anyone", true), ("service*", "Service Desk", true), ("*@acme.com", "a@ACME.com", true),
    ("a*b*c", "aXbXbXc", true), ("a*b", "ac", false), ("ann", "anna", false), ("", "", true),
  ])
  func matchesGlobs(_ pattern: String, _ name: String, _ expected: Bool) {
    #expect(StaffPattern(pattern).matches(Array(name.utf8)) == expected)
  }
}
