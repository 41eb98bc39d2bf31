internal import Glibc

// How integers and byte strings are written in cells: variable-length integers (LEB128) in values,
// big-endian ones in keys, so that byte order is number order.

extension [UInt8] {
  mutating func appendVarint(_ value: UInt64) {
    if value < 0x80 { return append(UInt8(truncatingIfNeeded: value)) }
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }

  /// A signed number with its sign in the lowest bit, so that small ones are short.
  mutating func appendSigned(_ value: Int64) {
    appendVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  mutating func appendBigEndian(_ value: UInt32) {
    // The value's own bytes, for as long as the call lasts.
    unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
  }

  mutating func appendBigEndian(_ value: UInt64) {
    // The value's own bytes, for as long as the call lasts.
    unsafe Swift.withUnsafeBytes(of: value.bigEndian) { unsafe append(contentsOf: $0) }
  }

  /// A byte string with its length before it.
  mutating func appendCounted(_ bytes: some Collection<UInt8>) {
    appendVarint(UInt64(bytes.count))
    append(contentsOf: bytes)
  }

  /// A byte string with an end mark such that the order of keys is that of the strings: a zero
  /// byte is written as 00 FF, the end as 00 01.
  mutating func appendTerminated(_ bytes: some Collection<UInt8>) {
    if bytes.contains(0) {
      for byte in bytes {
        append(byte)
        if byte == 0 { append(0xFF) }
      }
    } else {
      append(contentsOf: bytes)
    }
    append(0)
    append(1)
  }

  /// Overwrites four bytes at `index`, which the caller keeps in bounds.
  mutating func putBigEndian(_ value: UInt32, at index: Int) {
    for byte in 0..<4 { self[index + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
  }
}

/// Reads what `[UInt8]`'s extension wrote; every step is checked.
struct ByteCursor {
  let bytes: [UInt8]
  private(set) var index: Int
  let path: String

  init(_ bytes: [UInt8], at index: Int = 0, path: String) {
    self.bytes = bytes
    self.index = index
    self.path = path
  }

  var isAtEnd: Bool { index >= bytes.count }

  mutating func byte() throws(InsightError) -> UInt8 {
    guard index < bytes.count else { throw tooShort }
    defer { index += 1 }
    return bytes[index]
  }

  mutating func varint() throws(InsightError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw .damaged(path: path, reason: "a number is too long") }
      value |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return value }
      shift += 7
    }
  }

  mutating func signed() throws(InsightError) -> Int64 {
    let value = try varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  /// A number of things that each take at least one byte of what is left.
  mutating func count() throws(InsightError) -> Int {
    let value = try varint()
    guard value <= UInt64(bytes.count - index) else { throw tooShort }
    return Int(value)
  }

  mutating func bigEndian32() throws(InsightError) -> UInt32 {
    guard bytes.count - index >= 4 else { throw tooShort }
    var value: UInt32 = 0
    for offset in 0..<4 { value = value << 8 | UInt32(bytes[index + offset]) }
    index += 4
    return value
  }

  mutating func bigEndian64() throws(InsightError) -> UInt64 {
    let high = try bigEndian32()
    return try UInt64(high) << 32 | UInt64(bigEndian32())
  }

  mutating func counted() throws(InsightError) -> [UInt8] {
    let length = try count()
    defer { index += length }
    return Array(bytes[index..<index + length])
  }

  mutating func terminated() throws(InsightError) -> [UInt8] {
    var string: [UInt8] = []
    while true {
      let next = try byte()
      if next != 0 {
        string.append(next)
      } else if try byte() == 0xFF {
        string.append(0)
      } else {
        return string
      }
    }
  }

  private var tooShort: InsightError { .damaged(path: path, reason: "a cell ends too early") }
}

/// Whether one byte string stands before another: by bytes, a prefix first.
func precedes(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  compare(left, right) < 0
}

/// Below 0, 0 or above 0 as `left` stands before, with or after `right`.
func compare(_ left: [UInt8], _ right: [UInt8]) -> Int {
  let shared = min(left.count, right.count)
  // Both arrays hold at least `shared` bytes.
  let order = unsafe left.withUnsafeBytes { left in
    unsafe right.withUnsafeBytes { right in
      guard let left = left.baseAddress, let right = right.baseAddress else { return Int32(0) }
      return unsafe memcmp(left, right, shared)
    }
  }
  return order != 0 ? Int(order) : left.count - right.count
}
