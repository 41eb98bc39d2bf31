import EarshotModel
import Testing

/// First vectors of the SipHash paper's reference: key 00...0f, input 00, 01, 02, ...
@Test func agreesWithTheReferenceVectors() {
  let key: (UInt64, UInt64) = (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908)
  let expected: [UInt64] = [
    0x726f_db47_dd0e_0e31, 0x74f8_39c5_93dc_67fd, 0x0d6c_8009_d9a9_4f5a, 0x8567_6696_d7fb_7e2d,
  ]
  for (length, hash) in expected.enumerated() {
    #expect(KeyedHash.hash((0..<length).map { UInt8($0) }, key: key) == hash)
  }
  let fifteen: UInt64 = 0xa129_ca61_49be_45e5
  #expect(KeyedHash.hash((0..<15).map { UInt8($0) }, key: key) == fifteen)
}

@Test func chunksDoNotMatter() {
  let bytes = (0..<100).map { UInt8($0) }
  let whole = KeyedHash.hash(bytes, key: (1, 2))
  for cut in 0...100 {
    var hash = KeyedHash(key: (1, 2))
    hash.update(bytes[..<cut])
    hash.update(bytes[cut...])
    #expect(hash.finalize() == whole)
  }
}
