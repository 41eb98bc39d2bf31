import Earshot

/// `--config FILE`: flags as JSON keys. The file's settings become arguments before parsing, so a
/// flag and its key cannot differ in meaning; a flag on the command line wins over its key.
enum ConfigurationFile {
  static func expand(_ arguments: [String]) throws(Failure) -> [String] {
    guard
      let place = arguments.firstIndex(where: { $0 == "--config" || $0.hasPrefix("--config=") }),
      let verb = arguments.first, !verb.hasPrefix("-")
    else { return arguments }
    let path: String
    if arguments[place] == "--config" {
      guard place + 1 < arguments.count else { return arguments }
      path = arguments[place + 1]
    } else {
      path = String(arguments[place].dropFirst("--config=".count))
    }
    let given = Set(arguments.filter { $0.hasPrefix("--") }.map(Self.name))
      .union(arguments.contains("-l") ? ["lexicon"] : [])
    let settings = try ConfigurationSettings.read(path)
    var inserted: [String] = []
    let known = Configuration.keys
    if let unknown = settings.first(where: { !known.contains($0.0) })?.0 {
      throw .configuration("\(path): unknown key '\(unknown)'; keys are the flags of earshot run")
    }
    for (key, values) in settings where !given.contains(key) && applies(key, to: verb) {
      for value in values { inserted += value.map { ["--\(key)", $0] } ?? ["--\(key)"] }
    }
    return [verb] + inserted + arguments.dropFirst()
  }

  /// A run's manifest configures the other verbs, too: with the settings that they know.
  private static func applies(_ key: String, to verb: String) -> Bool {
    let runOnly = ["period", "mentions", "include-staff", "max-rejects"]
    switch verb {
    case "explain": return key == "lexicon" || key == "lang"
    case "lint": return key == "lexicon"
    case "tag": return !runOnly.contains(key) && key != "format"
    default: return true
    }
  }

  private static func name(_ flag: String) -> String {
    String(flag.dropFirst(2).prefix { $0 != "=" })
  }
}
