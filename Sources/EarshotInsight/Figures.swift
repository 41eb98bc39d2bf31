internal import EarshotModel
internal import EarshotStatistics

/// Makes figures of counts: the one place where integers become floating point.
struct Figures {
  /// The metric whose ratings are shown.
  let metric: RatingMetric?
  /// Some record of the run weighs other than 1.
  let isWeighted: Bool
  let kAnonymity: Int

  init(_ survey: Survey, _ options: ReportOptions) {
    isWeighted = survey.all.isWeighted
    kAnonymity = options.kAnonymity
    switch options.metric {
    case .none: metric = nil
    case .only(let metric): self.metric = metric
    case .automatic: metric = Self.commonest(survey.all)
    }
  }

  private static func commonest(_ counts: Counts) -> RatingMetric? {
    var best: RatingMetric?
    for metric in RatingMetric.allCases where counts[metric].count > 0 {
      if best == nil || counts[metric].count > best.map({ counts[$0].count }) ?? 0 { best = metric }
    }
    return best
  }

  func measure(
    _ counts: Counts, base: Survey.Base, group: GroupValue?, path: String
  ) throws(InsightError) -> Measure {
    var measure = Measure()
    measure.n = counts.n
    measure.base = base.n
    if isWeighted { measure.weight = Double(counts.weight) / 1e6 }
    if let share = share(Survey.Base(counts), of: base) {
      let interval = Wilson.interval(share)
      (measure.share, measure.shareLow, measure.shareHigh) =
        (share.value, interval.low, interval.high)
    }
    (measure.positive, measure.negative) = (counts.positive, counts.negative)
    (measure.mixed, measure.neutral, measure.none) = (counts.mixed, counts.neutral, counts.none)
    measure.net = net(counts)
    if counts.scoreCount > 0 {
      measure.scoreMean = Double(counts.scoreSum) / Double(counts.scoreCount) / 1e4
    }
    addRatings(counts, to: &measure)
    if let group {
      if !group.customers.isEmpty { measure.customers = group.customers.count }
      for entry in group.evidence.entries {
        measure.evidence.append(try RecordEntry.id(of: entry, path: path))
      }
    }
    let known = measure.customers ?? measure.n
    measure.isSuppressed = measure.n > 0 && known < Int64(kAnonymity)
    return measure
  }

  private func net(_ counts: Counts) -> Double? {
    let felt = counts.positive &+ counts.negative &+ counts.mixed &+ counts.neutral
    guard felt > 0 else { return nil }
    return 100 * Double(counts.positive &- counts.negative) / Double(felt)
  }

  private func addRatings(_ counts: Counts, to measure: inout Measure) {
    guard let metric, counts[metric].count > 0 else { return }
    let sums = counts[metric]
    measure.ratingCount = sums.count
    measure.ratingMean = Double(sums.sum) / Double(sums.count) / 1e4
    guard metric == .nps,
      let score = NetPromoterScore(
        promoters: Int(counts.promoters),
        passives: Int(sums.count &- counts.promoters &- counts.detractors),
        detractors: Int(counts.detractors))
    else { return }
    (measure.nps, measure.npsLow, measure.npsHigh) =
      (score.point, score.interval.low, score.interval.high)
  }

  /// The share of part in whole, weighted where the run is.
  func share(_ part: Survey.Base, of whole: Survey.Base) -> Share? {
    guard isWeighted else { return Share(count: Int(part.n), of: Int(whole.n)) }
    guard whole.weight > 0,
      let size = kishEffectiveSize(
        sumOfWeights: Double(whole.weight), sumOfSquaredWeights: Double(whole.squaredWeight))
    else { return nil }
    return Share(Double(part.weight) / Double(whole.weight), effectiveSize: size)
  }

  /// The first share less the second, with Haberman's residual; nil where one has no base.
  func compare(
    _ first: (part: Survey.Base, whole: Survey.Base),
    _ second: (part: Survey.Base, whole: Survey.Base)
  ) -> (difference: ShareDifference, residual: Double?)? {
    guard isWeighted else {
      return compareShares(
        (Int(first.part.n), Int(first.whole.n)), (Int(second.part.n), Int(second.whole.n))
      ).map {
        (
          ShareDifference(
            difference: $0.difference, low: $0.interval.low, high: $0.interval.high, p: $0.p,
            q: nil),
          $0.residual
        )
      }
    }
    guard let a = share(first.part, of: first.whole), let b = share(second.part, of: second.whole)
    else { return nil }
    let interval = Newcombe.interval(a, minus: b)
    let test = PooledZTest(a, minus: b)
    return (
      ShareDifference(
        difference: a.value - b.value, low: interval.low, high: interval.high, p: test?.p ?? 1,
        q: nil),
      test?.z
    )
  }
}
