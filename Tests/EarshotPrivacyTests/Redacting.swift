import EarshotModel
import EarshotPrivacy

/// The redactions of a text, and the masked text, for tests that speak in strings.
struct Redacted {
  var spans: [Redaction]
  var text: String
  var bytes: [UInt8]
}

extension Redactor {
  func redact(_ text: String, names: [String] = []) -> Redacted {
    redact(Array(text.utf8), names: names)
  }

  func redact(_ bytes: [UInt8], names: [String] = []) -> Redacted {
    var known = KnownNames()
    for name in names { unsafe Array(name.utf8).withUnsafeBytes { unsafe known.add($0) } }
    var spans: [Redaction] = []
    var output: [UInt8] = []
    unsafe bytes.withUnsafeBytes {
      unsafe self.spans(in: $0, names: known, into: &spans)
      unsafe append($0, spans, into: &output)
    }
    return Redacted(spans: spans, text: String(decoding: output, as: UTF8.self), bytes: output)
  }
}
