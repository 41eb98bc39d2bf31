import Glibc

/// A directory of its own for a test, deleted at the end.
final class TemporaryDirectory {
  let path: String

  init() {
    var template = Array("/tmp/earshot-report-XXXXXX".utf8CString)
    // mkdtemp replaces the X in place.
    path = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress, let made = unsafe mkdtemp(base) else { return "" }
      return unsafe String(cString: made)
    }
  }

  deinit { if !path.isEmpty { delete(path) } }

  func write(_ name: String, _ text: String) {
    guard let file = unsafe fopen(path + "/" + name, "w") else { return }
    unsafe fputs(text, file)
    unsafe fclose(file)
  }

  func read(_ name: String) -> String? {
    guard let file = unsafe fopen(path + "/" + name, "r") else { return nil }
    defer { unsafe _ = fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = unsafe fgetc(file), byte != EOF { bytes.append(UInt8(byte)) }
    return String(decoding: bytes, as: UTF8.self)
  }

  func makeDirectory(_ name: String) { unsafe _ = mkdir(path + "/" + name, 0o755) }

  /// Names of the entries, sorted.
  var names: [String] { list(path) }

  func list(_ path: String) -> [String] {
    guard let stream = unsafe opendir(path) else { return [] }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  private func delete(_ path: String) {
    for name in list(path) { delete(path + "/" + name) }
    if unsafe unlink(path) != 0 { unsafe _ = rmdir(path) }
  }
}
