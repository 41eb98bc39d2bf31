/// One value, or one key of an object, on the tape of a `JSONDocument`: 16 bytes that refer to the
/// input by offset and hold nothing of it.
package struct JSONNode: Equatable, Sendable {
  package enum Kind: UInt8, Sendable {
    case null, `false`, `true`, number, string, object, array
    /// A key: the value it names is the node after it.
    case key
  }

  /// What the scanner has learned about a string, key or number.
  package struct Flags: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    /// A string with at least one backslash escape.
    package static let escaped = Flags(rawValue: 1)
    /// A string whose raw bytes are ill-formed UTF-8.
    package static let invalidUTF8 = Flags(rawValue: 2)
    /// A string with a raw byte above 0x7F.
    package static let nonASCII = Flags(rawValue: 4)
    /// A number written with a fraction or an exponent.
    package static let fractional = Flags(rawValue: 8)
  }

  var startOffset: UInt32
  var endOffset: UInt32
  /// Of a value: the index of the node after it and all it holds. Of a key: `JSONKey.hash` of its
  /// raw bytes (its value is simply the next node).
  var link: UInt32
  package internal(set) var kind: Kind
  package internal(set) var flags: Flags

  /// The raw bytes in the input, half-open: a string or key without its quotes, a number as
  /// written, an array or object with its brackets.
  package var range: Range<Int> {
    // The scanner writes startOffset <= endOffset; a container is only seen when it is closed.
    unsafe Range(uncheckedBounds: (Int(startOffset), Int(endOffset)))
  }

  /// Whether the raw bytes of this string or key are its text: no escapes, well-formed UTF-8.
  package var isPlain: Bool { flags.isDisjoint(with: [.escaped, .invalidUTF8]) }
}
