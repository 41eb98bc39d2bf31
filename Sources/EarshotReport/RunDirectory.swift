internal import Glibc

/// A run directory in the making: it appears whole under its name, or not at all.
///
/// Files are written into `NAME.partial-PID` beside the target. `publish()` makes them durable and
/// renames; until then, and after any error, what stood at the target is untouched. Letting go of
/// an unpublished directory deletes the partial one; after a kill, the next run at this target
/// does so. A lock file beside the target (`.NAME.lock`) keeps a second run out.
package struct RunDirectory: ~Copyable {
  /// The target as it will be named.
  package let path: String
  /// Where files are written until `publish()`.
  package let partialPath: String
  private let parent: String
  private let replaces: Bool
  private let lock: DirectoryLock
  private var isOpen = true

  /// - Parameter force: An existing run directory may be replaced. A directory that holds anything
  ///   no run wrote is never replaced.
  package init(at path: String, force: Bool) throws(OutputError) {
    let target = try Self.resolve(path)
    let prefix = target.parent + "/"
    let lock = try DirectoryLock(prefix + ".\(target.name).lock", target: path)
    let replaces = try Self.checkTarget(target.path, force: force)
    try Self.removeLeftovers(of: target.name, in: target.parent.isEmpty ? "/" : target.parent)
    let partialPath = prefix + "\(target.name).partial-\(getpid())"
    try Directory.create(partialPath)
    self.path = target.path
    self.parent = target.parent.isEmpty ? "/" : target.parent
    self.partialPath = partialPath
    self.replaces = replaces
    self.lock = lock
  }

  deinit {
    // An error here has nobody to go to; the next run at this target tries again.
    if isOpen { try? Directory.remove(partialPath) }
  }

  /// Creates a file of the run; `name` may lie in a directory made by `makeDirectory`.
  package func create(_ name: String, mode: UInt32 = 0o644) throws(OutputError) -> OutputFile {
    try OutputFile(creating: partialPath + "/" + name, mode: mode)
  }

  /// Makes a directory of the run and gives its path.
  package func makeDirectory(_ name: String) throws(OutputError) -> String {
    let path = partialPath + "/" + name
    try Directory.create(path)
    return path
  }

  /// Makes all files durable and puts the directory in its place. Files must be finished. On an
  /// error the target is as it was.
  package mutating func publish() throws(OutputError) {
    try Directory.syncTree(partialPath)
    if replaces {
      try exchange()
    } else {
      try moveIntoPlace()
    }
    isOpen = false
    try Directory.sync(parent)
    // After an exchange the old run has the partial name.
    if replaces { try Directory.remove(partialPath) }
  }

  private func exchange() throws(OutputError) {
    if Directory.rename(partialPath, path, .exchange) == 0 { return }
    guard errno == EINVAL || errno == ENOSYS else { throw .system("replace", path) }
    // File systems without exchange: a moment without the target, and undone on failure.
    let old = partialPath + "-old"
    guard unsafe rename(path, old) == 0 else { throw .system("replace", path) }
    guard unsafe rename(partialPath, path) == 0 else {
      let error = OutputError.system("replace", path)
      unsafe _ = rename(old, path)
      throw error
    }
    guard unsafe rename(old, partialPath) == 0 else { throw .system("rename", old) }
  }

  private func moveIntoPlace() throws(OutputError) {
    if Directory.rename(partialPath, path, .keep) == 0 { return }
    if errno == EEXIST { throw OutputError(.exists, path: path) }
    guard errno == EINVAL || errno == ENOSYS else { throw .system("rename to", path) }
    // rename replaces nothing but an empty directory.
    guard unsafe rename(partialPath, path) == 0 else { throw .system("rename to", path) }
  }
}

extension RunDirectory {
  /// Whether `path` is a run directory: its manifest says so.
  package static func isRun(_ path: String) -> Bool {
    guard let head = Directory.head(path + "/manifest.json", 256) else { return false }
    return String(decoding: head, as: UTF8.self).contains("\"manifest/")
  }

  /// Checks what stands at the target; true if it is to be replaced.
  private static func checkTarget(_ path: String, force: Bool) throws(OutputError) -> Bool {
    switch Directory.kind(path) {
    case .missing: return false
    case .other: throw OutputError(.exists, path: path)
    case .directory: break
    }
    guard force else { throw OutputError(.exists, path: path) }
    let names = try Directory.names(in: path)
    if let foreign = names.first(where: { !OutputSchema.runEntries.contains($0) }) {
      throw OutputError(.foreign(foreign), path: path)
    }
    guard names.isEmpty || isRun(path) else {
      throw OutputError(.foreign(names.first ?? ""), path: path)
    }
    return true
  }

  /// Deletes what dead processes left; the lock, which is held, says that none of them lives.
  private static func removeLeftovers(of name: String, in parent: String) throws(OutputError) {
    let prefix = "\(name).partial-"
    for entry in try Directory.names(in: parent) where entry.hasPrefix(prefix) {
      let suffix = entry.dropFirst(prefix.count)
      let digits = suffix.hasSuffix("-old") ? suffix.dropLast(4) : suffix
      let path = parent + "/" + entry
      if !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        Directory.kind(path) == .directory
      {
        try Directory.remove(path)
      }
    }
  }

  /// Splits a target into its parent, which must exist, and a name; a link is followed.
  private static func resolve(
    _ path: String
  ) throws(OutputError) -> (path: String, parent: String, name: String) {
    var trimmed = Substring(path)
    while trimmed.count > 1, trimmed.hasSuffix("/") { trimmed.removeLast() }
    var whole = String(trimmed)
    if Directory.kind(whole) == .other, let real = realPath(whole) { whole = real }
    let name = whole.split(separator: "/").last.map(String.init) ?? ""
    guard !name.isEmpty, name != ".", name != ".." else {
      throw OutputError(.system("use this as a directory to create"), path: path, number: EINVAL)
    }
    let head = whole.dropLast(name.count)
    guard let parent = realPath(head.isEmpty ? "." : String(head)) else {
      throw .system("find the directory that is to hold it", path)
    }
    let base = parent == "/" ? "" : parent
    return (base + "/" + name, base, name)
  }

  private static func realPath(_ path: String) -> String? {
    // realpath allocates the answer, which is freed here.
    guard let real = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(real) }
    return unsafe String(cString: real)
  }
}

extension OutputSchema {
  /// Every name that a run may put into its directory.
  package static let runEntries: Set<String> = Set(
    all.map(\.file) + [
      "changes.jsonl", "moves.jsonl", "terms.jsonl", "drivers.jsonl", "outreach.jsonl",
      "gaps.jsonl", "contacts.jsonl", "timing.json", "digest.html", "digest.md", "digest.txt",
      "state",
    ])
}
