internal import Glibc

/// Finds the inputs that arguments name, and checks them before work starts.
package enum InputPaths {
  package struct Resolved: Sendable, Equatable {
    /// Files in the order in which they are read; `-` is standard input.
    package var paths: [String] = []
    /// Directories that were not entered again, because a symbolic link led back to them.
    package var loops: [String] = []
  }

  /// Endings of files that are read in a directory, each also with `.gz` or `.zst`.
  package static let endings = ["jsonl", "ndjson", "json", "csv", "tsv", "txt", "text"]

  /// The files that `arguments` name: a path, `-`, a directory (its known files, and those below it,
  /// in byte order of names; hidden ones are left out) or a glob (in byte order).
  ///
  /// - Throws: one error that lists all that cannot be read.
  package static func resolve(_ arguments: [String]) throws(IngestError) -> Resolved {
    var result = Resolved()
    var faults: [String] = []
    for argument in arguments { resolve(argument, &result, &faults) }
    if result.paths.filter({ $0 == "-" }).count > 1 {
      faults.append("-: standard input can be read only once")
    }
    guard faults.isEmpty else {
      throw IngestError(
        .unreadable, place: "", cause: faults.joined(separator: "\n"),
        remedy: faults.count > 1 ? "nothing was read" : "")
    }
    return result
  }

  private static func resolve(
    _ argument: String, _ result: inout Resolved, _ faults: inout [String]
  ) {
    if argument == "-" {
      result.paths.append(argument)
      return
    }
    if kind(argument) == nil, argument.utf8.contains(where: { "*?[".utf8.contains($0) }) {
      let found = matches(argument)
      if found.isEmpty { faults.append("\(argument): no file fits this pattern") }
      for path in found { add(path, isNamed: false, &result, &faults) }
    } else {
      add(argument, isNamed: true, &result, &faults)
    }
  }

  private static func add(
    _ path: String, isNamed: Bool, _ result: inout Resolved, _ faults: inout [String]
  ) {
    guard let kind = kind(path) else {
      faults.append("\(path): \(RawFile.reason())")
      return
    }
    if kind == .directory {
      let before = result.paths.count
      var visited: [Identity] = []
      list(path, &visited, &result, &faults)
      if isNamed, result.paths.count == before {
        let known = endings.map { "." + $0 }.joined(separator: " ")
        faults.append("\(path): no file with a known ending in this directory (\(known))")
      }
    } else if unsafe access(path, R_OK) == 0 {
      result.paths.append(path)
    } else {
      faults.append("\(path): \(RawFile.reason())")
    }
  }

  private struct Identity: Equatable {
    var device: UInt
    var inode: UInt
  }

  private enum Kind { case directory, other }

  private static func kind(_ path: String) -> Kind? {
    var info = stat()
    // `info` is a whole stat for the call to fill.
    guard unsafe stat(path, &info) == 0 else { return nil }
    return info.st_mode & S_IFMT == S_IFDIR ? .directory : .other
  }

  /// Adds the known files of a directory; `visited` holds the directories above.
  private static func list(
    _ directory: String, _ visited: inout [Identity], _ result: inout Resolved,
    _ faults: inout [String]
  ) {
    var info = stat()
    guard unsafe stat(directory, &info) == 0 else { return }
    let identity = Identity(device: UInt(info.st_dev), inode: UInt(info.st_ino))
    if visited.contains(identity) {
      result.loops.append(directory)
      return
    }
    guard let names = names(in: directory) else {
      faults.append("\(directory): \(RawFile.reason())")
      return
    }
    visited.append(identity)
    defer { visited.removeLast() }
    for name in names {
      let path = directory.hasSuffix("/") ? directory + name : directory + "/" + name
      switch kind(path) {
      case .directory: list(path, &visited, &result, &faults)
      case .other where isKnown(name): add(path, isNamed: false, &result, &faults)
      case nil where isKnown(name): faults.append("\(path): \(RawFile.reason())")
      default: break
      }
    }
  }

  private static func names(in directory: String) -> [String]? {
    guard let handle = unsafe opendir(directory) else { return nil }
    defer { unsafe closedir(handle) }
    var names: [String] = []
    while let entry = unsafe readdir(handle) {
      // d_name is a C string inside the entry, which lives until the next call.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { raw in
        unsafe String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func isKnown(_ name: String) -> Bool {
    guard let ending = ending(of: name) else { return false }
    return endings.contains(ending)
  }

  /// The ending of a name in lower case, `.gz` and `.zst` left out; nil without one.
  static func ending(of name: String) -> String? {
    var parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if parts.count > 1, let last = parts.last, ["gz", "zst", "zstd"].contains(last) {
      parts.removeLast()
    }
    return parts.count > 1 ? parts.last.map { String($0) } : nil
  }

  private static func matches(_ pattern: String) -> [String] {
    var found = unsafe glob_t()
    defer { unsafe globfree(&found) }
    guard unsafe glob(pattern, GLOB_NOSORT, nil, &found) == 0 else { return [] }
    var paths: [String] = []
    for index in unsafe 0..<Int(found.gl_pathc) {
      // gl_pathv holds gl_pathc C strings until globfree.
      if let path = unsafe found.gl_pathv[index] { paths.append(unsafe String(cString: path)) }
    }
    return paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
