/// Why bytes are not a language model.
package enum LanguageModelError: Error, Equatable, CustomStringConvertible {
  /// Fewer bytes than the header, or than the header says.
  case truncated(expected: Int, found: Int)
  /// The first eight bytes or the version are not this format's.
  case wrongFormat
  /// The address is not a multiple of 4.
  case misaligned
  /// A table of the model points outside of it; the byte offset.
  case outOfRange(at: Int)

  package var description: String {
    switch self {
    case .truncated(let expected, let found):
      "language model: \(found) bytes, expected \(expected)"
    case .wrongFormat: "language model: not a model of format EARSHLID version 1"
    case .misaligned: "language model: address not a multiple of 4"
    case .outOfRange(let offset): "language model: value out of range at byte \(offset)"
    }
  }
}

/// The embedded model, read in place (little endian):
///
///     0    8  "EARSHLID"
///     8    4  version, 1
///     12   4  slots, a power of two
///     16   4  rows, at most 65,535
///     20   4  nats a unit of a weight, Float
///     24   8  unused
///     32  40  inverse temperatures by bit width of the number of letters (0...9), Float
///     72  24  unused
///     96 128  language of each column for the groups latin, cyrillic, arabic, han; 255 none
///     224 128 start row of each of these groups: log priors
///     352     slots: fingerprint (16 bits), row + 1 (16 bits; 0 empty)
///     ...     rows of 32 weights, 0...255
///
/// A weight is the same offset for all languages plus the log-likelihood in units, so that sums
/// over the same features compare. Safe to use because every offset that a method forms was
/// checked at the start against the size of the bytes, which nothing changes.
@safe struct LanguageModel: @unchecked Sendable {
  static let noLanguage: UInt8 = 255
  static let headerSize = 352

  private let base: UnsafeRawPointer
  private let shift: UInt64
  private let slotMask: Int
  private let rowsOffset: Int
  let unit: Float

  init(_ bytes: UnsafeRawBufferPointer, languageCount: Int) throws(LanguageModelError) {
    guard let start = bytes.baseAddress, bytes.count >= Self.headerSize else {
      throw .truncated(expected: Self.headerSize, found: bytes.count)
    }
    guard Int(bitPattern: start) % 4 == 0 else { throw .misaligned }
    // Each load below is inside the header, whose size was checked.
    let magic = unsafe start.loadUnaligned(as: UInt64.self)
    let version = unsafe start.load(fromByteOffset: 8, as: UInt32.self)
    guard magic == 0x4449_4C48_5352_4145, version == 1 else { throw .wrongFormat }
    let slotCount = Int(unsafe start.load(fromByteOffset: 12, as: UInt32.self))
    let rowCount = Int(unsafe start.load(fromByteOffset: 16, as: UInt32.self))
    guard slotCount >= 2, slotCount <= 1 << 20, slotCount.nonzeroBitCount == 1 else {
      throw .outOfRange(at: 12)
    }
    guard rowCount < slotCount, rowCount <= 65_535 else { throw .outOfRange(at: 16) }
    rowsOffset = Self.headerSize + 4 * slotCount
    guard bytes.count >= rowsOffset + 32 * rowCount else {
      throw .truncated(expected: rowsOffset + 32 * rowCount, found: bytes.count)
    }
    unsafe base = start
    unit = unsafe start.load(fromByteOffset: 20, as: Float.self)
    slotMask = slotCount - 1
    shift = UInt64(64 - slotCount.trailingZeroBitCount)
    try checkTables(slotCount: slotCount, rowCount: rowCount, languageCount: languageCount)
  }

  /// Everything `identify` relies on without looking: rows in range, an empty slot to stop at.
  private func checkTables(
    slotCount: Int, rowCount: Int, languageCount: Int
  ) throws(LanguageModelError) {
    for offset in 96..<224 {
      let language = unsafe base.load(fromByteOffset: offset, as: UInt8.self)
      guard language == Self.noLanguage || Int(language) < languageCount else {
        throw .outOfRange(at: offset)
      }
    }
    var hasEmptySlot = false
    for slot in 0..<slotCount {
      let row = Int(slotValue(slot) >> 16)
      guard row <= rowCount else { throw .outOfRange(at: Self.headerSize + 4 * slot) }
      hasEmptySlot = hasEmptySlot || row == 0
    }
    guard hasEmptySlot else { throw .outOfRange(at: Self.headerSize) }
  }

  /// Language index of a column, or `noLanguage`.
  @inline(__always)
  func language(_ column: Int, of group: ScriptGroup) -> UInt8 {
    // Columns are 0..<32 and scored groups 0..<4, so the load is inside the header.
    unsafe base.load(fromByteOffset: 96 + 32 * Int(group.rawValue) + column, as: UInt8.self)
  }

  /// Log priors of a group, in units.
  func priors(of group: ScriptGroup) -> SIMD4<UInt64> {
    unsafe base.loadUnaligned(
      fromByteOffset: 224 + 32 * Int(group.rawValue), as: SIMD4<UInt64>.self)
  }

  /// 1 / temperature for a text of so many letters.
  func inverseTemperature(letters: Int) -> Float {
    let width = min(9, Int.bitWidth - letters.leadingZeroBitCount)
    return unsafe base.load(fromByteOffset: 32 + 4 * width, as: Float.self)
  }

  @inline(__always)
  private func slotValue(_ slot: Int) -> UInt32 {
    // Callers keep the slot within 0...slotMask, the size of the table checked at start.
    unsafe base.load(fromByteOffset: Self.headerSize &+ 4 &* slot, as: UInt32.self)
  }

  /// The 32 weights of a feature, or nil when the model does not know it.
  @inline(__always)
  func row(_ key: UInt64) -> SIMD4<UInt64>? {
    var hash = key &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
    hash &*= 0xD6E8_FEB8_6659_FD93
    let fingerprint = UInt32(truncatingIfNeeded: (hash &>> 16) & 0xFFFF)
    var slot = Int(truncatingIfNeeded: hash &>> shift)
    while true {
      let value = slotValue(slot)
      if value < 0x10000 { return nil }
      if value & 0xFFFF == fingerprint {
        let offset = rowsOffset &+ 32 &* (Int(truncatingIfNeeded: value &>> 16) &- 1)
        // Rows named by slots were checked to be inside the model.
        return unsafe base.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
      }
      slot = (slot &+ 1) & slotMask
    }
  }
}
