import Earshot
import EarshotReport
import Glibc

/// What the user sees on standard error, and the process's end.
enum Console {
  /// One line that says what, where and what to do; then the end with the failure's exit code.
  static func fail(_ failure: Failure) -> Never {
    switch failure {
    // Nobody reads on (`| head`): a quiet end, as SIGPIPE would have made it.
    case .output(let error) where error.isBrokenPipe: exit(128 + SIGPIPE)
    case .interrupted: error("earshot: stopped; nothing was published")
    default: error("earshot: \(failure.description)")
    }
    exit(failure.exitCode)
  }

  /// The digest table on standard output, and what deserves a word on standard error.
  static func report(_ result: RunResult, isQuiet: Bool) throws {
    if !isQuiet { try DigestVerb.print(result.output, isMarkdown: false, top: nil) }
    if result.manifest.read == 0 { error("earshot: no records in the input") }
    if result.hasTooManyRejects {
      error(
        "earshot: \(result.manifest.rejected) of \(result.manifest.read) records were rejected; "
          + "\(result.output)/rejects.jsonl says why, --max-rejects sets how many are accepted")
      exit(1)
    }
  }

  static func error(_ message: String) {
    let bytes = Array((message + "\n").utf8)
    var written = 0
    while written < bytes.count {
      // The rest of the message from `written` on; a terminal that is gone gets nothing.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe write(2, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count <= 0 { return }
      written += count
    }
  }
}
