/// Reads decimal numbers from text: optional sign, digits with an optional point, optional
/// exponent. Wider than JSON by a leading `+`, leading zeros, `.5` and `5.`, for cells of tables.
/// Locale-free: the point is always `.`, and nothing groups digits.
package enum DecimalText {
  /// The number times 10^`scale`, exact but for digits beyond the scale, which are rounded half to
  /// even. Nil if `text` is no number as a whole or the result does not fit.
  package static func fixedPoint(_ text: UnsafeRawBufferPointer, scale: Int) -> Int64? {
    guard let shape = unsafe Shape(text) else { return nil }
    // Digits before this position count, the one at it decides the rounding.
    let cut = shape.integerDigits + shape.exponent + scale
    var magnitude: UInt64 = 0
    var roundDigit: UInt8 = 0
    var sticky = false
    var position = 0
    for i in shape.digits {
      // digits is a range of offsets inside text.
      let byte = unsafe text[i]
      if byte == 0x2E { continue }
      let digit = byte & 0x0F
      if position < cut {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
        let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
        if overflow || carry { return nil }
        magnitude = sum
      } else if position == cut {
        roundDigit = digit
      } else if digit != 0 {
        sticky = true
      }
      position += 1
    }
    if magnitude != 0, cut > position {
      guard cut - position <= 19 else { return nil }
      for _ in position..<cut {
        let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        magnitude = product
      }
    }
    if roundDigit > 5 || (roundDigit == 5 && (sticky || magnitude & 1 == 1)) {
      let (sum, carry) = magnitude.addingReportingOverflow(1)
      if carry { return nil }
      magnitude = sum
    }
    if shape.isNegative {
      guard magnitude <= UInt64(Int64.max) + 1 else { return nil }
      return Int64(truncatingIfNeeded: 0 &- magnitude)
    }
    return Int64(exactly: magnitude)
  }

  /// The nearest `Double`; nil if `text` is no number as a whole or overflows.
  ///
  /// Up to 2^53 with a power of ten up to 10^22 both are exact in a Double, and one operation
  /// rounds once (Clinger 1990); anything else goes to the standard library's parser.
  package static func double(_ text: UnsafeRawBufferPointer) -> Double? {
    guard let shape = unsafe Shape(text) else { return nil }
    var magnitude: UInt64 = 0
    var digitCount = 0
    for i in shape.digits where digitCount <= 19 {
      let byte = unsafe text[i]
      if byte == 0x2E { continue }
      if magnitude != 0 || byte != 0x30 { digitCount += 1 }
      magnitude = magnitude &* 10 &+ UInt64(byte & 0x0F)
    }
    let power = shape.exponent - (shape.digitCount - shape.integerDigits)
    if digitCount <= 15, power >= -22, power <= 22 {
      let exact = Double(magnitude)
      let value = power < 0 ? exact / powersOfTen[-power] : exact * powersOfTen[power]
      return shape.isNegative ? -value : value
    }
    let value = Double(unsafe String(decoding: text, as: UTF8.self))
    guard let value, value.isFinite else { return nil }
    return value
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}

extension DecimalText {
  /// The parts of a number's text.
  private struct Shape {
    var isNegative = false
    /// Offsets of the digits, with the point among them.
    var digits: Range<Int> = 0..<0
    var integerDigits = 0
    var digitCount = 0
    /// Clamped to ±10^9, beyond which no text that fits in memory changes the answer.
    var exponent = 0

    /// Nil unless all of `text` is a number.
    init?(_ text: UnsafeRawBufferPointer) {
      var i = 0
      // Each read is preceded by a check against the count.
      if i < text.count, unsafe text[i] == 0x2D || text[i] == 0x2B {
        unsafe isNegative = text[i] == 0x2D
        i += 1
      }
      let start = i
      while i < text.count, unsafe text[i] &- 0x30 < 10 { i += 1 }
      integerDigits = i - start
      digitCount = integerDigits
      if i < text.count, unsafe text[i] == 0x2E {
        i += 1
        while i < text.count, unsafe text[i] &- 0x30 < 10 {
          i += 1
          digitCount += 1
        }
      }
      guard digitCount > 0 else { return nil }
      digits = start..<i
      if i < text.count, unsafe text[i] | 0x20 == 0x65 {
        i += 1
        var sign = 1
        if i < text.count, unsafe text[i] == 0x2D || text[i] == 0x2B {
          unsafe sign = text[i] == 0x2D ? -1 : 1
          i += 1
        }
        let exponentStart = i
        while i < text.count, unsafe text[i] &- 0x30 < 10 {
          unsafe exponent = min(exponent * 10 + Int(text[i] & 0x0F), 1_000_000_000)
          i += 1
        }
        guard i > exponentStart else { return nil }
        exponent *= sign
      }
      guard i == text.count else { return nil }
    }
  }
}
