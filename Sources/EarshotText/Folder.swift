internal import CICU

/// Brings words into the one form in which texts and lexicon entries are compared: NFKC case fold,
/// default ignorables (soft hyphen, zero-width marks, variation selectors) and skin tones dropped,
/// every apostrophe straight. Diacritics stay. (Contract, section 3.)
package enum Folder {
  /// Appends the folded form of a piece of valid UTF-8.
  package static func append(_ text: Span<UInt8>, to result: inout [UInt8]) {
    let start = result.count
    var plain = true
    for index in text.indices {
      let byte = text[index]
      if byte >= 0x80 {
        plain = false
        break
      }
      result.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    if plain { return }
    result.removeLast(result.count - start)
    appendFolded(text, to: &result)
    mendApostrophesAndSkinTones(&result, from: start)
  }

  /// The folded form of a string; for lexicons and tests.
  package static func fold(_ text: String) -> [UInt8] {
    var result: [UInt8] = []
    let bytes = Array(text.utf8)
    append(bytes.span, to: &result)
    return result
  }

  private static func appendFolded(_ text: Span<UInt8>, to result: inout [UInt8]) {
    let start = result.count
    var room = text.count * 3 + 64
    while room <= text.count * 64 {
      result.append(contentsOf: repeatElement(0, count: room))
      // `result` has `room` bytes from `start` on; ICU writes no more than that.
      let written = unsafe result.withUnsafeMutableBufferPointer { buffer in
        unsafe text.withUnsafeBufferPointer { source -> Int32 in
          guard let target = buffer.baseAddress, let source = source.baseAddress else { return -1 }
          return unsafe earshot_icu_fold(source, Int32(text.count), target + start, Int32(room))
        }
      }
      result.removeLast(room - max(0, Int(written)))
      if written >= 0 { return }
      room *= 4
    }
    for index in text.indices { result.append(text[index]) }
  }

  /// U+2018, U+2019, U+02BC and U+02BB become `'`; U+1F3FB...U+1F3FF (skin tones) go.
  private static func mendApostrophesAndSkinTones(_ bytes: inout [UInt8], from start: Int) {
    var read = start
    var write = start
    while read < bytes.count {
      let rest = bytes.count - read
      if rest >= 3, bytes[read] == 0xE2, bytes[read + 1] == 0x80,
        bytes[read + 2] == 0x98 || bytes[read + 2] == 0x99
      {
        bytes[write] = 0x27
        (read, write) = (read + 3, write + 1)
      } else if rest >= 2, bytes[read] == 0xCA, bytes[read + 1] == 0xBB || bytes[read + 1] == 0xBC {
        bytes[write] = 0x27
        (read, write) = (read + 2, write + 1)
      } else if rest >= 4, write > start, bytes[read] == 0xF0, bytes[read + 1] == 0x9F,
        bytes[read + 2] == 0x8F, (0xBB...0xBF).contains(bytes[read + 3])
      {
        read += 4
      } else {
        bytes[write] = bytes[read]
        (read, write) = (read + 1, write + 1)
      }
    }
    bytes.removeLast(bytes.count - write)
  }
}
