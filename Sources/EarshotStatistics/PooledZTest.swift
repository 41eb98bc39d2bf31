/// The z test of two independent shares with a pooled variance. On counts its square is Pearson's
/// chi-square; on effective sizes it is the test to use, since the tests of `FourfoldTable` need
/// whole counts.
package struct PooledZTest: Equatable, Sendable {
  /// Above 0 where the first share is the larger.
  package let z: Double
  /// Two-sided.
  package let p: Double

  /// Nil where both shares are 0 or both are 1: nothing varies.
  package init?(_ a: Share, minus b: Share) {
    let pooled = (a.value * a.size + b.value * b.size) / (a.size + b.size)
    let variance = pooled * (1 - pooled) * (1 / a.size + 1 / b.size)
    guard variance > 0 else { return nil }
    z = (a.value - b.value) / variance.squareRoot()
    p = Normal.twoSided(z)
  }
}
