package import EarshotFormats

/// A JSON value whose objects keep the order of their keys: for settings and manifests, not for
/// rows.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The number as written, so that reading and writing keeps its bytes.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object([(String, JSONValue)])

  package static func integer(_ value: some BinaryInteger) -> JSONValue {
    .number(String(value))
  }

  /// A number with at most 6 decimals and always a point.
  package static func decimal(_ value: Double) -> JSONValue {
    var bytes: [UInt8] = []
    DecimalText.append(value, places: 6, to: &bytes)
    return .number(String(decoding: bytes, as: UTF8.self))
  }

  /// Value of the last member of this name; nil where there is none or this is no object.
  package subscript(_ key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.0 == key }?.1
  }

  package var asString: String? {
    if case .string(let value) = self { value } else { nil }
  }

  package var asInteger: Int64? {
    if case .number(let text) = self { Int64(text) } else { nil }
  }

  package var asBool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  package var asArray: [JSONValue]? {
    if case .array(let values) = self { values } else { nil }
  }

  package var asObject: [(String, JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }
}

extension JSONValue: Equatable {
  package static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.array(let a), .array(let b)): a == b
    case (.object(let a), .object(let b)):
      a.elementsEqual(b) { $0.0.utf8.elementsEqual($1.0.utf8) && $0.1 == $1.1 }
    default: false
    }
  }
}

extension JSONValue {
  /// Reads one value. Throws what the scanner throws: the first fault with its offset.
  package init(parsing bytes: [UInt8]) throws(JSONError) {
    var document = JSONDocument()
    // The pointer is used inside the closure only; errors leave it as a result.
    let result = unsafe bytes.withUnsafeBytes { raw -> Result<JSONValue, JSONError> in
      do throws(JSONError) {
        // 64 levels bound the recursion below.
        unsafe try document.parse(raw, limits: JSONDocument.Limits(depth: 64))
        return unsafe .success(JSONValue(document, document.root, raw))
      } catch {
        return .failure(error)
      }
    }
    self = try result.get()
  }

  private init(_ document: borrowing JSONDocument, _ index: Int, _ raw: UnsafeRawBufferPointer) {
    switch document.kind(index) {
    case .null: self = .null
    case .true: self = .bool(true)
    case .false: self = .bool(false)
    case .number:
      self = unsafe .number(String(decoding: document.rawBytes(index, in: raw), as: UTF8.self))
    case .string, .key: self = unsafe .string(document.string(index, in: raw) ?? "")
    case .array:
      var values: [JSONValue] = []
      var next = document.firstElement(of: index)
      while let element = next {
        unsafe values.append(JSONValue(document, element, raw))
        next = document.element(after: element, in: index)
      }
      self = .array(values)
    case .object:
      var members: [(String, JSONValue)] = []
      var next = document.firstKey(of: index)
      while let key = next {
        unsafe members.append(
          (document.string(key, in: raw) ?? "", JSONValue(document, key + 1, raw)))
        next = document.key(after: key, in: index)
      }
      self = .object(members)
    }
  }
}

extension JSONValue {
  /// Two blanks a level, arrays and objects without arrays or objects inside on one line, a final
  /// newline.
  package func prettyPrinted() -> [UInt8] {
    var bytes: [UInt8] = []
    append(to: &bytes, level: 0)
    bytes.append(0x0A)
    return bytes
  }

  private var isFlat: Bool {
    switch self {
    case .array(let values): values.allSatisfy(\.isScalar)
    case .object(let members): members.count <= 4 && members.allSatisfy(\.1.isScalar)
    default: true
    }
  }

  private var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }

  private func append(to bytes: inout [UInt8], level: Int) {
    switch self {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .number(let text): bytes.append(contentsOf: text.utf8)
    case .string(let text): Self.append(quoted: text, to: &bytes)
    case .array(let values):
      appendItems(values.map { (nil, $0) }, "[", "]", to: &bytes, level: level)
    case .object(let members):
      appendItems(members.map { ($0.0, $0.1) }, "{", "}", to: &bytes, level: level)
    }
  }

  private func appendItems(
    _ items: [(String?, JSONValue)], _ open: String, _ close: String, to bytes: inout [UInt8],
    level: Int
  ) {
    let inLine = isFlat && level > 0 || items.isEmpty
    bytes.append(contentsOf: open.utf8)
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(0x2C) }
      if !inLine {
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: 2 * level + 2))
      } else if index > 0 {
        bytes.append(0x20)
      }
      if let key = item.0 {
        Self.append(quoted: key, to: &bytes)
        bytes.append(contentsOf: ": ".utf8)
      }
      item.1.append(to: &bytes, level: level + 1)
    }
    if !inLine {
      bytes.append(0x0A)
      bytes.append(contentsOf: repeatElement(0x20, count: 2 * level))
    }
    bytes.append(contentsOf: close.utf8)
  }

  private static func append(quoted text: String, to bytes: inout [UInt8]) {
    var writer = JSONWriter()
    writer.string(text)
    bytes.append(contentsOf: writer.bytes)
  }
}
