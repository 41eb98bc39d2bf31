internal import CCompression
internal import EarshotModel

/// How an input is compressed; known by its first bytes, never by its name.
package enum Compression: String, Sendable {
  case none, gzip, zstd
}

/// The bytes of one input, decompressed.
///
/// A class because it owns a decompressor and two buffers for as long as its input is read.
@safe
final class ByteStream {
  let compression: Compression
  private(set) var sawGarbage = false
  private(set) var bytesGiven: Int64 = 0
  private var file: RawFile
  private let maxInflate: Int64
  private let isStopped: (@Sendable () -> Bool)?
  private let inflater: OpaquePointer?
  // Both buffers live as long as the stream.
  private let input: UnsafeMutableRawBufferPointer
  private let output: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var isFileDone = false
  private var hasMore = false

  init(
    path: String, maxInflate: Int64, isStopped: (@Sendable () -> Bool)?
  ) throws(IngestError) {
    file = try RawFile(path)
    self.maxInflate = maxInflate
    self.isStopped = isStopped
    unsafe input = .allocate(byteCount: 128 << 10, alignment: 16)
    unsafe output = .allocate(byteCount: 256 << 10, alignment: 16)
    var opened: OpaquePointer?
    var kind = Compression.none
    var failure: IngestError?
    do throws(IngestError) {
      // Four bytes tell the codec; a pipe may give them one by one.
      while end < 4 {
        // start + 4 is far below the buffer's size.
        let free = unsafe UnsafeMutableRawBufferPointer(rebasing: input[end...])
        let count = try unsafe file.read(into: free, isStopped: isStopped)
        if count == 0 {
          isFileDone = true
          break
        }
        end += count
      }
      // The first `end` bytes of the buffer have been read.
      let codec = unsafe earshot_codec_of(
        input.baseAddress!.assumingMemoryBound(to: UInt8.self), end)
      if codec != .none {
        kind = codec == .gzip ? .gzip : .zstd
        unsafe opened = earshot_inflater_open(codec)
        if unsafe opened == nil {
          throw IngestError(.memory, place: path, cause: "no memory to decompress")
        }
      }
    } catch {
      failure = error
    }
    compression = kind
    unsafe inflater = opened
    if let failure { throw failure }
  }

  deinit {
    if let inflater = unsafe inflater { unsafe earshot_inflater_close(inflater) }
    unsafe input.deallocate()
    unsafe output.deallocate()
  }

  var bytesRead: Int64 { file.bytesRead }
  var size: Int64? { file.size }
  var hash: UInt64 { file.hash.finalize() }
  func hasGrown() -> Bool { file.hasGrown() }

  /// Gives the next at most `limit` bytes to `body`; none mean the end.
  func read(
    atMost limit: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(IngestError) {
    if unsafe inflater != nil { return try unsafe inflate(limit, body) }
    if start == end { try refill() }
    let count = min(limit, end - start)
    // start ..< start + count has been read from the file.
    unsafe body(UnsafeRawBufferPointer(rebasing: input[start..<start + count]))
    start += count
    bytesGiven += Int64(count)
  }

  private func refill() throws(IngestError) {
    start = 0
    end = 0
    if isFileDone { return }
    end = try unsafe file.read(into: input, isStopped: isStopped)
    if end == 0 { isFileDone = true }
  }

  private func inflate(
    _ limit: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(IngestError) {
    guard let inflater = unsafe inflater else { return }
    while true {
      if start == end, !hasMore { try refill() }
      var taken = 0
      var given = 0
      // Both ranges lie in the buffers, which live as long as the stream.
      let status = unsafe earshot_inflater_run(
        inflater, input.baseAddress!.assumingMemoryBound(to: UInt8.self) + start, end - start,
        &taken, output.baseAddress!.assumingMemoryBound(to: UInt8.self),
        min(limit, output.count), &given)
      start += taken
      bytesGiven += Int64(given)
      hasMore = status == .output_full
      if status == .damaged { throw unsafe damage(inflater) }
      if status == .no_memory {
        throw IngestError(.memory, place: file.path, cause: "no memory to decompress")
      }
      if bytesGiven > maxInflate {
        throw IngestError(
          .damaged, place: file.path, cause: "holds more than \(maxInflate) bytes",
          remedy: "raise --max-inflate if that is right")
      }
      if given > 0 {
        // The first `given` bytes have just been written.
        return unsafe body(UnsafeRawBufferPointer(rebasing: output[..<given]))
      }
      if isFileDone, !hasMore { return try unsafe finish(inflater, body) }
    }
  }

  private func finish(
    _ inflater: OpaquePointer, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(IngestError) {
    sawGarbage = unsafe earshot_inflater_saw_garbage(inflater)
    guard unsafe earshot_inflater_may_end(inflater) else {
      throw IngestError(
        .damaged, place: file.path,
        cause: "the \(compression) data ends too early, at byte \(file.bytesRead)",
        remedy: "fetch the file again, or use --keep-going to use what is whole")
    }
    unsafe body(UnsafeRawBufferPointer(start: nil, count: 0))
  }

  private func damage(_ inflater: OpaquePointer) -> IngestError {
    // The message lives until the inflater is closed.
    let message = unsafe String(cString: earshot_inflater_message(inflater))
    let byte = file.bytesRead - Int64(end - start)
    return IngestError(
      .damaged, place: "\(file.path), byte \(byte)",
      cause: "the \(compression) data is damaged (\(message))",
      remedy: "fetch the file again, or use --keep-going to use what is whole")
  }
}
