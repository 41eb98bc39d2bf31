/// A half-open range of byte offsets into the bytes of one batch.
///
/// 32-bit offsets keep tokens and mentions small; a batch is at most 2 GiB.
package struct ByteRange: Hashable, Sendable {
  package var start: Int32
  package var stop: Int32

  package init(_ start: Int, _ stop: Int) {
    self.start = Int32(truncatingIfNeeded: start)
    self.stop = Int32(truncatingIfNeeded: stop)
  }

  /// The range that holds nothing; it stands for an absent value.
  package static let empty = ByteRange(0, 0)

  /// Length in bytes.
  package var count: Int { Int(stop) - Int(start) }
  package var isEmpty: Bool { stop <= start }
  package var lower: Int { Int(start) }
  package var upper: Int { Int(stop) }
}
