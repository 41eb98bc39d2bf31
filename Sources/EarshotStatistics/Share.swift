/// A share of a whole with the size it rests on: records, or Kish's effective size where records
/// carry weights.
package struct Share: Equatable, Sendable {
  /// From 0 to 1.
  package let value: Double
  /// Above 0; need not be whole.
  package let size: Double

  /// `count` of `total` records; nil unless `0 <= count <= total` and `total > 0`.
  package init?(count: Int, of total: Int) {
    guard count >= 0, count <= total, total > 0 else { return nil }
    self.init(Double(count) / Double(total), effectiveSize: Double(total))
  }

  /// A weighted share; nil unless `value` is in 0...1 and `effectiveSize` is finite and above 0.
  package init?(_ value: Double, effectiveSize: Double) {
    guard value >= 0, value <= 1, effectiveSize > 0, effectiveSize.isFinite else { return nil }
    self.value = value
    self.size = effectiveSize
  }
}

/// The number of equally weighted records that would estimate a mean as precisely as these weights
/// do: (Σw)² / Σw² (Kish, Survey Sampling, 1965). Nil unless both sums are finite and above 0.
package func kishEffectiveSize(sumOfWeights: Double, sumOfSquaredWeights: Double) -> Double? {
  guard sumOfWeights > 0, sumOfSquaredWeights > 0 else { return nil }
  // Divided first, so that the square of a large sum cannot overflow.
  let size = sumOfWeights / sumOfSquaredWeights * sumOfWeights
  return size > 0 && size.isFinite ? size : nil
}
