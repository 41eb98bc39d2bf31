internal import EarshotModel
internal import Glibc

/// The bytes of one file or of standard input as they are stored, hashed on the way.
///
/// A file's size is fixed when it is opened: bytes added later are not read, bytes missing are an
/// error.
struct RawFile: ~Copyable {
  let path: String
  /// Size in bytes when it was opened; nil for pipes, terminals and devices.
  let size: Int64?
  private(set) var bytesRead: Int64 = 0
  private(set) var hash = KeyedHash(key: (0, 0))
  private let descriptor: Int32

  init(_ path: String) throws(IngestError) {
    self.path = path
    descriptor = path == "-" ? 0 : Self.retrying { unsafe open(path, O_RDONLY | O_CLOEXEC) }
    guard descriptor >= 0 else {
      throw IngestError(.unreadable, place: path, cause: "cannot be opened: \(Self.reason())")
    }
    var info = stat()
    // `info` is a whole stat for the call to fill.
    let isKnown = unsafe fstat(descriptor, &info) == 0
    size = isKnown && info.st_mode & S_IFMT == S_IFREG && path != "-" ? Int64(info.st_size) : nil
  }

  deinit {
    if descriptor > 0 { close(descriptor) }
  }

  /// Reads on into `buffer`; returns the number of bytes, 0 at the end or when `isStopped` says so.
  mutating func read(
    into buffer: UnsafeMutableRawBufferPointer, isStopped: (@Sendable () -> Bool)?
  ) throws(IngestError) -> Int {
    var wanted = buffer.count
    if let size { wanted = Int(min(Int64(wanted), size - bytesRead)) }
    if wanted <= 0 { return 0 }
    if size == nil, let isStopped, !waitForInput(isStopped) { return 0 }
    // `wanted` is at most the buffer's count.
    let count = Self.retrying {
      unsafe Int32(
        truncatingIfNeeded: Glibc.read(descriptor, buffer.baseAddress, min(wanted, 1 << 30)))
    }
    guard count >= 0 else {
      throw IngestError(
        .unreadable, place: "\(path), byte \(bytesRead)", cause: "cannot be read: \(Self.reason())")
    }
    if count == 0, let size {
      throw IngestError(
        .damaged, place: path,
        cause: "ends at byte \(bytesRead), but had \(size) bytes when it was opened")
    }
    // The first `count` bytes have just been written.
    unsafe hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)]))
    bytesRead += Int64(count)
    return Int(count)
  }

  /// Whether the file has grown since it was opened.
  func hasGrown() -> Bool {
    guard let size else { return false }
    var info = stat()
    return unsafe fstat(descriptor, &info) == 0 && Int64(info.st_size) > size
  }

  private func waitForInput(_ isStopped: @Sendable () -> Bool) -> Bool {
    while !isStopped() {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      // One request, for at most 200 ms.
      if unsafe poll(&request, 1, 200) != 0 { return true }
    }
    return false
  }

  private static func retrying(_ call: () -> Int32) -> Int32 {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }

  /// The text of `errno`.
  static func reason() -> String {
    // strerror returns a string that lives until its next call.
    unsafe String(cString: strerror(errno))
  }
}
