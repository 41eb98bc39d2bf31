import EarshotModel
import EarshotPrivacy
import Testing

/// Texts and what becomes of them. All persons, accounts and numbers are invented or reserved for
/// examples.
struct RedactorTests {
  private let redactor = Redactor(mode: .standard)

  @Test(arguments: [
    // E-mail addresses
    ("anna@example.com", "[email]"),
    ("mail anna.j-b_2+x@sub.example.co.uk.", "mail [email]."),
    ("(info@example.is)", "([email])"),
    ("<ANNA@EXAMPLE.COM>, 'bob@example.com'", "<[email]>, '[email]'"),
    ("mailto:anna@example.com?subject=x", "mailto:[email]?subject=x"),
    ("a@xn--d1acufc.xn--p1ai", "[email]"),
    ("jón@dæmi.is", "[email]"),
    ("почта: иван@пример.рф!", "почта: [email]!"),
    ("联系anna@example.com。", "联系[email]。"),
    ("5551234@example.com", "[email]"),
    ("555-123-4567@example.com", "[email]"),
    ("+1 555-123-4567@example.com", "[email]"),
    ("anna@example.com,bob@example.com", "[email],[email]"),
    // Telephone numbers with an international prefix
    ("+354 555 1234", "[phone]"),
    ("+3545551234", "[phone]"),
    ("(+354) 555-1234", "[phone]"),
    ("00354 555 1234", "[phone]"),
    ("+44 (0)20 7946 0958", "[phone]"),
    ("+44 (20) 7123 4567.", "[phone]."),
    ("+55 11 98456 5666", "[phone]"),
    ("+41 (0)96 471 07 95", "[phone]"),
    ("+49.171.1234567", "[phone]"),
    ("+1-903-140-4508x769", "[phone]"),
    ("001-253-366-9781", "[phone]"),
    ("hringdu í +354\u{A0}555\u{A0}1234", "hringdu í [phone]"),
    // National groupings
    ("(555) 123-4567", "[phone]"),
    ("(555)123-4567", "[phone]"),
    ("555-123-4567", "[phone]"),
    ("555.123.4567", "[phone]"),
    ("555 123 4567", "[phone]"),
    ("1-800-555-0199", "[phone]"),
    ("259.735.7502x459", "[phone]"),
    ("415-555-0132 ext. 12", "[phone]"),
    ("01 23 45 67 89", "[phone]"),
    ("01.23.45.67.89", "[phone]"),
    ("01-23-45-67-89", "[phone]"),
    ("020 7946 0958", "[phone]"),
    ("(020) 7946 0958", "[phone]"),
    ("0490 75 40 81", "[phone]"),
    ("0393 1144137", "[phone]"),
    ("0171/1234567", "[phone]"),
    ("08-123 45 67", "[phone]"),
    ("070-123 45 67", "[phone]"),
    ("06-12345678", "[phone]"),
    ("0961-7596216", "[phone]"),
    ("09-7625400", "[phone]"),
    ("(99) 645-791", "[phone]"),
    ("0612345678", "[phone]"),
    ("電話090-1234-5678。", "電話[phone]。"),
    ("โทร081-234-5678", "โทร[phone]"),
    ("555-1234", "[phone]"),
    ("call about my order 555-123-4567", "call about my order [phone]"),
    ("invoice (020) 7946 0958", "invoice [phone]"),
    // Telephone numbers that a word announces
    ("sími 555 1234", "sími [phone]"),
    ("Sími: 5551234", "Sími: [phone]"),
    ("Símanúmerið mitt er 555 1234.", "Símanúmerið mitt er [phone]."),
    ("tel. 432 03 163", "tel. [phone]"),
    ("Phone:\n60-56-85-91", "Phone:\n[phone]"),
    ("call me at 699 956 915", "call me at [phone]"),
    ("Fax: 9498777106", "Fax: [phone]"),
    ("tlf 12 34 56 78", "tlf [phone]"),
    ("ТЕЛЕФОН 8 800 333 75 15", "ТЕЛЕФОН [phone]"),
    ("Téléphone 612345678", "Téléphone [phone]"),
    ("TÉL 612345678", "TÉL [phone]"),
    // Payment cards (the networks' published test numbers)
    ("4111111111111111", "[card]"),
    ("4111 1111 1111 1111", "[card]"),
    ("4012-8888-8888-1881", "[card]"),
    ("4012\u{A0}8888\u{A0}8888\u{A0}1881", "[card]"),
    ("5555555555554444", "[card]"),
    ("2223003122003222", "[card]"),
    ("378282246310005", "[card]"),
    ("3782 822463 10005", "[card]"),
    ("30569309025904", "[card]"),
    ("6011000990139424", "[card]"),
    ("3530111333300000", "[card]"),
    ("6759649826438453", "[card]"),
    ("4222222222222", "[card]"),
    ("card 584528792610?", "card [card]?"),
    ("4012888888881881 4012-8888-8888-1881", "[card] [card]"),
    // Bank accounts (the registry's examples)
    ("IS140159260076545510730339", "[iban]"),
    ("IS14 0159 2600 7654 5510 7303 39", "[iban]"),
    ("is14 0159 2600 7654 5510 7303 39.", "[iban]."),
    ("gb29nwbk60161331926819", "[iban]"),
    ("Gb29nwbk60161331926819", "[iban]"),
    ("IBAN:GB29-NWBK-6016-1331-9268-19", "IBAN:[iban]"),
    ("NO93 8601 1117 947", "[iban]"),
    ("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "[iban]"),
    ("to VG96 VPVG 0000 0123 4567 8901 X", "to [iban] X"),
    // Addresses of computers
    ("192.168.0.1", "[ip]"),
    ("(10.0.0.1)", "([ip])"),
    ("http://203.0.113.9:8080/x", "http://[ip]:8080/x"),
    ("192.168.1.0/24", "[ip]"),
    ("10.0.0.0/8", "[ip]"),
    ("2001:db8::1", "[ip]"),
    ("[2001:db8:85a3::8a2e:370]:80", "[[ip]]:80"),
    ("::ffff:192.0.2.1", "[ip]"),
    ("fe80::5054:ff:fe1b:b031.", "[ip]."),
    ("684D:1111:222:3333:4444:5555:6:77", "[ip]"),
    ("2001:db8::1/64", "[ip]"),
    ("AA:BB:CC:DD:EE:FF", "[mac]"),
    ("01:23:45:67:89:ab", "[mac]"),
    ("00-1b-44-11-3a-b7", "[mac]"),
    ("0012.3456.789a", "[mac]"),
    // Kennitala: the check digit is not asked for
    ("010190-2939", "[id]"),
    ("311299-1230", "[id]"),
    ("290208-4568", "[id]"),
    ("450601-3140", "[id]"),
    ("kt. 010190-2939,", "kt. [id],"),
    ("kt. 0101902939", "kt. [id]"),
    ("Kennitala: 010190 2939", "Kennitala: [id]"),
    ("kennitalan mín er 1203751239", "kennitalan mín er [id]"),
    // Other personal numbers
    ("078-05-1123", "[ssn]"),
    ("abc 078 05 1123 abc", "abc [ssn] abc"),
    ("SSN 078051123", "SSN [ssn]"),
    ("871220-2384", "[id]"),
    ("19871220-2384", "[id]"),
    ("198712202384", "[id]"),
    ("personnummer 8712202384", "personnummer [id]"),
    ("01010750160", "[id]"),
    ("131052-308T", "[id]"),
    ("131052A308T", "[id]"),
    ("CPR 010190-1234", "CPR [id]"),
    // Side by side
    ("555-123-4567-4111111111111111", "[phone]-[card]"),
    ("anna@example.com 555-123-4567 192.168.0.1", "[email] [phone] [ip]"),
    // A keycap stays with its digit
    ("555-1234\u{FE0F}\u{20E3}!", "[phone]!"),
  ])
  func masks(_ text: String, _ expected: String) {
    #expect(redactor.redact(text).text == expected)
  }

  @Test(arguments: [
    // Prices and amounts
    "$1234567", "1.234.567 kr", "1 234 567 kr.", "€ 1.299,00", "kr. 12.990", "£1,000,000",
    "500-1500 kr", "600-1000", "450-1250 people", "+1 000 000", "+1.000.000", "+10000000 likes",
    "5990-7990", "USD 1234567.89", "¥12345678", "ISK 1500000", "12 000 000",
    // Dates and times
    "2024-01-15", "15.01.2024", "01/02/2024", "1/2/24", "01.02.24", "2024/01/15", "20240115",
    "15-01-2024", "01 02 2024", "2024-01-15T10:30:00", "2024-01-15 10:30:00.123", "12:34:56",
    "01.02.2024 12:30", "01.02.2024 12.30", "01.02.24-05.03.24", "01.02-05.03.2024",
    "01.02.2024-05.03.2024", "10:30-12:45", "08.00-17.00", "8:00:00-17:30:00", "2019-2024",
    "1999-2001", "2010 2015 2020", "call me on 15.01.2024", "call me 01.02.24 14:30",
    "sími 01-02-2024", "phone released 2019-05-06", "09 02 2023 11 30",
    // Counts, scores, ratings, versions, shares
    "order 123456789", "order 1234567890", "Order no. 0612345678", "ordered 1234567 times",
    "pöntun 5551234", "Pöntunarnúmer: 1234567", "invoice 555-1234", "ticket #5551234",
    "#5551234", "4.5/5", "10/10", "99.99%", "3-2", "6-4 7-5 6-3", "1-0 2-1 3-1",
    "version 10.0.1.25", "v12.34.56.78", "1.2.3.4", "iOS 17.4.1", "build 10.0.19045.3803",
    "100%", "24/7", "4x4", "1080p", "iPhone 15", "5G", "12345678", "1234567890",
    "1500000000", "123456789012", "90210-1234", "12345-1234", "1 2 3 4 5 6 7 8 9",
    "phone number 1 of 1000000", "call 1000000 times", "0.1234567890123456", "3.14159265358979",
    "SKU 12-345-6789-0", "ISBN 978-3-16-148410-0", "model AB-555-1234", "x555-123-4567",
    "/item/555-123-4567", "?id=0612345678", "12-555-123-4567",
    // Runs of one digit
    "555555555", "5555555555555555", "0000000000000000", "55555 5555 555", "tel 5555555",
    "088-888-8888", "1111-1111-1111-1111",
    // Handles, tags, things with an at sign
    "@nova", "hi @nova.is you", "user@", "@", "a@b", "foo@bar", "5 @ 3.50", "meet@5.30",
    "me@work. Thanks", "#555_1234_567", "@user12345678", "@ example.com",
    // Not quite cards, accounts, addresses, personal numbers
    "4012-8888-8888-1882", "1748503543012", "9999999999999995", "GB29NWBK60161331926818",
    "XX29NWBK60161331926819", "LV80 bANK 0000 4351 9500 1", "gB29NWBK60161331926819",
    "256.256.256.256", "192.168.0", "MyClass::toString", "std::vector", "a::b", "::1", ":: 3",
    "1:2:3:4:5:6:7:8", "2001::db8::1", "00:00:00:00:00:00", "12:30:45:12", "10:00:00",
    "320190-2939", "011390-2939", "010190-2931", "0101902939x", "666-12-1234", "000-12-1234",
    "123-00-1234", "911-12-1234", "131052/308T", "131052-308X", "111111-111A", "310289-211C",
    "19001309-2393", "31010750161", ":)", "a:b:c", "Svar: 3:2",
    "", " ", "🙂 5️⃣ stars", "7️⃣7️⃣7️⃣",
  ])
  func leaves(_ text: String) {
    #expect(redactor.redact(text).text == text)
  }

  @Test func modeNoneFindsNothing() {
    let text = "anna@example.com +354 555 1234"
    #expect(Redactor(mode: .none).redact(text, names: ["anna"]).text == text)
  }

  @Test(arguments: [
    ("Anna wrote; ANNA too, annan not", ["Anna"], "[name] wrote; [name] too, annan not"),
    ("Anna Smith and Anna", ["Anna", "Anna Smith"], "[name] and [name]"),
    ("from anna@example.com", ["anna"], "from [email]"),
    ("Jón, Jóns og Björn", ["Jón", "Björn"], "[name], Jóns og [name]"),
    ("Jon Joná Jon\u{301}", ["Jon"], "[name] Joná Jon\u{301}"),
    ("我是张伟说的", ["张伟"], "我是[name]说的"),
    ("@anna_1 anna-b", ["anna"], "@[name]_1 [name]-b"),
    ("[email] [name] id", ["email", "name", "id"], "[email] [name] [name]"),
    ("Anna 555-123-4567", ["Anna", "555"], "[name] [phone]"),
    ("A a", ["A", " "], "A a"),
    ("„Anna“ (Anna)", [" Anna "], "„[name]“ ([name])"),
  ])
  func masksKnownNamesWhenStrict(_ text: String, _ names: [String], _ expected: String) {
    #expect(Redactor(mode: .strict).redact(text, names: names).text == expected)
    #expect(!redactor.redact(text, names: names).text.contains("[name]") || text.contains("[name]"))
  }

  @Test func partsOfNamesAreNamesOnRequest() {
    var names = KnownNames()
    var spans: [Redaction] = []
    unsafe Array("Anna de Smith".utf8).withUnsafeBytes { unsafe names.addWithParts($0) }
    unsafe Array("Anna de Smith, Smith, de, Anna".utf8).withUnsafeBytes {
      unsafe Redactor(mode: .strict).spans(in: $0, names: names, into: &spans)
    }
    #expect(spans.map(\.start) == [0, 15, 26])
    names.removeAll()
    #expect(names.isEmpty)
  }

  @Test(arguments: [
    (0, 100, "to [email] or [phone]."), (0, 2, "to"), (0, 4, "to [email]"), (5, 9, "[email]"),
    (19, 23, " or "), (18, 24, "[email] or [phone]"), (34, 35, "[phone]"), (35, 36, "."),
    (7, 7, ""), (37, 90, ""), (-5, 2, "to"), (9, 3, ""),
  ])
  func masksAPartLikeTheWhole(_ start: Int, _ stop: Int, _ expected: String) {
    let text = Array("to anna@example.com or 555-123-4567.".utf8)
    let spans = redactor.redact(text).spans
    var output: [UInt8] = []
    unsafe text.withUnsafeBytes {
      unsafe redactor.append($0, from: start, to: stop, spans, into: &output)
    }
    #expect(String(decoding: output, as: UTF8.self) == expected)
  }
}
