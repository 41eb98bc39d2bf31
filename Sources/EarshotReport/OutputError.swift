internal import Glibc

/// Why output could not be written: exit code 5.
package struct OutputError: Error, Equatable, Sendable, CustomStringConvertible {
  package enum Code: Equatable, Sendable {
    /// The target is there and nobody said that it may be replaced.
    case exists
    /// The target is no run directory, or holds something that no run wrote: its name.
    case foreign(String)
    /// Another run is writing to the same target.
    case locked
    /// The system refused an operation: what was tried.
    case system(String)
  }

  package var code: Code
  package var path: String
  /// The system's error number; 0 where the system refused nothing.
  package var number: Int32

  package init(_ code: Code, path: String, number: Int32 = 0) {
    self.code = code
    self.path = path
    self.number = number
  }

  /// What the system has just refused. To be called before anything else sets `errno`.
  static func system(_ operation: String, _ path: String) -> OutputError {
    OutputError(.system(operation), path: path, number: errno)
  }

  /// Nobody reads any more (`| head`): a reason to stop, not to complain.
  package var isBrokenPipe: Bool { number == EPIPE }

  /// One sentence: place, what is wrong, what to do.
  package var description: String {
    let path = VisibleText.line(path)
    return switch code {
    case .exists: "\(path): already exists; use --force to replace it or --resume to go on"
    case .foreign(let name):
      "\(path): not replaced, since it holds '\(VisibleText.line(name))', which no run wrote"
    case .locked: "\(path): another run is writing here"
    case .system(let operation): "\(path): cannot \(operation): \(Self.sentence(number))"
    }
  }

  private static func sentence(_ number: Int32) -> String {
    // strerror gives a terminated string that stays valid in this thread until its next call.
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
