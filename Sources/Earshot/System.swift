internal import Glibc

/// Reads small files whole: lexicons, configurations, keys.
enum FileBytes {
  static func read(_ path: String) throws(Failure) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .missingInput("\(path): cannot be read: \(reason())") }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // `read` writes at most as many bytes as the chunk has.
      let count = unsafe chunk.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .missingInput("\(path): cannot be read: \(reason())") }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Names of the entries of a directory in byte order; nil where it is none.
  static func entries(_ path: String) -> [String]? {
    guard let directory = unsafe opendir(path) else { return nil }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      // `d_name` is a NUL-terminated array inside the entry, valid until the next `readdir`.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}

enum Processors {
  /// Processors that this process may use.
  static var count: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

/// Wall and processor time, for timing.json and progress alone.
package enum Clock {
  package static var seconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  package static var processorSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// SIGINT and SIGTERM ask the run to stop; SIGPIPE and SIGXFSZ become errors of `write`.
package enum Signals {
  /// The first stop signal received, 0 for none.
  package static var received: Int32 { unsafe earshotSignal }

  package static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    for number in [SIGINT, SIGTERM] {
      signal(number) { received in
        // A second signal ends the process at once.
        if unsafe earshotSignal != 0 { _exit(128 + received) }
        unsafe earshotSignal = received
      }
    }
  }
}

/// Written by the signal handler alone and read as one word, so no lock is needed or allowed.
private nonisolated(unsafe) var earshotSignal: Int32 = 0
