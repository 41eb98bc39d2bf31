import Glibc

/// The chi-square distribution with a whole number of degrees of freedom.
package enum ChiSquare {
  /// The probability of a value above `x`; nil for a negative `x` or NaN, or without degrees of
  /// freedom.
  ///
  /// For whole degrees the regularised incomplete gamma function is a finite sum of positive terms
  /// (Abramowitz & Stegun 26.4.4 and 26.4.5). It is added from its largest term outwards until
  /// terms stop counting, about 9 sqrt(x) steps at most.
  package static func survival(_ x: Double, degreesOfFreedom: Int = 1) -> Double? {
    guard x >= 0, degreesOfFreedom >= 1 else { return nil }
    if x == 0 { return 1 }
    if x == .infinity { return 0 }
    let y = x / 2
    let isOdd = !degreesOfFreedom.isMultiple(of: 2)
    let first = isOdd ? 0.5 : 0
    let last = Double(degreesOfFreedom) / 2 - 1
    var total = isOdd ? erfc(y.squareRoot()) : 0
    if last >= first { total += poissonSum(from: first, through: last, mean: y) }
    return min(1, total)
  }

  /// The sum of `mean^j e^-mean / Γ(j + 1)` for `j` from `first` through `last` in steps of 1.
  private static func poissonSum(from first: Double, through last: Double, mean: Double) -> Double {
    let stepsToMode = max(0, (min(mean, last) - first).rounded(.down))
    let mode = first + stepsToMode
    let peak = poissonTerm(mode, mean: mean)
    var sum = peak
    var term = peak
    var j = mode
    while j > first, term > sum * negligible {
      term *= j / mean
      j -= 1
      sum += term
    }
    term = peak
    j = mode
    while j < last, term > sum * negligible {
      j += 1
      term *= mean / j
      sum += term
    }
    return sum
  }

  private static let negligible = 1e-18

  private static func poissonTerm(_ j: Double, mean: Double) -> Double {
    exp(
      -SaddlePoint.deviance(j, mean: mean, excess: j - mean) - SaddlePoint.factorialRemainder(j))
  }
}
