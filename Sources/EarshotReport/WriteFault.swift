internal import Glibc
internal import Synchronization

/// A fault for tests: in debug builds, the environment variable `EARSHOT_FAIL_WRITE=n` makes the
/// process's n-th write (from 1) fail as a broken disk would.
enum WriteFault {
  #if DEBUG
    private static let due: Int? = {
      // The value is copied at once, before anything could change the environment.
      guard let text = unsafe getenv("EARSHOT_FAIL_WRITE") else { return nil }
      return unsafe Int(String(cString: text))
    }()
    private static let writes = Atomic<Int>(0)

    static func isDue() -> Bool {
      guard let due else { return false }
      return writes.add(1, ordering: .relaxed).newValue == due
    }
  #else
    @inline(__always)
    static func isDue() -> Bool { false }
  #endif
}
