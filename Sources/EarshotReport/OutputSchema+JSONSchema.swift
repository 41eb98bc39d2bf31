extension OutputSchema {
  /// The schema as JSON Schema 2020-12, indented, with a final newline.
  package func jsonSchema() -> [UInt8] {
    JSONValue.object(
      [
        ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
        ("$id", .string("urn:earshot:\(name):\(version)")),
        ("title", .string(tag)),
        ("description", .string("\(summary) One \(isDocument ? "object" : "line") of \(file).")),
      ] + Self.members(columns)
    ).prettyPrinted()
  }

  /// The file is one object, not one a line.
  private var isDocument: Bool { file.hasSuffix(".json") }

  private static func members(_ columns: [Column]) -> [(String, JSONValue)] {
    let named = columns.filter { !$0.isPattern }
    var members: [(String, JSONValue)] = [
      ("type", .string("object")),
      ("properties", .object(named.map { ($0.name, $0.jsonSchema) })),
    ]
    if let pattern = columns.first(where: \.isPattern) {
      members.append(("patternProperties", .object([("^seg_", pattern.jsonSchema)])))
    }
    members.append(("required", .array(named.map { .string($0.name) })))
    members.append(("additionalProperties", .bool(false)))
    return members
  }
}

extension Column {
  /// Stands for several keys, not for one of this name.
  package var isPattern: Bool {
    if case .segments = kind { true } else { false }
  }

  fileprivate var jsonSchema: JSONValue {
    var members = typeMembers
    members.append(("description", .string(summary)))
    return .object(members)
  }

  private var typeMembers: [(String, JSONValue)] {
    switch kind {
    case .string: [type("string")]
    case .integer: [type("integer")]
    case .number: [type("number")]
    case .boolean: [type("boolean")]
    case .date: [type("string"), ("format", .string("date"))]
    case .time: [type("string"), ("format", .string("date-time"))]
    case .oneOf(let values):
      [
        type("string"),
        ("enum", .array(values.map { .string($0) } + (isNullable ? [.null] : []))),
      ]
    case .strings: [type("array"), ("items", .object([("type", .string("string"))]))]
    case .numbers:
      [
        type("array"),
        ("items", .object([("type", .array([.string("number"), .string("null")]))])),
      ]
    case .objects(let columns):
      [type("array"), ("items", .object(OutputSchema.nested(columns)))]
    case .object(let columns): OutputSchema.nested(columns)
    case .anyObject: [type("object")]
    case .segments: [("type", .array([.string("string"), .string("null")]))]
    }
  }

  private func type(_ name: String) -> (String, JSONValue) {
    ("type", isNullable ? .array([.string(name), .string("null")]) : .string(name))
  }
}

extension OutputSchema {
  fileprivate static func nested(_ columns: [Column]) -> [(String, JSONValue)] { members(columns) }
}
