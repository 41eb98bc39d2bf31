/// Whether two numbers agree to a relative 1e-9, or to 1e-14 near 0.
func isClose(_ x: Double?, _ reference: Double, within tolerance: Double = 1e-9) -> Bool {
  guard let x else { return false }
  return abs(x - reference) <= max(1e-14, tolerance * abs(reference))
}

/// As `isClose`, without the allowance near 0: p values of 1e-200 are compared digit by digit.
func isRelativelyClose(_ x: Double?, _ reference: Double) -> Bool {
  guard let x else { return false }
  return abs(x - reference) <= 1e-9 * abs(reference)
}

/// The golden values of the product's statistics page have six decimals.
func isGolden(_ x: Double?, _ golden: Double) -> Bool {
  guard let x else { return false }
  return abs(x - golden) <= 0.500001e-6
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same tables on every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
