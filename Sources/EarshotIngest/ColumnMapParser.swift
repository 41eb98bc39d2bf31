internal import EarshotFormats

/// Reads a column map as typed after `--map`.
enum ColumnMapParser {
  struct Entry {
    var target: Target
    /// As typed; empty turns recognised names off.
    var path: String
    /// The path as one name, without backslashes.
    var literal: [UInt8]
    /// Nil where the path is a plain name.
    var steps: JSONPath?
    /// The last name in the path.
    var dimension: String
  }

  static func parse(_ text: String) throws(IngestError) -> [Entry] {
    var entries: [Entry] = []
    let bytes = Array(text.utf8)
    var start = 0
    while start <= bytes.count {
      let stop = end(of: 0x2C, bytes, start)
      if start < stop || !bytes.isEmpty {
        entries.append(try entry(bytes, start, stop, after: entries))
      }
      start = stop + 1
    }
    return entries
  }

  /// The first unescaped `mark` from `start` on, or the end.
  private static func end(of mark: UInt8, _ bytes: [UInt8], _ start: Int) -> Int {
    var index = start
    while index < bytes.count, bytes[index] != mark {
      index += bytes[index] == 0x5C ? 2 : 1
    }
    return min(index, bytes.count)
  }

  private static func entry(
    _ bytes: [UInt8], _ start: Int, _ stop: Int, after entries: [Entry]
  ) throws(IngestError) -> Entry {
    let part = Array(bytes[start..<stop])
    let sign = end(of: 0x3D, part, 0)
    let name = String(decoding: trimmed(part[..<sign]), as: UTF8.self)
    let known = Target.allCases.map { $0.name }.joined(separator: ", ")
    guard sign < part.count else {
      throw fault(start, "expected name=column, found '\(name)'", "names: \(known)")
    }
    guard let target = Target.allCases.first(where: { $0.name == name.lowercased() }) else {
      throw fault(start, "unknown name '\(name)'", "names: \(known)")
    }
    let pathBytes = trimmed(part[(sign + 1)...])
    let path = String(decoding: pathBytes, as: UTF8.self)
    let earlier = entries.filter { $0.target == target }
    if !target.mayRepeat, !earlier.isEmpty {
      throw fault(start, "'\(name)' is given twice", "only text, title and segment may repeat")
    }
    if path.isEmpty {
      return Entry(target: target, path: "", literal: [], steps: nil, dimension: "")
    }
    let steps: JSONPath
    do { steps = try JSONPath(path) } catch {
      throw fault(start + sign + 1 + error.offset, "'\(path)': \(error.description)", "")
    }
    let entry = Entry(
      target: target, path: path, literal: unescaped(pathBytes),
      steps: steps.isSingleKey ? nil : steps, dimension: lastName(pathBytes))
    let isRepeated = earlier.contains {
      target == .segment ? $0.dimension == entry.dimension : $0.path == path
    }
    if isRepeated { throw fault(start, "'\(name)=\(path)' repeats an earlier one", "") }
    return entry
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var bytes = bytes
    while bytes.first == 0x20 { bytes.removeFirst() }
    while bytes.last == 0x20 { bytes.removeLast() }
    return Array(bytes)
  }

  private static func unescaped(_ path: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < path.count {
      if path[index] == 0x5C, index + 1 < path.count { index += 1 }
      result.append(path[index])
      index += 1
    }
    return result
  }

  /// The part after the last dot, without an index: `a.b[0]` gives `b`.
  private static func lastName(_ path: [UInt8]) -> String {
    var name: [UInt8] = []
    var last: [UInt8] = []
    var index = 0
    while index < path.count {
      switch path[index] {
      case 0x5C where index + 1 < path.count:
        index += 1
        name.append(path[index])
      case 0x2E, 0x5B:
        if !name.isEmpty { last = name }
        name = []
        if path[index] == 0x5B {
          while index < path.count, path[index] != 0x5D { index += 1 }
        }
      default:
        name.append(path[index])
      }
      index += 1
    }
    return String(decoding: name.isEmpty ? last : name, as: UTF8.self)
  }

  private static func fault(_ byte: Int, _ cause: String, _ remedy: String) -> IngestError {
    IngestError(.map, place: "--map, byte \(byte + 1)", cause: cause, remedy: remedy)
  }
}
