/// What kind of personal data was found; the mask names it.
package enum RedactionKind: UInt8, Sendable, CaseIterable {
  case email, phone, card, iban, ip, mac, id, ssn, name

  /// What stands in the place of the data; ASCII.
  package var mask: StaticString {
    switch self {
    case .email: "[email]"
    case .phone: "[phone]"
    case .card: "[card]"
    case .iban: "[iban]"
    case .ip: "[ip]"
    case .mac: "[mac]"
    case .id: "[id]"
    case .ssn: "[ssn]"
    case .name: "[name]"
    }
  }
}

/// Personal data at a half-open byte range.
package struct Redaction: Equatable, Sendable {
  package var start: Int32
  package var stop: Int32
  package var kind: RedactionKind

  package init(start: Int32, stop: Int32, kind: RedactionKind) {
    self.start = start
    self.stop = stop
    self.kind = kind
  }
}
