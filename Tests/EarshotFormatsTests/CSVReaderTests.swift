import EarshotFormats
import Testing

@Suite struct CSVReaderTests {
  @Test(arguments: [
    ("", []), ("\n\r\n", []), ("a", [["a"]]), ("a,b\n", [["a", "b"]]),
    ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]), ("a\rb\rc", [["a"], ["b"], ["c"]]),
    ("a,\n", [["a", ""]]), (",", [["", ""]]), ("\"\"\n", [[""]]), ("\"\"", [[""]]),
    ("\"a,\"\"b\"\"\r\nc\",d", [["a,\"b\"\r\nc", "d"]]), ("a\"b\",c", [["a\"b\"", "c"]]),
    (" \"a\",b", [[" \"a\"", "b"]]), ("\u{FEFF}a,b", [["a", "b"]]),
    ("a\n\u{FEFF}\"b\"\n", [["a"], ["b"]]), ("\u{FEFF}\n", []), ("x\n \ny", [["x"], [" "], ["y"]]),
    ("a\n\n\nb", [["a"], ["b"]]), ("\"a\"\r\"b\"\r", [["a"], ["b"]]), ("\u{FF41}", [["\u{FF41}"]]),
  ])
  func readsRecords(_ csv: String, _ expected: [[String]]) {
    let table = CSVTable(csv)
    #expect(table.texts == expected)
    #expect(table.rows.allSatisfy { $0.faults.isEmpty })
  }

  @Test func takesOtherDelimiters() {
    #expect(
      CSVTable("a\tb,c\t\"d\te\"", reader: CSVReader(delimiter: .tab)).texts
        == [["a", "b,c", "d\te"]])
    #expect(CSVTable("a;b,c", reader: CSVReader(delimiter: .semicolon)).texts == [["a", "b,c"]])
    #expect(CSVTable("a|b", reader: CSVReader(delimiter: .pipe)).texts == [["a", "b"]])
  }

  @Test func flagsTextAfterAQuote() {
    let table = CSVTable("\"a\"b\"c,d\ne,f\n\"x\" ,y")
    #expect(table.texts == [["ab\"c", "d"], ["e", "f"], ["x ", "y"]])
    #expect(table.rows.map(\.faults) == [.textAfterQuote, [], .textAfterQuote])
  }

  @Test func flagsAnOpenQuoteAtTheEnd() {
    let table = CSVTable("a,b\n1,\"two\n3,4\n")
    #expect(table.texts == [["a", "b"], ["1", "two\n3,4\n"]])
    #expect(table.rows[1].faults == .unterminatedQuote)
    #expect(table.rows[1].line == 2)
    #expect(table.rows[1].lastLine == 4)
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func countsPhysicalLines(_ newline: String) {
    let csv = ["h", "", "\"1", "2\"", "x", "", "", "y"].joined(separator: newline)
    let table = CSVTable(csv)
    #expect(table.rows.map(\.line) == [1, 3, 5, 8])
    #expect(table.rows.map(\.lastLine) == [1, 4, 5, 8])
    #expect(table.blankLines == 3)
    let n = newline.utf8.count
    #expect(table.rows.map(\.offset) == [0, 1 + 2 * n, 5 + 4 * n, 6 + 7 * n])
  }

  @Test func offsetsBeginAfterAMark() {
    #expect(CSVTable("\u{FEFF}a\n\u{FEFF}b").rows.map(\.offset) == [3, 8])
  }

  @Test func skipsLongRecordsToTheNextLine() {
    let reader = CSVReader(maxRecordBytes: 10)
    let csv = "0123456789\n01234567890\nok\n\"123456\n890123\nrest\"\n,\n"
    let table = CSVTable(csv, reader: reader)
    #expect(table.texts == [["0123456789"], [], ["ok"], [], ["rest\""], ["", ""]])
    #expect(table.rows.map(\.isTooLong) == [false, true, false, true, false, false])
    #expect(table.rows.map(\.line) == [1, 2, 3, 4, 6, 7])
  }

  @Test func limitsFields() {
    let reader = CSVReader(maxFields: 3)
    let table = CSVTable("a,b,c\na,b,c,d\ne", reader: reader)
    #expect(table.rows.map(\.isTooLong) == [false, true, false])
    #expect(table.texts == [["a", "b", "c"], [], ["e"]])
  }

  @Test func chunksChangeNothing() {
    var random = SeededGenerator(seed: 19)
    let alphabet = Array("a\",;\n\r\" ".utf8) + [0xEF, 0xBB, 0xBF]
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<60, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random)! }
      let limit = Int.random(in: 4...40, using: &random)
      let reader = CSVReader(maxRecordBytes: limit, maxFields: 5)
      let whole = CSVTable(bytes, reader: reader)
      for chunk in [1, 2, 3, 7, 64, 4096] {
        #expect(CSVTable(bytes, chunk: chunk, reader: reader) == whole)
      }
    }
  }

  @Test func quotedFieldsRoundTrip() {
    var random = SeededGenerator(seed: 23)
    let alphabet = Array("ab\",\n\r ".utf8)
    for _ in 0..<1000 {
      let rows = (0..<Int.random(in: 1..<5, using: &random)).map { _ in
        (0..<Int.random(in: 1..<5, using: &random)).map { _ in
          (0..<Int.random(in: 0..<12, using: &random)).map { _ in
            alphabet.randomElement(using: &random)!
          }
        }
      }
      let csv = rows.map { row in row.map(quoted).joined(separator: [0x2C]) }
      #expect(CSVTable(Array(csv.joined(separator: [0x0A]))).rows.map(\.fields) == rows)
    }
  }

  private func quoted(_ field: [UInt8]) -> [UInt8] {
    var text: [UInt8] = [0x22]
    for byte in field {
      if byte == 0x22 { text.append(byte) }
      text.append(byte)
    }
    return text + [0x22]
  }
}
