/// A way from an object to a value inside it, parsed once: `score`, `comment.body`, `tags[0].name`.
///
/// Steps are separated by dots; `[n]` counts elements from 0; a backslash takes the next
/// character of a name literally (`a\.b` is one name with a dot).
package struct JSONPath: Equatable, Sendable {
  enum Step: Equatable, Sendable {
    case key(JSONKey)
    case index(Int)
  }

  /// Why a text is no path.
  package struct ParseError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Offset in bytes.
    package let offset: Int
    package let description: String
  }

  let steps: [Step]

  /// Whether the path is the name of one member.
  package var isSingleKey: Bool {
    if case .key = steps.first { steps.count == 1 } else { false }
  }

  /// The path that is one name, taken literally.
  package init(key name: String) { steps = [.key(JSONKey(name))] }

  package init(_ text: String) throws(ParseError) {
    let bytes = Array(text.utf8)
    var steps: [Step] = []
    var i = 0
    while true {
      if i < bytes.count, bytes[i] == 0x5B, steps.isEmpty || bytes[i - 1] != 0x2E {
        try steps.append(.index(Self.index(bytes, &i)))
      } else {
        try steps.append(.key(Self.name(bytes, &i)))
      }
      guard i < bytes.count else { break }
      if bytes[i] == 0x2E { i += 1 }
    }
    self.steps = steps
  }

  private static func name(_ bytes: [UInt8], _ i: inout Int) throws(ParseError) -> JSONKey {
    var name: [UInt8] = []
    while i < bytes.count, bytes[i] != 0x2E, bytes[i] != 0x5B {
      if bytes[i] == 0x5C { i += 1 }
      guard i < bytes.count else {
        throw error(i, "expected a character after the backslash")
      }
      name.append(bytes[i])
      i += 1
    }
    guard !name.isEmpty else { throw error(i, "expected a name") }
    return JSONKey(name)
  }

  private static func index(_ bytes: [UInt8], _ i: inout Int) throws(ParseError) -> Int {
    i += 1
    let start = i
    var value = 0
    while i < bytes.count, bytes[i] &- 0x30 < 10, i - start < 9 {
      value = value * 10 + Int(bytes[i] - 0x30)
      i += 1
    }
    guard i > start else { throw error(i, "expected the number of an element") }
    guard i < bytes.count, bytes[i] == 0x5D else {
      throw error(i, "expected ']' after the number of an element")
    }
    i += 1
    guard i == bytes.count || bytes[i] == 0x2E || bytes[i] == 0x5B else {
      throw error(i, "expected '.' or '[' after ']'")
    }
    return value
  }

  private static func error(_ offset: Int, _ reason: String) -> ParseError {
    ParseError(offset: offset, description: "path, byte \(offset): \(reason)")
  }
}
