internal import EarshotFormats
internal import EarshotReport

/// Reads a configuration file: an object of flags, or a run's manifest, whose `config` is one.
package enum ConfigurationSettings {
  /// Each key with the values its flag takes: nil for a flag without a value. Keys whose value is
  /// null, false or empty are left out.
  package static func read(_ path: String) throws(Failure) -> [(String, [String?])] {
    let bytes: [UInt8]
    do {
      bytes = try FileBytes.read(path)
    } catch {
      throw .configuration(error.description)
    }
    let json: JSONValue
    do {
      json = try JSONValue(parsing: bytes)
    } catch {
      throw .configuration("\(path): no JSON: \(error)")
    }
    guard let object = (json["config"] ?? json).asObject else {
      throw .configuration("\(path): expected an object whose keys are flags")
    }
    var settings: [(String, [String?])] = []
    for (key, value) in object {
      guard key != "schema" else { continue }
      settings.append((key, try values(of: value, key, path)))
    }
    return settings.filter { !$0.1.isEmpty }
  }

  private static func values(
    of value: JSONValue, _ key: String, _ path: String
  ) throws(Failure) -> [String?] {
    switch value {
    case .null, .bool(false): return []
    case .bool(true): return [nil]
    case .string(let text): return text.isEmpty ? [] : [text]
    case .number(let text): return [text]
    case .array(let items):
      var all: [String?] = []
      for item in items { all += try values(of: item, key, path) }
      return all
    case .object:
      throw .configuration("\(path): the value of '\(key)' is an object; expected a flag's value")
    }
  }
}
