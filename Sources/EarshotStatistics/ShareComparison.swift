/// Two independent shares compared, from whole counts.
package struct ShareComparison: Equatable, Sendable {
  package enum Method: Equatable, Sendable {
    /// G² with 1 degree of freedom.
    case logLikelihoodRatio
    /// Fisher's exact test, two-sided.
    case fisherExact
  }

  /// The first share less the second, -1 to 1.
  package let difference: Double
  /// Newcombe's 95 % interval of `difference`.
  package let interval: Interval
  /// The test of equal shares by `method`.
  package let p: Double
  package let method: Method
  /// Haberman's adjusted residual of the first count; nil where both shares are 0 or both are 1.
  package let residual: Double?
}

/// Compares `a.count` of `a.total` with `b.count` of `b.total`; the two must not overlap. The p
/// value is that of G² where all four expected counts are 5 or more, else Fisher's exact. Nil for a
/// total of 0 or a count outside 0...total.
package func compareShares(
  _ a: (count: Int, total: Int), _ b: (count: Int, total: Int)
) -> ShareComparison? {
  guard let first = Share(count: a.count, of: a.total),
    let second = Share(count: b.count, of: b.total),
    let table = FourfoldTable(a.count, a.total - a.count, b.count, b.total - b.count)
  else { return nil }
  let approximateP = table.expectsFiveEverywhere ? table.logLikelihoodRatioP : nil
  return ShareComparison(
    difference: first.value - second.value,
    interval: Newcombe.interval(first, minus: second),
    p: approximateP ?? table.fisherP,
    method: approximateP == nil ? .fisherExact : .logLikelihoodRatio,
    residual: table.adjustedResidual)
}
