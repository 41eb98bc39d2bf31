/// Which authors are staff: a glob, `*` for any characters, that fits a whole name; ASCII letters
/// match in either case.
package struct StaffPattern: Sendable, Equatable {
  private let pattern: [UInt8]

  package init(_ text: String) { pattern = text.utf8.map(Self.folded) }

  /// Whether the pattern fits all of `name` (UTF-8).
  package func matches(_ name: some RandomAccessCollection<UInt8>) -> Bool {
    let name = Array(name)
    var i = 0
    var j = 0
    var star: (pattern: Int, name: Int)?
    while j < name.count {
      if i < pattern.count, pattern[i] == 0x2A {
        star = (i, j)
        i += 1
      } else if i < pattern.count, pattern[i] == Self.folded(name[j]) {
        i += 1
        j += 1
      } else if let (last, from) = star {
        star = (last, from + 1)
        i = last + 1
        j = from + 1
      } else {
        return false
      }
    }
    return pattern[i...].allSatisfy { $0 == 0x2A }
  }

  private static func folded(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }
}
