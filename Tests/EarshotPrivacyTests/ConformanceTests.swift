import EarshotModel
import EarshotPrivacy
import Foundation
import Testing

private let folder = ProcessInfo.processInfo.environment["EARSHOT_CONFORMANCE"]
private let sentimentFolder = ProcessInfo.processInfo.environment["EARSHOT_SENTIMENT"]

/// Recall and false redactions on published texts. `EARSHOT_CONFORMANCE` names the conformance
/// folder, `EARSHOT_SENTIMENT` a folder of reviews without personal data, one JSON object a line.
@Suite(.enabled(if: folder != nil))
struct ConformanceTests {
  private let redactor = Redactor(mode: .standard)

  @Test func findsThePersonalDataOfSyntheticTexts() throws {
    let kinds: [String: RedactionKind] = [
      "CREDIT_CARD": .card, "IBAN_CODE": .iban, "EMAIL_ADDRESS": .email, "PHONE_NUMBER": .phone,
      "US_SSN": .ssn, "IP_ADDRESS": .ip,
    ]
    var expected: [RedactionKind: Int] = [:]
    var covered: [RedactionKind: Int] = [:]
    var exact = 0
    var falseOnes: [String] = []
    for record in try records(at: #require(folder) + "/pii/presidio-synth.jsonl") {
      let text = try #require(record["text"] as? String)
      let spans = try #require(record["spans"] as? [[Any]])
      let found = redactor.redact(text).spans
      var labels: [Range<Int>] = []
      for span in spans {
        let type = span[2] as? String ?? ""
        let range = try byteRange(span, in: text)
        // A driver's licence is personal, though no kind of ours.
        if type == "US_DRIVER_LICENSE" { labels.append(range) }
        guard let kind = kinds[type] else { continue }
        labels.append(range)
        expected[kind, default: 0] += 1
        if found.contains(where: { $0.start <= range.lowerBound && $0.stop >= range.upperBound }) {
          covered[kind, default: 0] += 1
        } else {
          print("missed \(type): \(slice(text, range))  in  \(text.suffix(90))")
        }
        if found.contains(where: { $0.range == range && $0.kind == kind }) { exact += 1 }
      }
      for span in found where !labels.contains(where: { $0.overlaps(span.range) }) {
        falseOnes.append("false \(span.kind): \(slice(text, span.range))")
      }
    }
    for line in falseOnes { print(line) }
    for kind in RedactionKind.allCases where expected[kind] != nil {
      print("\(kind): \(covered[kind] ?? 0) of \(expected[kind] ?? 0)")
    }
    let total = expected.values.reduce(0, +)
    let all = covered.values.reduce(0, +)
    print("all: \(all) of \(total), exact \(exact), false \(falseOnes.count)")
    #expect(Double(all) >= 0.98 * Double(total))
    #expect(falseOnes.count <= 20)
  }

  @Test(arguments: [
    ("iban", RedactionKind.iban, 176), ("credit_card", .card, 11), ("email", .email, 5),
    ("phone", .phone, 10), ("us_ssn", .ssn, 4), ("ip", .ip, 40),
    ("fi_personal_identity_code", .id, 19), ("se_personnummer", .id, 5), ("mac", .mac, 6),
  ])
  func agreesWithRecognizerCases(_ name: String, _ kind: RedactionKind, _ least: Int) throws {
    var total = 0
    var right = 0
    for record in try records(at: #require(folder) + "/pii/presidio-recognizers.jsonl")
    where record["kind"] as? String == name {
      let text = try #require(record["text"] as? String)
      let expected = try #require(record["spans"] as? [[Any]]).map { try byteRange($0, in: text) }
      let found = redactor.redact(text).spans.filter { $0.kind == kind }.map(\.range)
      total += 1
      if found == expected {
        right += 1
      } else {
        print("\(name): \(text)  found \(found), expected \(expected)")
      }
    }
    print("\(name): \(right) of \(total)")
    #expect(right >= least)
  }

  @Test(.enabled(if: sentimentFolder != nil))
  func leavesOrdinaryReviewsAlone() throws {
    let folder = try #require(sentimentFolder)
    var counts: [RedactionKind: Int] = [:]
    var texts = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    where name.hasSuffix(".jsonl") {
      for record in try records(at: folder + "/" + name) {
        guard let text = record["text"] as? String else { continue }
        texts += 1
        for span in redactor.redact(text).spans {
          counts[span.kind, default: 0] += 1
          print("flag \(name.prefix(8)) \(span.kind): \(slice(text, span.range))")
        }
      }
    }
    print("texts \(texts), flags \(counts)")
    #expect(counts.values.reduce(0, +) <= 80)
  }

  /// Prints the speed over all reviews, each a call; to be read from a release build.
  @Test(.enabled(if: sentimentFolder != nil))
  func measuresThroughput() throws {
    let folder = try #require(sentimentFolder)
    var texts: [[UInt8]] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let records = try name.hasSuffix(".jsonl") ? records(at: folder + "/" + name) : []
      texts += records.compactMap { ($0["text"] as? String).map { Array($0.utf8) } }
    }
    let bytes = texts.reduce(0) { $0 + $1.count }
    let plain = [
      Array(String(repeating: "The room was clean and quiet, thank you. ", count: 99).utf8)
    ]
    let dense = [Array(String(repeating: "555-123-4567 a@b.is 10.0.0.10, ", count: 99).utf8)]
    let dates = [Array(String(repeating: "12.03.2024 kl. 10:30 order 12345678 ", count: 99).utf8)]
    measure("reviews, standard", texts, rounds: 50, mode: .standard)
    measure("reviews, strict", texts, rounds: 10, mode: .strict)
    measure("no candidates", plain, rounds: 20_000, mode: .standard)
    measure("dates and orders", dates, rounds: 2_000, mode: .standard)
    measure("personal data only", dense, rounds: 1_000, mode: .standard)
    #expect(bytes > 0)
  }

  private func measure(_ name: String, _ texts: [[UInt8]], rounds: Int, mode: RedactionMode) {
    let redactor = Redactor(mode: mode)
    var names = KnownNames()
    unsafe Array("Anna Smith".utf8).withUnsafeBytes { unsafe names.addWithParts($0) }
    var spans: [Redaction] = []
    var found = 0
    let time = ContinuousClock().measure {
      for _ in 0..<rounds {
        for text in texts {
          unsafe text.withUnsafeBytes { unsafe redactor.spans(in: $0, names: names, into: &spans) }
          found += spans.count
        }
      }
    }
    let bytes = texts.reduce(0) { $0 + $1.count } * rounds
    let speed = Double(bytes) / (time / .microseconds(1))
    print("speed \(name): \(Int(speed)) MB/s, \(found / rounds) found")
  }

  private func records(at path: String) throws -> [[String: Any]] {
    try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  /// The byte range of a span given in code points.
  private func byteRange(_ span: [Any], in text: String) throws -> Range<Int> {
    let scalars = text.unicodeScalars
    let offsets = try span.prefix(2).map { number in
      let count = try #require(number as? Int)
      let index = scalars.index(scalars.startIndex, offsetBy: count)
      return text.utf8.distance(from: text.utf8.startIndex, to: index)
    }
    return offsets[0]..<offsets[1]
  }

  private func slice(_ text: String, _ range: Range<Int>) -> String {
    String(decoding: Array(text.utf8)[range], as: UTF8.self)
  }
}

extension Redaction {
  var range: Range<Int> { Int(start)..<Int(stop) }
}
