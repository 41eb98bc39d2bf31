/// A finite, non-negative `Double` as the integers m and e of m x 2^e, for exact rounding.
struct Binary {
  let significand: UInt64
  let exponent: Int

  init(_ value: Double) {
    let biased = Int(value.exponentBitPattern)
    // IEEE 754 binary64: bias 1023, 52 stored bits, subnormals without the implied bit.
    significand = value.significandBitPattern | (biased == 0 ? 0 : 1 << 52)
    exponent = max(biased, 1) - 1075
  }

  /// The value times 10^`power`, rounded half to even; nil if 128 bits don't hold the work.
  func scaled(byPowerOfTen power: Int) -> UInt128? {
    guard power.magnitude <= 22 else { return nil }
    // 2^53 x 10^22 is below 2^127.
    var numerator = UInt128(significand)
    var denominator: UInt128 = 1
    if power >= 0 {
      numerator *= DecimalText.powerOfTen(power)
    } else {
      denominator = DecimalText.powerOfTen(-power)
    }
    if exponent >= 0 {
      guard numerator.leadingZeroBitCount >= exponent else { return nil }
      numerator <<= UInt128(exponent)
    } else if denominator.leadingZeroBitCount >= -exponent {
      denominator <<= UInt128(-exponent)
    } else {
      // The numerator is below 2^127, hence below half of 2^128 or more.
      return power >= 0 ? 0 : nil
    }
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    let complement = denominator - remainder
    let up = remainder > complement || (remainder == complement && quotient & 1 == 1)
    return up ? quotient + 1 : quotient
  }

  /// `digits` (1...17) decimal digits d as an integer, and the exponent k of d.ddd x 10^k. The
  /// value must not be 0.
  func significand(digits: Int) -> (UInt64, Int) {
    let top = exponent + 63 - significand.leadingZeroBitCount
    // floor(top x log10(2)) for exponents of a Double: at most one too small, corrected below.
    var k = (top * 78_913) >> 18
    let upper = UInt64(DecimalText.powerOfTen(digits))
    while true {
      let power = digits - 1 - k
      let scaled =
        scaled(byPowerOfTen: power).map { UInt64(truncatingIfNeeded: $0) }
        ?? scaledLong(byPowerOfTen: power)
      if scaled >= upper {
        k += 1
      } else if scaled < upper / 10 {
        k -= 1
      } else {
        return (scaled, k)
      }
    }
  }

  /// As `scaled`, with long integers; the result must be below 2^61.
  private func scaledLong(byPowerOfTen power: Int) -> UInt64 {
    var numerator = LongInteger(significand)
    var denominator = LongInteger(1)
    for _ in 0..<abs(power) {
      if power > 0 { numerator.multiply(by: 10) } else { denominator.multiply(by: 10) }
    }
    if exponent > 0 {
      numerator.shiftLeft(exponent)
    } else {
      denominator.shiftLeft(-exponent)
    }
    return numerator.dividedHalfEven(by: denominator)
  }
}

/// A non-negative integer of any length: only what exact rounding at extreme magnitudes needs.
private struct LongInteger: Comparable {
  /// Base 2^32, lowest first, no zeros at the top.
  private var limbs: [UInt32]

  init(_ value: UInt64) {
    limbs = [UInt32(truncatingIfNeeded: value), UInt32(truncatingIfNeeded: value >> 32)]
    trim()
  }

  mutating func multiply(by factor: UInt32) {
    var carry: UInt64 = 0
    for i in limbs.indices {
      carry += UInt64(limbs[i]) * UInt64(factor)
      limbs[i] = UInt32(truncatingIfNeeded: carry)
      carry >>= 32
    }
    if carry > 0 { limbs.append(UInt32(truncatingIfNeeded: carry)) }
  }

  mutating func shiftLeft(_ bits: Int) {
    multiply(by: 1 << UInt32(bits % 32))
    if !limbs.isEmpty { limbs.insert(contentsOf: repeatElement(0, count: bits / 32), at: 0) }
  }

  /// The quotient, which must be below 2^61, rounded half to even.
  func dividedHalfEven(by divisor: LongInteger) -> UInt64 {
    var quotient: UInt64 = 0
    var rest = self
    for bit in stride(from: 60, through: 0, by: -1) {
      var part = divisor
      part.shiftLeft(bit)
      if !(rest < part) {
        rest.subtract(part)
        quotient |= 1 << UInt64(bit)
      }
    }
    rest.multiply(by: 2)
    if divisor < rest || (!(rest < divisor) && quotient & 1 == 1) { quotient += 1 }
    return quotient
  }

  static func < (a: LongInteger, b: LongInteger) -> Bool {
    if a.limbs.count != b.limbs.count { return a.limbs.count < b.limbs.count }
    for i in a.limbs.indices.reversed() where a.limbs[i] != b.limbs[i] {
      return a.limbs[i] < b.limbs[i]
    }
    return false
  }

  /// Takes off `other`, which must not be larger.
  private mutating func subtract(_ other: LongInteger) {
    var borrow: Int64 = 0
    for i in limbs.indices {
      let digit = i < other.limbs.count ? Int64(other.limbs[i]) : 0
      let difference = Int64(limbs[i]) - digit + borrow
      limbs[i] = UInt32(truncatingIfNeeded: difference)
      borrow = difference >> 32
    }
    trim()
  }

  private mutating func trim() {
    while limbs.last == 0 { limbs.removeLast() }
  }
}
