/// SipHash-2-4 with a 128-bit key: the keyed hash behind customer pseudonyms, samples and the
/// fingerprints of inputs.
///
/// Source: J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF" (2012); test
/// vectors of its appendix A are among the tests.
package struct KeyedHash: Sendable {
  private var v0: UInt64
  private var v1: UInt64
  private var v2: UInt64
  private var v3: UInt64
  private var tail: UInt64 = 0
  private var length: UInt64 = 0

  package init(key: (UInt64, UInt64)) {
    v0 = key.0 ^ 0x736f_6d65_7073_6575
    v1 = key.1 ^ 0x646f_7261_6e64_6f6d
    v2 = key.0 ^ 0x6c79_6765_6e65_7261
    v3 = key.1 ^ 0x7465_6462_7974_6573
  }

  /// Takes in bytes; any division of the same bytes into calls gives the same hash.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    var index = 0
    while index < bytes.count && length & 7 != 0 {
      push(unsafe bytes[index])
      index += 1
    }
    while index + 8 <= bytes.count {
      // In bounds: eight bytes from `index` lie within the buffer.
      compress(
        UInt64(littleEndian: unsafe bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)))
      length &+= 8
      index += 8
    }
    while index < bytes.count {
      push(unsafe bytes[index])
      index += 1
    }
  }

  package mutating func update(_ bytes: some Collection<UInt8>) {
    let done: Void? = bytes.withContiguousStorageIfAvailable {
      unsafe update(UnsafeRawBufferPointer($0))
    }
    if done == nil { for byte in bytes { push(byte) } }
  }

  /// The hash of all bytes so far.
  package func finalize() -> UInt64 {
    var copy = self
    copy.compress(tail | length << 56)
    copy.v2 ^= 0xff
    for _ in 0..<4 { copy.round() }
    return copy.v0 ^ copy.v1 ^ copy.v2 ^ copy.v3
  }

  /// The hash of one byte string.
  package static func hash(_ bytes: some Collection<UInt8>, key: (UInt64, UInt64)) -> UInt64 {
    var hash = KeyedHash(key: key)
    hash.update(bytes)
    return hash.finalize()
  }

  private mutating func push(_ byte: UInt8) {
    tail |= UInt64(byte) << (8 * (length & 7))
    length &+= 1
    if length & 7 == 0 {
      compress(tail)
      tail = 0
    }
  }

  @inline(__always)
  private mutating func compress(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }

  @inline(__always)
  private mutating func round() {
    v0 = v0 &+ v1
    v1 = (v1 << 13 | v1 >> 51) ^ v0
    v0 = v0 << 32 | v0 >> 32
    v2 = v2 &+ v3
    v3 = (v3 << 16 | v3 >> 48) ^ v2
    v0 = v0 &+ v3
    v3 = (v3 << 21 | v3 >> 43) ^ v0
    v2 = v2 &+ v1
    v1 = (v1 << 17 | v1 >> 47) ^ v2
    v2 = v2 << 32 | v2 >> 32
  }
}
