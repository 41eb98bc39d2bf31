package import EarshotFormats
internal import Glibc

/// A file or stream that is written once, from start to end, and never loses a byte in silence:
/// every write, sync and close is checked.
///
/// Call `finish()` at the end; a file that is merely let go is closed as it is, for errors on the
/// way.
package struct OutputFile: ~Copyable, Sendable {
  package static let bufferSize = 256 << 10

  package let path: String
  /// Bytes taken so far, buffered ones included.
  package private(set) var count: Int64 = 0
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  /// Creates a file that must not be there yet.
  package init(creating path: String, mode: UInt32 = 0o644) throws(OutputError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    guard descriptor >= 0 else { throw .system("create the file", path) }
    buffer.reserveCapacity(Self.bufferSize)
  }

  /// Opens what is there, such as a device.
  package init(opening path: String) throws(OutputError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path) }
    buffer.reserveCapacity(Self.bufferSize)
  }

  /// Takes over an open descriptor; it is closed at the end.
  package init(adopting descriptor: Int32, named path: String) {
    self.path = path
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.bufferSize)
  }

  package static func standardOutput() -> OutputFile {
    OutputFile(adopting: STDOUT_FILENO, named: "standard output")
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  package mutating func write(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    count += Int64(bytes.count)
    if buffer.count + bytes.count > Self.bufferSize { try flush() }
    guard bytes.count < Self.bufferSize else { return unsafe try writeThrough(bytes) }
    unsafe buffer.append(contentsOf: bytes)
  }

  package mutating func write(_ bytes: [UInt8]) throws(OutputError) {
    var failure: OutputError?
    // The pointer is used inside the closure only.
    unsafe bytes.withUnsafeBytes { raw in
      do throws(OutputError) { unsafe try write(raw) } catch { failure = error }
    }
    if let failure { throw failure }
  }

  package mutating func write(_ text: String) throws(OutputError) {
    try write(Array(text.utf8))
  }

  /// Writes what a writer holds and empties it.
  package mutating func write(draining writer: inout JSONWriter) throws(OutputError) {
    try write(writer.bytes)
    writer.bytes.removeAll(keepingCapacity: true)
  }

  /// Hands all buffered bytes to the system.
  package mutating func flush() throws(OutputError) {
    guard !buffer.isEmpty else { return }
    var failure: OutputError?
    // The pointer is used inside the closure only.
    unsafe buffer.withUnsafeBytes { raw in
      do throws(OutputError) { unsafe try writeThrough(raw) } catch { failure = error }
    }
    // Dropped also on failure: what has failed once is not written later, in half.
    buffer.removeAll(keepingCapacity: true)
    if let failure { throw failure }
  }

  /// Writes the rest, makes it durable and closes. Nothing may be written after it.
  package mutating func finish() throws(OutputError) {
    guard descriptor >= 0 else { return }
    try flush()
    while fsync(descriptor) != 0 {
      // Pipes, terminals and some devices have nothing to sync.
      if errno == EINVAL || errno == EROFS || errno == ENOTSUP { break }
      if errno != EINTR { throw .system("make the bytes durable", path) }
    }
    let closing = descriptor
    descriptor = -1
    // After EINTR the descriptor is gone on Linux; a second close could hit another file.
    if close(closing) != 0, errno != EINTR { throw .system("close", path) }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(OutputError) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      guard !WriteFault.isDue() else {
        throw OutputError(.system("write"), path: path, number: EIO)
      }
      // Reads at most rest.count bytes.
      let written = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      if written > 0 {
        // At most rest.count were written.
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if written < 0, errno != EINTR {
        throw .system("write", path)
      }
    }
  }
}
