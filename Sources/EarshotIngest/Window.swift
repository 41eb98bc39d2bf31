internal import EarshotFormats

/// The decoded bytes of one input that are not yet handed out, with their place in it.
///
/// A class because it owns the stream for as long as the input is read.
final class Window {
  let stream: ByteStream
  /// UTF-8, as far as the input holds it.
  private(set) var bytes: [UInt8] = []
  /// Offset of the first byte in the decoded input.
  private(set) var offset: Int64 = 0
  private(set) var isAtEnd = false
  private(set) var encoding = InputEncoding.utf8
  private var decoder: UTF16Decoder?
  private let options: InputOptions

  /// Opens an input and reads so much of it that its encoding and format can be told.
  init(
    path: String, options: InputOptions, isStopped: (@Sendable () -> Bool)?
  ) throws(IngestError) {
    self.options = options
    stream = try ByteStream(path: path, maxInflate: options.maxInflate, isStopped: isStopped)
  }

  var count: Int { bytes.count }

  /// Reads the beginning and settles the encoding; to be called once, before `fill`.
  func begin(path: String) throws(IngestError) {
    let wanted = 4096
    while bytes.count < wanted, !isAtEnd {
      try pull(wanted)
      if options.isEager, bytes.count >= 4, bytes.contains(0x0A) { break }
    }
    encoding = try EncodingSniffer.sniff(bytes, options.encoding, path: path)
    if encoding == .utf16le || encoding == .utf16be {
      let hasMark = bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF])
      var decoder = UTF16Decoder(isBigEndian: encoding == .utf16be)
      let raw = Array(bytes.dropFirst(hasMark ? 2 : 0))
      bytes = []
      // The pointer is used inside the closure only.
      unsafe raw.withUnsafeBytes { unsafe decoder.decode($0, to: &bytes) }
      if isAtEnd { decoder.finish(to: &bytes) }
      self.decoder = decoder
    }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { drop(3) }
  }

  /// Reads until there are at least `minimum` bytes, or the input ends. Eager readers get what one
  /// read gives.
  func fill(_ minimum: Int) throws(IngestError) {
    while bytes.count < minimum, !isAtEnd {
      try pull(minimum - bytes.count)
      if options.isEager { return }
    }
  }

  private func pull(_ limit: Int) throws(IngestError) {
    do {
      try unsafe stream.read(atMost: limit) { chunk in
        if unsafe chunk.isEmpty {
          isAtEnd = true
          decoder?.finish(to: &bytes)
        } else if decoder != nil {
          unsafe decoder?.decode(chunk, to: &bytes)
        } else {
          unsafe bytes.append(contentsOf: chunk)
        }
      }
    } catch {
      isAtEnd = true
      throw error
    }
  }

  /// Gives up the first `count` bytes.
  func drop(_ count: Int) {
    if count == bytes.count {
      bytes.removeAll(keepingCapacity: bytes.capacity <= 4 << 20)
    } else {
      bytes.removeSubrange(0..<count)
    }
    offset += Int64(count)
  }

  /// The first `count` bytes, which are given up.
  func take(_ count: Int) -> [UInt8] {
    let taken = Array(bytes[..<count])
    drop(count)
    return taken
  }
}

/// Tells the encoding of an input by its first bytes.
enum EncodingSniffer {
  static func sniff(
    _ head: [UInt8], _ choice: InputEncoding, path: String
  ) throws(IngestError) -> InputEncoding {
    if choice == .utf16le || choice == .utf16be { return choice }
    if head.starts(with: [0xFF, 0xFE, 0, 0]) || head.starts(with: [0, 0, 0xFE, 0xFF]) {
      throw unknown(path, "UTF-32", "utf-32")
    }
    if head.starts(with: [0xFF, 0xFE]) { return .utf16le }
    if head.starts(with: [0xFE, 0xFF]) { return .utf16be }
    if choice == .utf16 { return .utf16be }
    if choice == .auto, head.count >= 4 {
      let zeros = head.prefix(4).map { $0 == 0 }
      if zeros == [false, true, false, true] { throw unmarked(path, "utf-16le") }
      if zeros == [true, false, true, false] { throw unmarked(path, "utf-16be") }
      if zeros == [false, true, true, true] || zeros == [true, true, true, false] {
        throw unknown(path, "UTF-32", "utf-32")
      }
    }
    return .utf8
  }

  private static func unmarked(_ path: String, _ name: String) -> IngestError {
    IngestError(
      .encoding, place: path, cause: "looks like \(name.uppercased()) without a byte order mark",
      remedy: "say so with --encoding \(name)")
  }

  private static func unknown(_ path: String, _ name: String, _ tag: String) -> IngestError {
    IngestError(
      .encoding, place: path, cause: "is \(name), which is not read",
      remedy: "convert it: iconv -f \(tag) -t utf-8 '\(path)'")
  }
}
