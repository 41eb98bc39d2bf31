import EarshotFormats
import Glibc
import Testing

@Suite struct UTF8RepairTests {
  @Test(arguments: [
    ([], []), ([0x61, 0xFF], [0x61, 0xEF, 0xBF, 0xBD]), ([0xE2, 0x82], [0xEF, 0xBF, 0xBD]),
    ([0xC0, 0x80], [0xEF, 0xBF, 0xBD, 0xEF, 0xBF, 0xBD]),
    ([0xF0, 0x9F, 0x98, 0x61], [0xEF, 0xBF, 0xBD, 0x61]),
    ([0xF0, 0x9F, 0x98, 0x80], [0xF0, 0x9F, 0x98, 0x80]),
  ])
  func replacesMaximalSubparts(_ bytes: [UInt8], _ expected: [UInt8]) {
    #expect(repaired(bytes) == expected)
    #expect(isValidUTF8(bytes) == (bytes == expected))
  }

  @Test func allScalarsAreValidAndRoundTrip() {
    var text: [UInt8] = []
    var scalars: [UInt32] = []
    for value in UInt32(0)..<0x11_0000 where value & 0x1F_F800 != 0xD800 {
      guard value < 0x1_0000 || value % 17 == 0 else { continue }
      UTF8Repair.append(value, to: &text)
      scalars.append(value)
    }
    #expect(isValidUTF8(text))
    let (count, decoded) = unsafe text.withUnsafeBytes { raw in
      var position = 0
      var decoded: [UInt32] = []
      while position < raw.count { unsafe decoded.append(UTF8Repair.decode(raw, at: &position)) }
      return unsafe (UTF8Repair.codePointCount(raw, in: 0..<raw.count), decoded)
    }
    #expect(decoded == scalars)
    #expect(count == scalars.count)
  }

  @Test func surrogatesAndBeyondBecomeReplacements() {
    for value: UInt32 in [0xD800, 0xDFFF, 0x11_0000, UInt32.max] {
      var text: [UInt8] = []
      UTF8Repair.append(value, to: &text)
      #expect(text == UTF8Repair.replacement)
    }
  }

  /// All two-byte strings, and every 251st three-byte string (all of them where
  /// EARSHOT_EXHAUSTIVE is set), alone and inside a block.
  @Test func shortStringsAgreeWithTheStandardLibrary() {
    var padded = [UInt8](repeating: 0x61, count: 40)
    var wrong = 0
    let isExhaustive = unsafe getenv("EARSHOT_EXHAUSTIVE") != nil
    for value in UInt32(0)..<0x1_0000 {
      let bytes = [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
      if !agrees(bytes, &padded) { wrong += 1 }
    }
    for value in stride(from: UInt32(0), to: 1 << 24, by: isExhaustive ? 1 : 251) {
      let bytes = [
        UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8),
        UInt8(truncatingIfNeeded: value >> 16),
      ]
      if !agrees(bytes, &padded) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  private func agrees(_ bytes: [UInt8], _ padded: inout [UInt8]) -> Bool {
    let valid = isValidInLibrary(bytes)
    for (i, byte) in bytes.enumerated() { padded[18 + i] = byte }
    let inBlock = isValidUTF8(padded)
    for i in bytes.indices { padded[18 + i] = 0x61 }
    return isValidUTF8(bytes) == valid && inBlock == valid
  }

  private func isValidInLibrary(_ bytes: [UInt8]) -> Bool {
    var iterator = bytes.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .valid: continue
      case .emptyInput: return true
      case .error: return false
      }
    }
  }

  @Test func randomTextAgreesWithTheStandardLibrary() {
    var random = SeededGenerator(seed: 29)
    for _ in 0..<4000 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0..<40, using: &random) {
        let limit: UInt32 = [0x80, 0x800, 0x1_0000, 0x11_0000].randomElement(using: &random)!
        UTF8Repair.append(UInt32.random(in: 0..<limit, using: &random), to: &bytes)
      }
      if Bool.random(using: &random), !bytes.isEmpty {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        bytes[place] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(min(bytes.count, 1)) }
      #expect(isValidUTF8(bytes) == isValidInLibrary(bytes))
      // The standard library repairs by maximal subparts too.
      #expect(repaired(bytes) == Array(String(decoding: bytes, as: UTF8.self).utf8))
      let prefix = unsafe bytes.withUnsafeBytes { unsafe UTF8Repair.validPrefixLength($0) }
      #expect(isValidInLibrary(Array(bytes[..<prefix])))
      #expect((prefix == bytes.count) == isValidInLibrary(bytes))
    }
  }

  @Test func countsCodePointsBetweenOffsets() {
    let text = Array("aé日😀 and some more plain text; ß, €".utf8)
    unsafe text.withUnsafeBytes { raw in
      #expect(unsafe UTF8Repair.codePointCount(raw, in: 0..<10) == 4)
      #expect(unsafe UTF8Repair.codePointCount(raw, in: 1..<3) == 1)
      #expect(unsafe UTF8Repair.codePointCount(raw, in: 3..<3) == 0)
      #expect(unsafe UTF8Repair.codePointCount(raw, in: 0..<raw.count) == 35)
    }
  }
}
