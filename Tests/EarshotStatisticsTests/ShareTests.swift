import EarshotStatistics
import Testing

@Suite struct ShareTests {
  @Test(arguments: [(-1, 5), (6, 5), (0, 0), (1, 0), (0, -3), (Int.min, Int.max)])
  func countsOutsideTheirTotalAreNoShare(count: Int, total: Int) {
    #expect(Share(count: count, of: total) == nil)
    #expect(Wilson.interval(successes: count, of: total) == nil)
  }

  @Test(arguments: [
    (-0.1, 5.0), (1.1, 5), (.nan, 5), (0.5, 0), (0.5, -1), (0.5, .nan), (0.5, .infinity),
  ])
  func weightedSharesNeedAValueAndASize(value: Double, size: Double) {
    #expect(Share(value, effectiveSize: size) == nil)
  }

  @Test func kishEffectiveSizeIsTheGoldenOne() {
    let weights = [1.0, 1, 2, 4]
    let size = kishEffectiveSize(
      sumOfWeights: weights.reduce(0, +), sumOfSquaredWeights: weights.reduce(0) { $0 + $1 * $1 })
    #expect(isGolden(size, 2.909091))
  }

  @Test func equalWeightsKeepTheCount() {
    #expect(isClose(kishEffectiveSize(sumOfWeights: 2.5 * 40, sumOfSquaredWeights: 6.25 * 40), 40))
  }

  @Test(arguments: [
    (0.0, 0.0), (1, 0), (0, 1), (-1, 1), (.nan, 1), (1, .nan), (.infinity, 1), (1, .infinity),
    (.infinity, .infinity), (1e200, 1e-300),
  ])
  func sumsWithoutWeightHaveNoSize(sum: Double, squares: Double) {
    #expect(kishEffectiveSize(sumOfWeights: sum, sumOfSquaredWeights: squares) == nil)
  }

  @Test func largeSumsDoNotOverflow() {
    #expect(isClose(kishEffectiveSize(sumOfWeights: 1e155, sumOfSquaredWeights: 1e308), 100))
  }
}
