internal import Glibc

/// An open file, closed once.
struct Descriptor: ~Copyable {
  let raw: Int32

  /// Creates a file, or empties the one that is there; only its owner may read it.
  static func create(_ path: String) throws(InsightError) -> Descriptor {
    let raw = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard raw >= 0 else { throw .output(path: path, code: errno) }
    return Descriptor(raw: raw)
  }

  /// Opens a file to write behind its end.
  static func append(_ path: String) throws(InsightError) -> Descriptor {
    let raw = unsafe open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard raw >= 0 else { throw .output(path: path, code: errno) }
    return Descriptor(raw: raw)
  }

  static func read(_ path: String) throws(InsightError) -> Descriptor {
    let raw = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard raw >= 0 else { throw .input(path: path, code: errno) }
    return Descriptor(raw: raw)
  }

  /// Closes the file and gives the system's answer: a full device may show only now.
  consuming func close() -> Int32 {
    let result = Glibc.close(raw)
    discard self
    return result
  }

  private init(raw: Int32) { self.raw = raw }

  deinit { _ = Glibc.close(raw) }

  /// Writes all bytes, however often the system takes only some.
  borrowing func write(_ bytes: [UInt8], path: String) throws(InsightError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes {
        // In bounds: the rest of the array.
        unsafe Glibc.write(raw, $0.baseAddress.map { unsafe $0 + written }, $0.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .output(path: path, code: errno)
      }
      written += count
    }
  }

  /// Fills `bytes` from its start as far as one read goes; 0 at the end of the file.
  borrowing func read(into bytes: inout [UInt8], path: String) throws(InsightError) -> Int {
    while true {
      let count = unsafe bytes.withUnsafeMutableBytes {
        // In bounds: the array's own storage and length.
        unsafe Glibc.read(raw, $0.baseAddress, $0.count)
      }
      if count >= 0 { return count }
      if errno != EINTR { throw .input(path: path, code: errno) }
    }
  }
}

extension Descriptor {
  /// Fills all of `bytes` from a place in the file.
  borrowing func read(
    at start: UInt64, into bytes: inout [UInt8], path: String
  ) throws(InsightError) {
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes {
        // In bounds: the rest of the array's own storage.
        unsafe pread(
          raw, $0.baseAddress.map { unsafe $0 + filled }, $0.count - filled,
          off_t(start) + off_t(filled))
      }
      if count < 0, errno == EINTR { continue }
      if count < 0 { throw .input(path: path, code: errno) }
      if count == 0 { throw .damaged(path: path, reason: "it ends too early") }
      filled += count
    }
  }
}

/// Takes a file away; that it is gone already is no error.
func removeFile(_ path: String) {
  _ = unsafe unlink(path)
}
