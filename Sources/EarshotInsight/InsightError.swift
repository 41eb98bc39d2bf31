internal import Glibc

/// Why a tally cannot be kept, merged or reported.
package enum InsightError: Error, Equatable, Sendable {
  /// A file could not be written; `code` is the `errno` of the system.
  case output(path: String, code: Int32)
  /// A file could not be read; `code` is the `errno` of the system.
  case input(path: String, code: Int32)
  /// A state file is not one, or is damaged; what was found there.
  case damaged(path: String, reason: String)
}

extension InsightError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .output(let path, let code): "\(path): cannot be written: \(Self.sentence(code))"
    case .input(let path, let code): "\(path): cannot be read: \(Self.sentence(code))"
    case .damaged(let path, let reason): "\(path): not a whole earshot state: \(reason)"
    }
  }

  private static func sentence(_ code: Int32) -> String {
    // `strerror` gives a zero-terminated string that is copied at once.
    unsafe String(cString: strerror(code))
  }
}
