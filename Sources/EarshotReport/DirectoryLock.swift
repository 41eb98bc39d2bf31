internal import Glibc

/// The right to write to one target, held by at most one process; it ends with the process,
/// however that ends.
struct DirectoryLock: ~Copyable {
  private let path: String
  private let descriptor: Int32

  /// - Parameters:
  ///   - path: The lock file, beside the target.
  ///   - target: The path that messages name.
  init(_ path: String, target: String) throws(OutputError) {
    self.path = path
    while true {
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw .system("create the lock file", path) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        let error =
          errno == EWOULDBLOCK
          ? OutputError(.locked, path: target) : OutputError.system("lock", path)
        _ = close(descriptor)
        throw error
      }
      // Whoever held the lock before may have deleted the file between open and flock.
      if Self.isSameFile(descriptor, path) {
        self.descriptor = descriptor
        return
      }
      _ = close(descriptor)
    }
  }

  deinit {
    // Deleted while held, so that no other process locks a file that is about to go.
    unsafe _ = unlink(path)
    _ = close(descriptor)
  }

  private static func isSameFile(_ descriptor: Int32, _ path: String) -> Bool {
    var held = stat()
    var named = stat()
    guard unsafe fstat(descriptor, &held) == 0, unsafe lstat(path, &named) == 0 else {
      return false
    }
    return held.st_dev == named.st_dev && held.st_ino == named.st_ino
  }
}
