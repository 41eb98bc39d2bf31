internal import Glibc

/// The lines of a file, one by one.
struct LineFile: ~Copyable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// Number of the line that `next` gave last, from 1.
  private(set) var line = 0

  init(_ path: String) throws(Failure) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Failure(number: errno) }
    self.descriptor = descriptor
  }

  deinit { _ = close(descriptor) }

  /// The file could not be opened or read: the system's error number.
  struct Failure: Error { let number: Int32 }

  /// The next line without its newline; nil at the end.
  mutating func next() throws(Failure) -> [UInt8]? {
    var searched = position
    while true {
      if let stop = buffer[searched...].firstIndex(of: 0x0A) {
        defer { position = stop + 1 }
        line += 1
        return Array(buffer[position..<stop])
      }
      if isAtEnd {
        guard position < buffer.count else { return nil }
        defer { position = buffer.count }
        line += 1
        return Array(buffer[position...])
      }
      buffer.removeSubrange(..<position)
      position = 0
      searched = buffer.count
      try fill()
    }
  }

  private mutating func fill() throws(Failure) {
    let size = 64 << 10
    var result = 0
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      repeat {
        // Writes at most `size` bytes into the new memory.
        result = unsafe read(descriptor, memory.baseAddress, size)
      } while result < 0 && errno == EINTR
      count = max(0, result)
    }
    guard result >= 0 else { throw Failure(number: errno) }
    if chunk.isEmpty { isAtEnd = true }
    buffer += chunk
  }
}
