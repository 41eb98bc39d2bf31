/// The net promoter score, promoters less detractors in percent of all, with its uncertainty.
package struct NetPromoterScore: Equatable, Sendable {
  /// -100 to 100.
  package let point: Double
  /// Of `point`, in points: from the variance p + d - (p - d)² of one answer.
  package let standardError: Double
  /// The 95 % adjusted Wald interval (¾ promoter, ¾ detractor and 3 answers added, Lewis & Sauro
  /// 2021), cut to -100...100. It is centred on the adjusted score, not on `point`, and leaves
  /// `point` out where that is 100 or -100 on the word of a single answer.
  package let interval: Interval

  /// Nil for a negative count, no answers, or a total beyond `Int`.
  package init?(promoters: Int, passives: Int, detractors: Int) {
    guard promoters >= 0, passives >= 0, detractors >= 0 else { return nil }
    let (some, someOverflow) = promoters.addingReportingOverflow(passives)
    let (total, overflow) = some.addingReportingOverflow(detractors)
    guard !someOverflow, !overflow, total > 0 else { return nil }
    self.init(
      promoters: Double(promoters), detractors: Double(detractors), size: Double(total))
  }

  /// A weighted score; nil unless the shares are in 0...1 and sum to at most 1, and the size is
  /// finite and above 0.
  package init?(promoterShare: Double, detractorShare: Double, effectiveSize: Double) {
    guard promoterShare >= 0, detractorShare >= 0, promoterShare + detractorShare <= 1,
      effectiveSize > 0, effectiveSize.isFinite
    else { return nil }
    self.init(
      promoters: promoterShare * effectiveSize, detractors: detractorShare * effectiveSize,
      size: effectiveSize)
  }

  private init(promoters: Double, detractors: Double, size: Double) {
    let plain = NetPromoterScore.estimate(promoters, detractors, size)
    let adjusted = NetPromoterScore.estimate(promoters + 0.75, detractors + 0.75, size + 3)
    let reach = Normal.z95 * adjusted.standardError
    point = plain.score
    standardError = plain.standardError
    interval = Interval(
      low: max(-100, adjusted.score - reach), high: min(100, adjusted.score + reach))
  }

  private static func estimate(
    _ promoters: Double, _ detractors: Double, _ size: Double
  ) -> (score: Double, standardError: Double) {
    let net = (promoters - detractors) / size
    let variance = max(0, (promoters + detractors) / size - net * net)
    return (100 * net, 100 * (variance / size).squareRoot())
  }
}
