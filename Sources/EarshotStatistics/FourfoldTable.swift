/// A 2 x 2 table of counts, with the tests of whether its rows and columns are independent.
///
/// ```
///              with   without
/// this group    a        b
/// the rest      c        d
/// ```
package struct FourfoldTable: Equatable, Sendable {
  package let a, b, c, d: Int

  /// Nil for a negative count or a total above 2^53, where counts stop being exact as `Double`.
  package init?(_ a: Int, _ b: Int, _ c: Int, _ d: Int) {
    var total = 0
    for count in [a, b, c, d] {
      guard count >= 0, count <= FourfoldTable.largestTotal - total else { return nil }
      total += count
    }
    self.init(unchecked: a, b, c, d)
  }

  private static let largestTotal = 1 << 53

  init(unchecked a: Int, _ b: Int, _ c: Int, _ d: Int) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }

  /// The log-likelihood ratio statistic G² (Dunning 1993), never negative, chi-square distributed
  /// with 1 degree of freedom; nil where a row or column is empty.
  package var logLikelihoodRatio: Double? {
    hasEmptyMargin ? nil : 2 * halfLogLikelihoodRatio
  }

  /// The p value of `logLikelihoodRatio`.
  package var logLikelihoodRatioP: Double? {
    logLikelihoodRatio.flatMap { ChiSquare.survival($0) }
  }

  /// The adjusted standardised residual of cell `a` (Haberman 1973), standard normal under
  /// independence: above 0 where `a` is larger than expected. Cell `d` has the same, `b` and `c`
  /// the negative of it; it equals `PooledZTest.z` of the two rows. Nil where a row or column is
  /// empty.
  package var adjustedResidual: Double? {
    guard !hasEmptyMargin else { return nil }
    let rows = Double(firstRow) * Double(secondRow) / total
    let columns = Double(firstColumn) * Double(secondColumn) / total
    return excess / (rows * columns / total).squareRoot()
  }

  /// Whether each of the four counts expected under independence is 5 or more: the usual condition
  /// (Cochran 1954) for a chi-square approximation. Decided in whole numbers.
  package var expectsFiveEverywhere: Bool {
    let smallest = Int128(min(firstRow, secondRow)) * Int128(min(firstColumn, secondColumn))
    return !hasEmptyMargin && smallest >= 5 * Int128(firstRow + secondRow)
  }
}

extension FourfoldTable {
  var firstRow: Int { a + b }
  var secondRow: Int { c + d }
  var firstColumn: Int { a + c }
  var secondColumn: Int { b + d }
  var total: Double { Double(firstRow + secondRow) }

  var hasEmptyMargin: Bool {
    firstRow == 0 || secondRow == 0 || firstColumn == 0 || secondColumn == 0
  }

  /// `a` less the count expected of it: the other cells differ by the same amount, up to its sign.
  private var excess: Double {
    Double(Int128(a) * Int128(d) - Int128(b) * Int128(c)) / total
  }

  /// Σ O ln(O / E), as a sum of deviances, whose linear parts cancel; needs filled margins.
  var halfLogLikelihoodRatio: Double {
    let excess = excess
    func cell(_ count: Int, _ row: Int, _ column: Int, _ excess: Double) -> Double {
      SaddlePoint.deviance(
        Double(count), mean: Double(row) * Double(column) / total, excess: excess)
    }
    return cell(a, firstRow, firstColumn, excess) + cell(b, firstRow, secondColumn, -excess)
      + cell(c, secondRow, firstColumn, -excess) + cell(d, secondRow, secondColumn, excess)
  }
}
