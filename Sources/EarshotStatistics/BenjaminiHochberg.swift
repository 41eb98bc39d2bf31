/// The false discovery rate of many tests (Benjamini & Hochberg 1995).
package enum BenjaminiHochberg {
  /// The q value of each p value, in the order given: the smallest false discovery rate at which
  /// the test would be called significant. Nil, or a value outside 0...1, is no test: it stays nil
  /// and does not count.
  package static func qValues(_ pValues: [Double?]) -> [Double?] {
    var tests: [(index: Int, p: Double)] = []
    tests.reserveCapacity(pValues.count)
    for (index, p) in pValues.enumerated() {
      if let p, p >= 0, p <= 1 { tests.append((index, p)) }
    }
    tests.sort { ($0.p, $0.index) < ($1.p, $1.index) }
    var qValues = [Double?](repeating: nil, count: pValues.count)
    var smallest = 1.0
    for (rank, test) in tests.enumerated().reversed() {
      smallest = min(smallest, test.p * Double(tests.count) / Double(rank + 1))
      qValues[test.index] = smallest
    }
    return qValues
  }
}
