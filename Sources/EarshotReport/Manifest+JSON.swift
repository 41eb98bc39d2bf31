internal import EarshotFormats

/// Why a manifest could not be read.
package struct ManifestError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong, with the key or byte where.
  package var description: String

  init(_ description: String) { self.description = description }
}

extension Manifest {
  /// One indented object with a final newline; the same manifest gives the same bytes.
  package func encoded() -> [UInt8] {
    JSONValue.object([
      ("schema", .string(OutputSchema.manifest.tag)),
      ("version", .string(version)),
      ("config", .object(config.map { ($0.key, $0.value) })),
      ("lexicons", .array(lexicons.map(\.json))),
      ("icu", .string(icu)),
      ("cldr", .string(cldr)),
      ("read", .integer(read)),
      ("kept", .integer(kept)),
      ("rejected", .integer(rejected)),
      ("blank", .integer(blank)),
      ("reasons", .object(reasons.map { ($0.name, .integer($0.count)) })),
      ("languages", .array(languages.map(\.json))),
      ("warnings", .object(warnings.map { ($0.name, .integer($0.count)) })),
      ("seed", .integer(seed)),
      ("key", .string(key)),
      ("inputs", .array(inputs.map(\.json))),
    ]).prettyPrinted()
  }

  /// Reads what `encoded` wrote. Keys that are not known are passed over.
  package init(decoding bytes: [UInt8]) throws(ManifestError) {
    let json: JSONValue
    do throws(JSONError) { json = try JSONValue(parsing: bytes) } catch {
      throw ManifestError("the manifest is no JSON: \(error)")
    }
    guard json["schema"]?.asString == OutputSchema.manifest.tag else {
      throw ManifestError("the manifest's schema is not \(OutputSchema.manifest.tag)")
    }
    let fields = Fields(json, "the manifest")
    version = try fields.string("version")
    config = try fields.object("config").map { (key: $0.0, value: $0.1) }
    lexicons = []
    for item in try fields.array("lexicons") { lexicons.append(try LexiconFile(item)) }
    icu = try fields.string("icu")
    cldr = try fields.string("cldr")
    read = try fields.integer("read")
    kept = try fields.integer("kept")
    rejected = try fields.integer("rejected")
    blank = try fields.integer("blank")
    reasons = try fields.counts("reasons")
    for item in try fields.array("languages") { languages.append(try LanguageCoverage(item)) }
    warnings = try fields.counts("warnings")
    seed = try fields.integer("seed")
    key = try fields.string("key")
    for item in try fields.array("inputs") { inputs.append(try Input(item)) }
  }
}

extension Manifest.LexiconFile {
  fileprivate var json: JSONValue {
    .object([("name", .string(name)), ("hash", .string(hash)), ("rows", .integer(rows))])
  }

  fileprivate init(_ json: JSONValue) throws(ManifestError) {
    let fields = Fields(json, "a lexicon of the manifest")
    self.init(
      name: try fields.string("name"), hash: try fields.string("hash"),
      rows: try fields.integer("rows"))
  }
}

extension Manifest.LanguageCoverage {
  fileprivate var json: JSONValue {
    .object([
      ("lang", .string(tag)), ("n", .integer(n)), ("themed", .integer(themed)),
      ("scored", .integer(scored)),
    ])
  }

  fileprivate init(_ json: JSONValue) throws(ManifestError) {
    let fields = Fields(json, "a language of the manifest")
    self.init(
      tag: try fields.string("lang"), n: try fields.integer("n"),
      themed: try fields.integer("themed"), scored: try fields.integer("scored"))
  }
}

extension Manifest.Input {
  fileprivate var json: JSONValue {
    .object([
      ("path", .string(path)), ("bytes", .integer(bytes)), ("hash", .string(hash)),
      ("read", .integer(read)), ("kept", .integer(kept)), ("rejected", .integer(rejected)),
      ("blank", .integer(blank)), ("map", .string(map)), ("format", .string(format)),
      ("encoding", .string(encoding)), ("damaged", .bool(isDamaged)),
    ])
  }

  fileprivate init(_ json: JSONValue) throws(ManifestError) {
    let fields = Fields(json, "an input of the manifest")
    self.init(path: try fields.string("path"))
    bytes = try fields.integer("bytes")
    hash = try fields.string("hash")
    read = try fields.integer("read")
    kept = try fields.integer("kept")
    rejected = try fields.integer("rejected")
    blank = try fields.integer("blank")
    map = try fields.string("map")
    format = try fields.string("format")
    encoding = try fields.string("encoding")
    guard let damaged = json["damaged"]?.asBool else {
      throw fields.missing("damaged", "a boolean")
    }
    isDamaged = damaged
  }
}

/// Members of an object, each demanded with its type.
private struct Fields {
  let json: JSONValue
  let place: String

  init(_ json: JSONValue, _ place: String) {
    self.json = json
    self.place = place
  }

  func missing(_ key: String, _ type: String) -> ManifestError {
    ManifestError("\(place) has no key '\(key)' with \(type)")
  }

  func string(_ key: String) throws(ManifestError) -> String {
    guard let value = json[key]?.asString else { throw missing(key, "a string") }
    return value
  }

  func integer(_ key: String) throws(ManifestError) -> Int64 {
    guard let value = json[key]?.asInteger else { throw missing(key, "an integer") }
    return value
  }

  func array(_ key: String) throws(ManifestError) -> [JSONValue] {
    guard let value = json[key]?.asArray else { throw missing(key, "an array") }
    return value
  }

  func object(_ key: String) throws(ManifestError) -> [(String, JSONValue)] {
    guard let value = json[key]?.asObject else { throw missing(key, "an object") }
    return value
  }

  func counts(_ key: String) throws(ManifestError) -> [NamedCount] {
    var counts: [NamedCount] = []
    for (name, value) in try object(key) {
      guard let count = value.asInteger else { throw missing("\(key).\(name)", "an integer") }
      counts.append(NamedCount(name, count))
    }
    return counts
  }
}
