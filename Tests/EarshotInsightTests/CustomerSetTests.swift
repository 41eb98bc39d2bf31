import EarshotModel
import Testing

@testable import EarshotInsight

@Suite struct CustomerSetTests {
  private func hashes(_ range: Range<Int>) -> [UInt64] {
    range.map { KeyedHash.hash(Array("\($0)".utf8), key: (7, 7)) }.sorted()
  }

  @Test(arguments: [0, 1, 255, 256])
  func smallSetsAreExact(count: Int) {
    #expect(CustomerSet(ascending: hashes(0..<count)).count == Int64(count))
  }

  @Test(arguments: [257, 500, 2000, 5000, 10_000, 12_000, 20_000, 50_000, 300_000])
  func largeSetsAreWithinFourStandardErrors(count: Int) {
    let estimate = CustomerSet(ascending: hashes(0..<count)).count
    #expect(abs(Double(estimate) / Double(count) - 1) < 4 * 1.04 / 64)
  }

  @Test(arguments: [100, 256, 257, 300, 9000])
  func theFormDoesNotDependOnThePath(count: Int) {
    let whole = CustomerSet(ascending: hashes(0..<count))
    for cut in [0, 1, count / 3, count / 2, count] {
      var left = CustomerSet(ascending: hashes(0..<cut))
      left.merge(CustomerSet(ascending: hashes(max(0, cut - 50)..<count)))
      #expect(left == whole)
      var bytes: [UInt8] = []
      left.encode(into: &bytes)
      var cursor = ByteCursor(bytes, path: "")
      #expect(throws: Never.self) { try #expect(CustomerSet(&cursor) == whole) }
    }
  }
}
