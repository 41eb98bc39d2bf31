/// Why bytes are not one JSON value (RFC 8259), and where.
package struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Sendable {
    /// A byte that cannot stand here.
    case unexpectedByte
    /// The input ends inside a value.
    case unexpectedEnd
    /// Bytes other than white space follow the value.
    case trailingBytes
    /// A raw U+0000...U+001F inside a string.
    case controlCharacter
    /// Ill-formed UTF-8 inside a string, where the caller asked for strict encoding.
    case invalidUTF8
    /// Arrays and objects are nested deeper than the limit.
    case tooDeep
    /// More values than the limit.
    case tooManyValues
    /// The input is longer than 4 GiB - 2.
    case tooLong
  }

  /// What would have been right at `offset`.
  package enum Expectation: Sendable {
    case value, valueAfterComma, keyOrEnd, keyAfterComma, colon, commaOrBrace, commaOrBracket
    case digit, digitAfterPoint, digitOfExponent, noLeadingZero
    case literalNull, literalTrue, literalFalse
    case escape, hexDigit, stringEnd, noControl, utf8, end
    case fewerLevels, fewerValues, fewerBytes
  }

  package var code: Code
  /// Offset in bytes from the start of the input.
  package var offset: Int
  /// The byte at `offset`; nil at the end of the input.
  package var found: UInt8?
  package var expected: Expectation

  package init(code: Code, offset: Int, found: UInt8?, expected: Expectation) {
    self.code = code
    self.offset = offset
    self.found = found
    self.expected = expected
  }

  /// One sentence: place, what was expected, what was found.
  package var description: String {
    "byte \(offset): \(expected.sentence), found \(foundName)"
  }

  private var foundName: String {
    guard let found else { return "the end of the input" }
    switch found {
    case 0x27: return "an apostrophe"
    case 0x20: return "a blank"
    case 0x21..<0x7F: return "'\(Character(Unicode.Scalar(found)))'"
    default: return "byte 0x\(String(found, radix: 16, uppercase: true))"
    }
  }
}

extension JSONError.Expectation {
  fileprivate var sentence: String {
    switch self {
    case .value: "expected a value"
    case .valueAfterComma: "expected a value after ','"
    case .keyOrEnd: "expected a key in double quotes or '}'"
    case .keyAfterComma: "expected a key in double quotes after ','"
    case .colon: "expected ':' after the key"
    case .commaOrBrace: "expected ',' or '}' after a member"
    case .commaOrBracket: "expected ',' or ']' after an element"
    case .digit: "expected a digit after '-'"
    case .digitAfterPoint: "expected a digit after the decimal point"
    case .digitOfExponent: "expected a digit of the exponent"
    case .noLeadingZero: "expected no digit after a leading zero"
    case .literalNull: "expected the literal null"
    case .literalTrue: "expected the literal true"
    case .literalFalse: "expected the literal false"
    case .escape: "expected one of \" \\ / b f n r t u after a backslash"
    case .hexDigit: "expected four hexadecimal digits after \\u"
    case .stringEnd: "expected a double quote that ends the string"
    case .noControl: "expected control characters in a string to be escaped"
    case .utf8: "expected well-formed UTF-8"
    case .end: "expected nothing after the value"
    case .fewerLevels: "expected no deeper nesting (the limit is reached)"
    case .fewerValues: "expected no more values (the limit is reached)"
    case .fewerBytes: "expected an input below 4 GiB"
    }
  }
}
