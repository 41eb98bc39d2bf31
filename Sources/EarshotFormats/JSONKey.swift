/// The name of a member, prepared once for look-ups in many objects.
package struct JSONKey: Equatable, Sendable {
  /// UTF-8, unescaped.
  package let bytes: [UInt8]
  let hash: UInt32

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    // The pointer is used inside the closure only.
    hash = unsafe bytes.withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return JSONKey.hashOfEmpty }
      return unsafe JSONKey.hash(base, raw.count)
    }
  }

  package init(_ name: String) { self.init(Array(name.utf8)) }

  static let hashOfEmpty: UInt32 = 0

  /// A filter, not a digest: length and at most 16 bytes are mixed, and equal hashes are compared
  /// byte by byte. Reads `count` bytes at `start`.
  @inline(__always)
  static func hash(_ start: UnsafeRawPointer, _ count: Int) -> UInt32 {
    let head: UInt64
    var tail: UInt64 = 0
    // Each load ends at or before `count`.
    if count >= 8 {
      head = unsafe ByteSearch.load(start, 0)
      tail = unsafe ByteSearch.load(start, count &- 8)
    } else if count >= 4 {
      head = unsafe UInt64(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self)))
      tail = unsafe UInt64(
        UInt32(
          littleEndian: start.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)))
    } else if count > 0 {
      let first = unsafe UInt64(start.load(as: UInt8.self))
      let middle = unsafe UInt64(start.load(fromByteOffset: count &>> 1, as: UInt8.self))
      let last = unsafe UInt64(start.load(fromByteOffset: count &- 1, as: UInt8.self))
      head = first | middle &<< 8 | last &<< 16
    } else {
      return hashOfEmpty
    }
    // Two odd constants: 2^64 / golden ratio, and one of Pelle Evensen's mixers.
    var mixed = (head ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed &>> 32 ^ tail) &* 0xD6E8_FEB8_6659_FD93
    return UInt32(truncatingIfNeeded: mixed &>> 32)
  }
}
