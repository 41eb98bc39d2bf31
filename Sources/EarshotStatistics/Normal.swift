import Glibc

/// The standard normal distribution.
package enum Normal {
  /// The 97.5 % quantile: a two-sided interval of this many standard errors covers 95 %.
  package static let z95 = 1.959963984540054

  /// The probability of a value above `z`. Keeps its relative precision far out in the tail.
  package static func survival(_ z: Double) -> Double {
    0.5 * erfc(z / 2.0.squareRoot())
  }

  /// The probability of a value at least as far from 0 as `z`, on either side.
  package static func twoSided(_ z: Double) -> Double {
    erfc(abs(z) / 2.0.squareRoot())
  }
}
