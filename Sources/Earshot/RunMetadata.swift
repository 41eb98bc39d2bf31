internal import EarshotFormats
internal import EarshotModel
internal import EarshotReport

/// What a state file carries beside its tally, so that merge and digest need nothing else: the
/// manifest, the names behind the tally's numbers, and the segment columns.
struct RunMetadata {
  var manifest: Manifest
  var catalog: Catalog
  var dimensions: [String]

  init(manifest: Manifest, catalog: Catalog, dimensions: [String]) {
    self.manifest = manifest
    self.catalog = catalog
    self.dimensions = dimensions
  }

  func encoded() -> [UInt8] {
    func names(_ list: [String]) -> JSONValue { .array(list.map { .string($0) }) }
    func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    let themes = catalog.themes.map { theme in
      JSONValue.object([
        ("path", .string(theme.path)), ("parent", .integer(theme.parent)),
        ("depth", .integer(theme.depth)), ("label", optional(theme.label)),
        ("owner", optional(theme.owner)),
      ])
    }
    let manifestValue = (try? JSONValue(parsing: manifest.encoded())) ?? .null
    return JSONValue.object([
      ("manifest", manifestValue), ("dimensions", names(dimensions)), ("themes", .array(themes)),
      ("intents", names(catalog.intents)), ("emotions", names(catalog.emotions)),
      ("stages", names(catalog.stages)), ("constituencies", names(catalog.constituencies)),
    ]).prettyPrinted()
  }

  /// Reads what `encoded` wrote; `path` is for the message.
  init(decoding bytes: [UInt8], path: String) throws(Failure) {
    do {
      let json = try JSONValue(parsing: bytes)
      manifest = try Manifest(decoding: (json["manifest"] ?? .null).prettyPrinted())
      func names(_ key: String) -> [String] {
        json[key]?.asArray?.compactMap(\.asString) ?? []
      }
      dimensions = names("dimensions")
      catalog = Catalog()
      catalog.intents = names("intents")
      catalog.emotions = names("emotions")
      catalog.stages = names("stages")
      catalog.constituencies = names("constituencies")
      catalog.themes = (json["themes"]?.asArray ?? []).map { theme in
        Theme(
          path: theme["path"]?.asString ?? "",
          parent: Int32(truncatingIfNeeded: theme["parent"]?.asInteger ?? -1),
          depth: Int32(truncatingIfNeeded: theme["depth"]?.asInteger ?? 1),
          label: theme["label"]?.asString, owner: theme["owner"]?.asString)
      }
    } catch {
      throw .configuration("\(path): its description of the run cannot be read: \(error)")
    }
  }
}
