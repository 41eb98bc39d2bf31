import Foundation
import Testing

@Suite struct PrivacyTests {
  private let workshop: Workshop

  /// Pieces of personal data in the input; none of them may be in any output.
  private static let secrets = [
    "anna.jones", "Jones", "7946 0958", "2079460958", "4111 1111", "4111111111111111", "GB82",
    "WEST 1234",
  ]

  private static let lines = """
    {"id":"anna.jones@example.com","text":"Great app. Mail anna.jones@example.com or call \
    +44 20 7946 0958.","plan":"anna.jones@example.com","customer_id":"anna.jones@example.com",\
    "author":"Anna Jones <anna.jones@example.com>","channel":"+44 20 7946 0958"}
    {"id":"c2","text":"Delivery was late. My card is 4111 1111 1111 1111, IBAN \
    GB82 WEST 1234 5698 7654 32.","region":"+44 20 7946 0958"}
    {"id":"anna.jones@example.com","text":5}
    no json anna.jones@example.com +44 20 7946 0958

    """

  private static let table = """
    id,text,plan
    anna.jones@example.com,"Great app, mail anna.jones@example.com",anna.jones@example.com
    anna.jones@example.com

    """

  init() throws { workshop = try Workshop() }

  @Test(arguments: [
    ["secret.jsonl"], ["secret.csv"],
    ["--text", "redacted", "--mentions", "all", "--redact", "strict", "secret.jsonl"],
    ["--text", "redacted", "--mentions", "all", "secret.csv", "secret.jsonl"],
  ])
  func personalDataIsInNoFileOfARun(arguments: [String]) throws {
    try workshop.write("secret.jsonl", Self.lines)
    try workshop.write("secret.csv", Self.table)
    try workshop.publish("out", ["--max-rejects", "1"] + arguments)
    let digest = try workshop.earshot(["digest", "out"])
    for (name, data) in try workshop.files("out") {
      for secret in Self.secrets {
        #expect(data.range(of: Data(secret.utf8)) == nil, "\(secret) is in \(name)")
      }
    }
    for secret in Self.secrets { #expect(!digest.output.contains(secret)) }
    #expect(try workshop.read("out/records.jsonl").contains("[email]"))
    #expect(!(try workshop.read("out/rejects.jsonl").isEmpty))
  }

  @Test func withoutRedactionTheSearchFindsThem() throws {
    try workshop.write("secret.jsonl", Self.lines)
    try workshop.publish(
      "out", ["--max-rejects", "1", "--redact", "none", "--text", "full", "secret.jsonl"])
    let records = try workshop.read("out/records.jsonl")
    #expect(records.contains("anna.jones"))
    #expect(records.contains("4111 1111"))
  }
}
