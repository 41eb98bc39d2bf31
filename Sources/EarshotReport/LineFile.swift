internal import Glibc

/// The lines of a file, one by one.
struct LineFile: ~Copyable {
  private let descriptor: Int32
  private var buffer: [UInt8] = []
  private var position = 0
  private var isAtEnd = false
  /// Number of the line that `next` gave last, from 1.
  private(set) var line = 0

  /// Nil where the file cannot be opened.
  init?(_ path: String) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }

  deinit { _ = close(descriptor) }

  /// The next line without its newline; nil at the end or where reading fails.
  mutating func next() -> [UInt8]? {
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
      fill()
    }
  }

  private mutating func fill() {
    let size = 64 << 10
    let chunk = unsafe [UInt8](unsafeUninitializedCapacity: size) { memory, count in
      // Writes at most `size` bytes into the new memory.
      count = max(0, unsafe read(descriptor, memory.baseAddress, size))
    }
    if chunk.isEmpty { isAtEnd = true }
    buffer += chunk
  }
}
