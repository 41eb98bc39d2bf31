/// The hybrid score interval of a difference of two independent shares (Newcombe 1998, method 10):
/// built from both Wilson intervals, without continuity correction.
package enum Newcombe {
  /// The interval of `a - b`, within -1...1.
  package static func interval(
    _ a: Share, minus b: Share, z: Double = Normal.z95
  ) -> Interval {
    let ofA = Wilson.interval(a, z: z)
    let ofB = Wilson.interval(b, z: z)
    let difference = a.value - b.value
    let below = length(a.value - ofA.low, ofB.high - b.value)
    let above = length(ofA.high - a.value, b.value - ofB.low)
    return Interval(low: max(-1, difference - below), high: min(1, difference + above))
  }

  private static func length(_ x: Double, _ y: Double) -> Double {
    (x * x + y * y).squareRoot()
  }
}
