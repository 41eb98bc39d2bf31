internal import Glibc

/// What the run directory needs of the file system, each call checked.
enum Directory {
  enum Kind { case missing, directory, other }

  /// What stands at a path; a symbolic link is `other`.
  static func kind(_ path: String) -> Kind {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return .missing }
    return status.st_mode & S_IFMT == S_IFDIR ? .directory : .other
  }

  static func create(_ path: String) throws(OutputError) {
    guard unsafe mkdir(path, 0o755) == 0 else { throw .system("create the directory", path) }
  }

  /// Names in a directory without `.` and `..`, in byte order.
  static func names(in path: String) throws(OutputError) -> [String] {
    guard let stream = unsafe opendir(path) else { throw .system("read the directory", path) }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    // readdir's entry is valid until the next call; its name is terminated.
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Makes the files and directories below durable, then the directory itself.
  static func syncTree(_ path: String) throws(OutputError) {
    for name in try names(in: path) {
      let child = path + "/" + name
      switch kind(child) {
      case .directory: try syncTree(child)
      case .other: try sync(child)
      case .missing: break
      }
    }
    try sync(path)
  }

  /// Makes one file or directory durable.
  static func sync(_ path: String) throws(OutputError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path) }
    defer { _ = close(descriptor) }
    while fsync(descriptor) != 0 {
      if errno == EINVAL || errno == EROFS || errno == ENOTSUP { return }
      if errno != EINTR { throw .system("make the bytes durable", path) }
    }
  }

  /// Deletes a directory and all in it; links are deleted, not followed.
  static func remove(_ path: String) throws(OutputError) {
    for name in try names(in: path) {
      let child = path + "/" + name
      if kind(child) == .directory {
        try remove(child)
      } else if unsafe unlink(child) != 0, errno != ENOENT {
        throw .system("delete", child)
      }
    }
    if unsafe rmdir(path) != 0, errno != ENOENT { throw .system("delete", path) }
  }

  /// The first bytes of a file; nil where it cannot be read.
  static func head(_ path: String, _ limit: Int) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { _ = close(descriptor) }
    return unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      // Writes at most `limit` bytes into the new memory.
      count = max(0, unsafe read(descriptor, buffer.baseAddress, limit))
    }
  }

  /// Flags of Linux's renameat2 (linux/fs.h).
  enum RenameFlag: UInt32 {
    /// Fail with EEXIST where the new name is there.
    case keep = 1
    /// Both names change places in one step.
    case exchange = 2
  }

  /// Renames in one step; -1 with `errno` on failure, ENOSYS where the system lacks the call.
  static func rename(_ old: String, _ new: String, _ flag: RenameFlag) -> Int32 {
    typealias Call =
      @convention(c) (
        Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
      ) -> Int32
    // Swift's Glibc module leaves renameat2 out; glibc has it since 2.28, with this signature.
    guard let symbol = unsafe dlsym(nil, "renameat2") else {
      errno = ENOSYS
      return -1
    }
    let call = unsafe unsafeBitCast(symbol, to: Call.self)
    return unsafe call(AT_FDCWD, old, AT_FDCWD, new, flag.rawValue)
  }
}
