/// Why reading cannot go on: place, cause and remedy, in one line each.
///
/// A record that cannot be used is no error but a `Rejection`.
package struct IngestError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Sendable {
    /// An input cannot be opened or read.
    case unreadable
    /// Compressed data is cut or altered, or a file became shorter while it was read.
    case damaged
    /// The encoding is not one that is read.
    case encoding
    /// A table has no header that serves, or no column with text.
    case header
    /// The column map is wrong: a fault of usage.
    case map
    /// An option is wrong: a fault of usage.
    case option
    case memory
  }

  package var code: Code
  /// The input as typed, with line or byte where known; or the option.
  package var place: String
  /// What is wrong, and what was expected.
  package var cause: String
  /// What to do about it; may be empty.
  package var remedy: String

  package init(_ code: Code, place: String, cause: String, remedy: String = "") {
    self.code = code
    self.place = place
    self.cause = cause
    self.remedy = remedy
  }

  package var description: String {
    let sentence = place.isEmpty ? cause : "\(place): \(cause)"
    return remedy.isEmpty ? sentence : "\(sentence); \(remedy)"
  }
}
