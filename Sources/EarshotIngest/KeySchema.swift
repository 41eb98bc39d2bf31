/// The keys of the last object and the slots they fill: records of one dump mostly have the same
/// keys in the same order, so that a comparison takes the place of two look-ups.
struct KeySchema: Sendable {
  private var pool: [UInt8] = []
  private var ends: [Int] = []
  private var exact: [Range<Int>] = []
  private var folded: [Range<Int>] = []
  /// Whether two of these keys are equal; nil before that has been looked at.
  private(set) var hasDuplicates: Bool?

  var count: Int { ends.count }

  func exactSlots(_ position: Int) -> Range<Int> { exact[position] }
  func foldedSlots(_ position: Int) -> Range<Int> { folded[position] }

  /// Whether the key at `position` is `name`.
  func matches(_ name: UnsafeRawBufferPointer, at position: Int) -> Bool {
    guard position < ends.count else { return false }
    let start = position == 0 ? 0 : ends[position - 1]
    guard ends[position] - start == name.count else { return false }
    for offset in 0..<name.count {
      // In bounds by the guard; the pool is bounds-checked.
      if unsafe pool[start + offset] != name[offset] { return false }
    }
    return true
  }

  /// Makes `name` the key at `position`, the last one from now on.
  mutating func set(
    _ name: UnsafeRawBufferPointer, at position: Int, exact exactSlots: Range<Int>,
    folded foldedSlots: Range<Int>
  ) {
    truncate(position)
    unsafe pool.append(contentsOf: name)
    ends.append(pool.count)
    exact.append(exactSlots)
    folded.append(foldedSlots)
  }

  /// Forgets the keys from `position` on.
  mutating func truncate(_ position: Int) {
    hasDuplicates = nil
    guard position < ends.count else { return }
    pool.removeSubrange((position == 0 ? 0 : ends[position - 1])...)
    ends.removeSubrange(position...)
    exact.removeSubrange(position...)
    folded.removeSubrange(position...)
  }

  mutating func settle(hasDuplicates: Bool) { self.hasDuplicates = hasDuplicates }
}
