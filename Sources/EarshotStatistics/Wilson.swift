/// The score interval of a share (Wilson 1927; recommended by Brown, Cai & DasGupta 2001).
package enum Wilson {
  /// The interval of `share`, within 0...1 and around its value; `z` is the normal quantile, above
  /// 0. Exactly 0 below where nothing was counted, exactly 1 above where everything was.
  package static func interval(_ share: Share, z: Double = Normal.z95) -> Interval {
    let value = share.value
    let half = z * z / (2 * share.size)
    let spread = (value * (1 - value) * 2 * half + half * half).squareRoot()
    let reach = value + half + spread
    // The lower root of Wilson's quadratic is value² over the upper one's numerator: the usual
    // difference cancels where the share is small.
    return Interval(
      low: value > 0 ? value * value / reach : 0,
      high: value < 1 ? min(1, reach / (1 + 2 * half)) : 1)
  }

  /// The interval of `successes` of `total`; nil unless `0 <= successes <= total`, `total > 0`.
  package static func interval(
    successes: Int, of total: Int, z: Double = Normal.z95
  ) -> Interval? {
    Share(count: successes, of: total).map { interval($0, z: z) }
  }
}
