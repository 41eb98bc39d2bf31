import EarshotFormats
import Glibc
import Testing

@Suite struct DecimalTextTests {
  @Test(arguments: [
    ("0", 4, 0), ("-0", 4, 0), ("1", 4, 10_000), ("-1.5", 4, -15_000), ("0.00005", 4, 0),
    ("0.00015", 4, 2), ("0.00025", 4, 2), ("0.000250001", 4, 3), ("1e3", 0, 1000),
    ("1E-2", 2, 1), ("123e-5", 4, 12), ("5e-5", 4, 0), ("0e999999999999", 6, 0),
    ("1e-999999999999", 6, 0), ("9223372036854775807", 0, Int64.max),
    ("-9223372036854775808", 0, Int64.min), ("+.5", 1, 5), ("5.", 0, 5), ("007", 0, 7),
    ("2.5", 0, 2), ("3.5", 0, 4), ("0.5", 0, 0), ("0.51", 0, 1),
    ("100000000000000000000e-20", 0, 1),
  ])
  func readsFixedPoint(_ text: String, _ scale: Int, _ expected: Int64) {
    #expect(fixedPoint(text, scale: scale) == expected)
  }

  @Test(arguments: [
    "", "-", "+", ".", "e5", "1e", "1e+", "1x", " 1", "1 ", "1,5", "NaN", "inf", "0x10", "1_0",
    "9223372036854775808", "-9223372036854775809", "1e30", "1e999999999999",
  ])
  func refusesFixedPoint(_ text: String) { #expect(fixedPoint(text, scale: 0) == nil) }

  @Test(arguments: [
    ("0", 0.0), ("1.5", 1.5), ("0.1", 0.1), ("-123.456e-7", -123.456e-7), ("1e22", 1e22),
    ("1e23", 1e23), ("9007199254740993", 0x1p53), ("5e-324", 0x1p-1074),
    ("0.30000000000000004", 0.30000000000000004), ("1e-400", 0),
  ])
  func readsDouble(_ text: String, _ expected: Double) { #expect(double(text) == expected) }

  @Test func refusesDoubles() {
    #expect(double("1e999") == nil)
    #expect(double("inf") == nil)
    #expect(double("0x1p3") == nil)
  }

  @Test func doublesAgreeWithTheStandardLibrary() {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5000 {
      let text =
        "\(Int.random(in: -999_999_999...999_999_999, using: &random))."
        + "\(UInt32.random(in: 0...UInt32.max, using: &random))"
        + "e\(Int.random(in: -30...30, using: &random))"
      #expect(double(text) == Double(text), "\(text)")
    }
  }

  @Test(arguments: [
    (40_000, 4, "4.0"), (-5, 4, "-0.0005"), (0, 4, "0.0"), (12_340, 4, "1.234"), (7, 0, "7.0"),
    (-6124, 4, "-0.6124"), (Int64.min, 18, "-9.223372036854775808"), (10, 1, "1.0"),
    (1_000_001, 6, "1.000001"),
  ])
  func writesFixedPoint(_ value: Int64, _ scale: Int, _ expected: String) {
    #expect(written { DecimalText.append(fixedPoint: value, scale: scale, to: &$0) } == expected)
  }

  @Test(arguments: [
    (0.181192, 6, "0.181192"), (0.125, 2, "0.12"), (0.375, 2, "0.38"), (0.15, 1, "0.1"),
    (2.5, 0, "2.0"), (3.5, 0, "4.0"), (-0.0, 4, "0.0"), (-0.00001, 4, "0.0"), (1e-300, 6, "0.0"),
    (123456.789, 1, "123456.8"), (999_999_999_999_999.9, 2, "999999999999999.88"),
    (1e15, 2, "1.0e+15"), (0.99999, 4, "1.0"), (-0.99995, 4, "-1.0"), (-0.99994, 4, "-0.9999"),
  ])
  func writesDecimals(_ value: Double, _ places: Int, _ expected: String) {
    #expect(written { DecimalText.append(value, places: places, to: &$0) } == expected)
  }

  @Test(arguments: [
    (0.0, "0.0"), (-0.0, "0.0"), (0.1811917, "0.181192"), (2.663497, "2.6635"), (35, "35.0"),
    (1_234_565, "1234560.0"), (1_234_575, "1234580.0"),
    (270.7218771, "270.722"), (1e-6, "0.000001"),
    (1.2345678e-9, "1.23457e-09"), (-9.99999999e-7, "-1.0e-06"), (1e15, "1.0e+15"),
    (123456789012345.0, "123457000000000.0"), (999999.5, "1000000.0"),
    (0.000123456749, "0.000123457"),
    (Double.greatestFiniteMagnitude, "1.79769e+308"), (0x1p-1074, "4.94066e-324"),
    (1.234565e-9, "1.23457e-09"), (1e100, "1.0e+100"), (0.00773331, "0.00773331"),
  ])
  func writesSignificantDigits(_ value: Double, _ expected: String) {
    #expect(written { DecimalText.append(value, significantDigits: 6, to: &$0) } == expected)
  }

  /// C's printf rounds the exact value half to even in glibc: the reference for any double.
  @Test func roundsAsPrintfDoes() {
    var random = SeededGenerator(seed: 5)
    for i in 0..<20_000 {
      let value: Double
      switch i % 4 {
      case 0: value = Double(bitPattern: random.next())
      case 1: value = Double(Int64.random(in: -9_999_999...9_999_999, using: &random)) / 64
      case 2: value = Double.random(in: -1...1, using: &random)
      default:
        value = Double(Int64.random(in: -99_999...99_999, using: &random)) * 0.5
      }
      guard value.isFinite, value != 0 else { continue }
      let digits = Int.random(in: 1...17, using: &random)
      let scientific = written { DecimalText.append(value, significantDigits: digits, to: &$0) }
      let expected = printed("%.*e", digits - 1, value)
      #expect(Double(scientific) == Double(expected), "\(value), \(digits) digits")
      #expect(scientific.contains("."))
      guard value.magnitude < 1e15 else { continue }
      let places = Int.random(in: 0...15, using: &random)
      let decimal = written { DecimalText.append(value, places: places, to: &$0) }
      #expect(trimmed(printed("%.*f", places, value)) == decimal, "\(value), \(places) places")
    }
  }

  @Test func fixedPointRoundTrips() {
    var random = SeededGenerator(seed: 6)
    for _ in 0..<5000 {
      let value = Int64(bitPattern: random.next()) >> Int64.random(in: 0..<63, using: &random)
      let scale = Int.random(in: 0...18, using: &random)
      let text = written { DecimalText.append(fixedPoint: value, scale: scale, to: &$0) }
      #expect(fixedPoint(text, scale: scale) == value)
    }
  }

  private func written(_ body: (inout [UInt8]) -> Void) -> String {
    var output: [UInt8] = []
    body(&output)
    return String(decoding: output, as: UTF8.self)
  }

  private func printed(_ format: String, _ precision: Int, _ value: Double) -> String {
    var buffer = [CChar](repeating: 0, count: 512)
    // vsnprintf writes at most the count it is given, with the terminating zero.
    let count = unsafe withVaList([Int32(precision), value]) {
      unsafe vsnprintf(&buffer, buffer.count, format, $0)
    }
    return String(decoding: buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// The decimals of printf in our form: no trailing zeros but one, no negative zero.
  private func trimmed(_ text: String) -> String {
    var text = text.contains(".") ? text : text + ".0"
    while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
    return text == "-0.0" ? "0.0" : text
  }
}
