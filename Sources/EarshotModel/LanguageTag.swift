/// A BCP 47 language tag, lower-cased and cut to whole subtags that fit into 8 bytes (`en`,
/// `pt-br`, `zh-hant`). The empty tag stands for "not known" and prints as `und`.
package struct LanguageTag: Hashable, Comparable, Sendable {
  /// ASCII bytes, first in the highest byte, zero padded: integer order is code-point order.
  package let packed: UInt64

  package static let undetermined = LanguageTag(packed: 0)

  package init(packed: UInt64) { self.packed = packed }

  package init(_ text: String) { self.init(bytes: text.utf8) }

  /// Reads a tag; `_` counts as `-`, and old or collective codes become those in use
  /// (`iw` he, `in` id, `no` nb, `tl` fil). Anything that is no tag gives the empty one.
  package init(bytes: some Sequence<UInt8>) {
    var packed: UInt64 = 0
    var length = 0
    var whole = (packed: UInt64(0), length: 0)
    for byte in bytes {
      let lower = byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte == 0x5F ? 0x2D : byte
      if lower == 0x2D {
        whole = (packed, length)
      } else if !(lower >= 0x61 && lower <= 0x7A) && !(lower >= 0x30 && lower <= 0x39) {
        // POSIX suffixes (`de_DE.UTF-8`, `@euro`) end a tag; anything else means it is none.
        if lower != 0x2E && lower != 0x40 { (packed, length, whole) = (0, 0, (0, 0)) }
        break
      }
      if length == 8 {
        (packed, length) = whole
        break
      }
      packed |= UInt64(lower) << UInt64(56 - 8 * length)
      length += 1
    }
    if length > 0, packed >> UInt64(64 - 8 * length) & 0xFF == 0x2D { packed = whole.packed }
    self.packed = Self.aliases[packed] ?? packed
  }

  /// The tag without its script, region and variant.
  package var primary: LanguageTag {
    var kept: UInt64 = 0
    for index in 0..<8 {
      let byte = packed >> UInt64(56 - 8 * index) & 0xFF
      if byte == 0 || byte == 0x2D { break }
      kept |= byte << UInt64(56 - 8 * index)
    }
    return LanguageTag(packed: kept)
  }

  /// The tag as text, `und` where it is not known.
  package var text: String {
    if packed == 0 { return "und" }
    let bytes = (0..<8).map { UInt8(truncatingIfNeeded: packed >> UInt64(56 - 8 * $0)) }
    return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  package static func < (left: LanguageTag, right: LanguageTag) -> Bool {
    left.packed < right.packed
  }

  private static func pack(_ text: StaticString) -> UInt64 {
    text.withUTF8Buffer { bytes in
      var packed: UInt64 = 0
      for index in 0..<min(8, bytes.count) {
        unsafe packed |= UInt64(bytes[index]) << UInt64(56 - 8 * index)
      }
      return packed
    }
  }

  private static let aliases: [UInt64: UInt64] = [
    pack("und"): 0, pack("iw"): pack("he"), pack("in"): pack("id"), pack("no"): pack("nb"),
    pack("tl"): pack("fil"),
  ]
}
