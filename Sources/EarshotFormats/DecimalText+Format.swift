/// Writing numbers. All rounding is half to even of the exact value: a `Double` is m x 2^e with
/// integers m and e, so that the scaled value is a fraction of two integers, and the remainder of
/// one division decides. 128 bits hold it for the usual magnitudes; the rest takes long
/// integers. The answers are those of C's `printf` with `%.*f` and `%.*e`, without its locale.
extension DecimalText {
  /// Digits of an integer, with `-` if negative.
  package static func append(integer value: Int64, to output: inout [UInt8]) {
    if value < 0 { output.append(0x2D) }
    appendDigits(value.magnitude, minimum: 1, to: &output)
  }

  /// `value` / 10^`scale` (0...18), always with a point, trailing zeros dropped but one:
  /// 40000 at 4 is `4.0`, -5 at 4 is `-0.0005`, 0 is `0.0`.
  package static func append(
    fixedPoint value: Int64, scale: Int, to output: inout [UInt8]
  ) {
    if value < 0 { output.append(0x2D) }
    let power = UInt64(powerOfTen(min(max(scale, 0), 18)))
    let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: power)
    appendDigits(whole, minimum: 1, to: &output)
    output.append(0x2E)
    appendFraction(fraction, width: min(max(scale, 0), 18), to: &output)
  }

  /// `value` rounded to at most `places` (0...15) decimals, trailing zeros dropped but one; zero
  /// has no sign, also when it is rounded. From 10^15 on: 17 significant digits. Not-a-number and
  /// infinities, which JSON has no text for, are `null`.
  package static func append(_ value: Double, places: Int, to output: inout [UInt8]) {
    guard value.isFinite else { return appendNull(to: &output) }
    guard value.magnitude < 1e15 else {
      return append(value, significantDigits: 17, to: &output)
    }
    let places = min(max(places, 0), 15)
    // Below 10^15 the scaled value is below 10^30 and fits.
    guard let scaled = Binary(value.magnitude).scaled(byPowerOfTen: places) else {
      return append(value, significantDigits: 17, to: &output)
    }
    if value < 0, scaled != 0 { output.append(0x2D) }
    let (whole, fraction) = scaled.quotientAndRemainder(dividingBy: powerOfTen(places))
    appendDigits(UInt64(truncatingIfNeeded: whole), minimum: 1, to: &output)
    output.append(0x2E)
    appendFraction(UInt64(truncatingIfNeeded: fraction), width: places, to: &output)
  }

  /// `value` rounded to `digits` (1...17) significant digits, trailing zeros dropped but one:
  /// `0.181192`, `1234570.0`; magnitudes below 10^-6 and from 10^15 on with an exponent of at
  /// least two digits: `1.23457e-09`. Not-a-number and infinities are `null`.
  package static func append(
    _ value: Double, significantDigits digits: Int, to output: inout [UInt8]
  ) {
    guard value.isFinite else { return appendNull(to: &output) }
    if value < 0 { output.append(0x2D) }
    guard value != 0 else {
      output.append(contentsOf: [0x30, 0x2E, 0x30])
      return
    }
    let digits = min(max(digits, 1), 17)
    let (significand, exponent) = Binary(value.magnitude).significand(digits: digits)
    if value.magnitude < 1e-6 || value.magnitude >= 1e15 {
      appendScientific(significand, exponent, digits, to: &output)
    } else if exponent >= digits - 1 {
      appendDigits(significand, minimum: 1, to: &output)
      output.append(contentsOf: repeatElement(0x30, count: exponent - digits + 1))
      output.append(contentsOf: [0x2E, 0x30])
    } else if exponent >= 0 {
      let power = UInt64(powerOfTen(digits - 1 - exponent))
      appendDigits(significand / power, minimum: 1, to: &output)
      output.append(0x2E)
      appendFraction(significand % power, width: digits - 1 - exponent, to: &output)
    } else {
      output.append(contentsOf: [0x30, 0x2E])
      output.append(contentsOf: repeatElement(0x30, count: -exponent - 1))
      appendFraction(significand, width: digits, to: &output)
    }
  }
}

extension DecimalText {
  private static func appendNull(to output: inout [UInt8]) {
    output.append(contentsOf: [0x6E, 0x75, 0x6C, 0x6C])
  }

  private static func appendScientific(
    _ significand: UInt64, _ exponent: Int, _ digits: Int, to output: inout [UInt8]
  ) {
    let power = UInt64(powerOfTen(digits - 1))
    appendDigits(significand / power, minimum: 1, to: &output)
    output.append(0x2E)
    appendFraction(significand % power, width: digits - 1, to: &output)
    output.append(0x65)
    output.append(exponent < 0 ? 0x2D : 0x2B)
    appendDigits(UInt64(exponent.magnitude), minimum: 2, to: &output)
  }

  /// The `width` digits of `value` without trailing zeros, but at least one digit.
  private static func appendFraction(_ value: UInt64, width: Int, to output: inout [UInt8]) {
    var value = value
    var width = width
    while width > 1, value % 10 == 0 {
      value /= 10
      width -= 1
    }
    appendDigits(value, minimum: max(width, 1), to: &output)
  }

  /// Decimal digits, padded with zeros in front to `minimum`.
  private static func appendDigits(_ value: UInt64, minimum: Int, to output: inout [UInt8]) {
    var count = 1
    var rest = value / 10
    while rest > 0 {
      rest /= 10
      count += 1
    }
    count = max(count, minimum)
    let start = output.count
    output.append(contentsOf: repeatElement(0x30, count: count))
    var i = start + count
    rest = value
    while rest > 0 {
      i -= 1
      output[i] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
  }

  /// 10^`exponent`, 0...38.
  static func powerOfTen(_ exponent: Int) -> UInt128 {
    var result: UInt128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }
}
