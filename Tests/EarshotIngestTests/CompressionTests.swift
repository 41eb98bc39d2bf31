import EarshotIngest
import EarshotModel
import Testing

/// Compressed by hand: deflate's stored blocks and zstd's raw blocks need no compressor.
@Suite struct CompressionTests {
  static func gzip(_ text: String) -> [UInt8] {
    let data = Array(text.utf8)
    var bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1]
    let length = UInt16(data.count)
    bytes += littleEndian(UInt32(length)).prefix(2)
    bytes += littleEndian(UInt32(~length)).prefix(2)
    return bytes + data + littleEndian(crc32(data)) + littleEndian(UInt32(data.count))
  }

  /// A frame with one raw block, a one-byte content size and no checksum (RFC 8878).
  static func zstd(_ text: String) -> [UInt8] {
    let data = Array(text.utf8)
    let header = UInt32(data.count) << 3 | 1
    return [0x28, 0xB5, 0x2F, 0xFD, 0x20, UInt8(data.count)] + littleEndian(header).prefix(3) + data
  }

  static func littleEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
  }

  static func crc32(_ data: [UInt8]) -> UInt32 {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in data {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return ~crc
  }

  static let line = #"{"text":"a"}"# + "\n"
  static let half = String(line.dropLast(5))
  static let rest = String(line.suffix(5))
  static let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 1, 2]

  static let whole: [(String, [UInt8], Int)] = [
    ("one member", gzip(line), 1),
    ("two members", gzip(line) + gzip(line), 2),
    ("a line over two members", gzip(half) + gzip(rest), 1),
    ("empty members", gzip("") + gzip(line) + gzip(""), 1),
    ("zero padding", gzip(line) + [0, 0, 0], 1),
    ("padding between members", gzip(line) + [0, 0] + gzip(line), 2),
    ("one frame", zstd(line), 1),
    ("two frames", zstd(half) + zstd(rest), 1),
    ("skippable frames", skippable + zstd(line) + skippable, 1),
  ]

  @Test(arguments: whole, [1, 1 << 18])
  func readsWholeStreams(_ stream: (String, [UInt8], Int), _ batchBytes: Int) throws {
    let folder = Folder()
    var options = InputOptions()
    options.batchBytes = batchBytes
    let reading = try Reading.read([folder.write(stream.1, "any.name")], options)
    #expect(reading.records.count == stream.2)
    #expect(reading.rejections.isEmpty)
    #expect(reading.warnings == WarningCounts())
  }

  @Test(arguments: ["x", "garbage", "\u{1F}", "\u{1F}\u{8B}"])
  func warnsOfGarbageAfterGzip(_ garbage: String) throws {
    let folder = Folder()
    let path = folder.write(Self.gzip(Self.line) + Array(garbage.utf8), "a.gz")
    let reading = try Reading.read([path], InputOptions())
    #expect(reading.records.count == 1)
    #expect(reading.warnings[.trailingGarbage] == 1)
  }

  @Test func refusesEveryCut() throws {
    let folder = Folder()
    var options = InputOptions()
    for stream in [Self.gzip(Self.line + Self.line), Self.zstd(Self.line + Self.line)] {
      for length in 1..<stream.count where stream[0] == 0x1F || length > 2 {
        let path = folder.write(Array(stream[..<length]), "a.gz")
        options.keepGoing = false
        let error = #expect(throws: IngestError.self) { try Reading.read([path], options) }
        #expect(error?.code == .damaged)
        options.keepGoing = true
        let reading = try Reading.read([path], options)
        #expect(reading.warnings[.damagedInput] == 1)
      }
    }
  }

  @Test func refusesAWrongChecksum() throws {
    let folder = Folder()
    var bytes = Self.gzip(Self.line)
    bytes[bytes.count - 6] ^= 1
    let path = folder.write(bytes, "a.gz")
    #expect(throws: IngestError.self) { try Reading.read([path], InputOptions()) }
    var options = InputOptions()
    options.keepGoing = true
    let reading = try Reading.read([path, path], options)
    #expect(reading.warnings[.damagedInput] == 2)
  }
}
