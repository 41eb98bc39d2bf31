internal import Glibc

/// A line on the terminal that says how far a run is; nothing where standard error is none.
struct Progress {
  private let isShown: Bool
  private let total: Int64
  private let started = Clock.seconds
  private var last = 0.0

  init(paths: [String], isQuiet: Bool) {
    isShown = !isQuiet && isatty(2) == 1
    var total: Int64 = 0
    for path in paths {
      var status = stat()
      if unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG {
        total += Int64(status.st_size)
      }
    }
    self.total = total
  }

  /// Draws the line, at most ten times a second. `bytes` are those read, as stored.
  mutating func show(bytes: Int64, records: Int64) {
    guard isShown else { return }
    let now = Clock.seconds
    guard now - last >= 0.1 else { return }
    last = now
    let elapsed = max(now - started, 0.001)
    var line = "\r\u{1B}[K\(bytes / 1_000_000) MB, \(records) records"
    line += ", \(Int(Double(records) / elapsed)) records/s"
    if total > 0, bytes > 0 {
      let share = min(1, Double(bytes) / Double(total))
      let filled = Int(share * 20)
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
      line += "  \(bar) \(Int(share * 100)) %, \(Int(elapsed / share * (1 - share))) s left"
    }
    write(line)
  }

  /// Takes the line away.
  func end() { if isShown { write("\r\u{1B}[K") } }

  private func write(_ text: String) {
    let bytes = Array(text.utf8)
    // Progress that cannot be shown is no reason to stop.
    _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(2, $0.baseAddress, $0.count) }
  }
}
