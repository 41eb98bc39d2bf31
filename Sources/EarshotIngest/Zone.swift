internal import CICU

/// A time zone as a table of offset changes; built once, then arithmetic alone.
package struct Zone: Sendable, Equatable {
  package let name: String
  /// Seconds since the epoch from which `offsets[i]` holds; ascending.
  private let starts: [Int64]
  /// Seconds to add to UTC.
  private let offsets: [Int64]

  package static let utc = Zone()

  private init() {
    name = "UTC"
    starts = [Int64.min]
    offsets = [0]
  }

  /// A zone of the IANA database, from 1900 to 2200; outside, the nearest offset holds.
  package init(_ name: String) throws(IngestError) {
    if name == "UTC" {
      self = .utc
      return
    }
    let capacity = 2048
    var seconds = [Int64](repeating: 0, count: capacity)
    var shifts = [Int32](repeating: 0, count: capacity)
    // Both arrays have `capacity` elements, and the callee writes no more.
    let count = unsafe name.withCString {
      unsafe Int(earshot_icu_zone($0, &seconds, &shifts, Int32(capacity)))
    }
    guard count > 0 else {
      throw IngestError(
        .option, place: "--tz", cause: "unknown time zone '\(name)'",
        remedy: "expected a name such as UTC or Europe/Berlin")
    }
    self.name = name
    starts = Array(seconds.prefix(count))
    offsets = shifts.prefix(count).map { Int64($0) }
  }

  /// Seconds to add to UTC at a moment.
  package func offset(atUTC seconds: Int64) -> Int64 { offsets[index(seconds)] }

  /// The day, since 1970-01-01, on which a moment falls here.
  package func day(ofUTC seconds: Int64) -> Int32 {
    let local = seconds &+ offset(atUTC: seconds)
    let day = local >= 0 ? local / 86_400 : (local - 86_399) / 86_400
    return Int32(truncatingIfNeeded: day)
  }

  /// The moment of a local time, given as seconds since 1970-01-01 00:00 here. Of two moments (the
  /// clock was put back) the earlier; for a time that was skipped, the offset before counts.
  package func utc(ofLocal seconds: Int64) -> Int64 {
    let last = index(seconds &+ 93_600)
    // No zone has an offset of more than 26 hours, and no two changes lie that close.
    for candidate in max(0, last - 2)...last {
      let moment = seconds &- offsets[candidate]
      if candidate > 0, moment < starts[candidate] { return seconds &- offsets[candidate - 1] }
      if candidate == last || moment < starts[candidate + 1] { return moment }
    }
    return seconds &- offsets[last]
  }

  private func index(_ seconds: Int64) -> Int {
    var low = 0
    var high = starts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= seconds { low = middle } else { high = middle }
    }
    return low
  }
}
