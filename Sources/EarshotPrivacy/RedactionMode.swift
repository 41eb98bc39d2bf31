/// How much is redacted.
package enum RedactionMode: Sendable {
  /// Nothing: texts leave as they came.
  case none
  /// Addresses and numbers that identify a person by their shape and checks.
  case standard
  /// As `standard`, and the names the caller knows for the record.
  case strict
}
