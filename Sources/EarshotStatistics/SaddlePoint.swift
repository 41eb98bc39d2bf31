import Glibc

/// The two terms into which C. Loader ("Fast and accurate computation of binomial probabilities",
/// 2000) splits discrete probabilities. Each is computed without the cancellation that costs a
/// difference of log factorials about seven digits at counts of 10^7.
///
/// Neither touches shared state: `lgamma` sets the global `signgam`, so it is not used here.
enum SaddlePoint {
  /// `x ln(x / mean) - (x - mean)`, never negative; 0 where the two agree.
  ///
  /// - Parameters:
  ///   - x: what was observed, at least 0.
  ///   - mean: what was expected, above 0.
  ///   - excess: `x - mean`, from a source more exact than subtracting the two.
  static func deviance(_ x: Double, mean: Double, excess: Double) -> Double {
    if x <= 0 { return mean }
    guard abs(excess) < 0.1 * (x + mean) else { return x * log(x / mean) - excess }
    // The series of ln((1 + v) / (1 - v)): below |v| = 0.1 each term is a hundredth of the last.
    let v = excess / (x + mean)
    var sum = excess * v
    var power = 2 * x * v
    for odd in stride(from: 3.0, through: 41, by: 2) {
      power *= v * v
      let next = sum + power / odd
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// `ln x! - x ln x + x`: what the leading part of Stirling's formula leaves of a log factorial.
  /// `x` is at least 0 and need not be whole.
  static func factorialRemainder(_ x: Double) -> Double {
    if x <= 0 { return 0 }
    if x <= 15 { return log(tgamma(x + 1)) - x * log(x) + x }
    let s = 1 / (x * x)
    let series = (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - s / 1188) * s) * s) * s) / x
    return 0.5 * log(2 * Double.pi * x) + series
  }
}
