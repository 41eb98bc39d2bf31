/// Tells, while records are folded, which of them may end up in evidence or among candidates, so
/// that only their payloads are made. It may say yes too often, never no too often: a record is
/// refused only where enough others with smaller hashes were seen in the same cell. So it may
/// forget at any time, and does when it outgrows its budget.
struct CitationFilter {
  /// The smallest hashes seen in a cell, ascending, cut to their top 32 bits.
  private struct Slot {
    /// 0 is free.
    var key: UInt64 = 0
    var first: UInt32 = .max
    var second: UInt32 = .max
    var third: UInt32 = .max
  }

  private struct Rank {
    var rank: UInt64 = .max
    var hash: UInt32 = .max
  }

  private var slots: [Slot]
  private var filled = 0
  private let mostFilled: Int
  private var ranks: [Rank]

  private static let firstSize = 1 << 10
  private static let ranksPerTheme = CandidateReason.allCases.reduce(0) { $0 + $1.limit }

  /// Where the list of each reason begins among a theme's.
  private static let offsets: [Int] = CandidateReason.allCases.map { reason in
    CandidateReason.allCases.filter { $0.rawValue < reason.rawValue }.reduce(0) { $0 + $1.limit }
  }

  init(themes: Int, budget: Int) {
    slots = Array(repeating: Slot(), count: Self.firstSize)
    mostFilled = max(Self.firstSize / 2, budget / MemoryLayout<Slot>.stride / 2)
    ranks = Array(repeating: Rank(), count: themes * Self.ranksPerTheme)
  }

  /// Whether a record may be evidence of a cell, which is a theme and any number for the rest.
  mutating func admits(theme: UInt32, context: UInt32, hash: UInt64) -> Bool {
    let short = UInt32(truncatingIfNeeded: hash >> 32)
    let key = UInt64(theme &+ 1) << 32 | UInt64(context)
    var index = Self.home(key, slots.count)
    while slots[index].key != key {
      if slots[index].key == 0 {
        slots[index] = Slot(key: key, first: short)
        filled += 1
        if filled * 2 > slots.count { growOrForget() }
        return true
      }
      index = (index + 1) & (slots.count - 1)
    }
    let slot = slots[index]
    if short > slot.third { return false }
    if short < slot.first {
      slots[index].third = slot.second
      slots[index].second = slot.first
      slots[index].first = short
    } else if short > slot.first, short < slot.second {
      slots[index].third = slot.second
      slots[index].second = short
    } else if short > slot.second, short < slot.third {
      slots[index].third = short
    }
    return true
  }

  /// Whether a record that was admitted may still be evidence of the cell, now that others came.
  func holds(theme: UInt32, context: UInt32, hash: UInt64) -> Bool {
    let key = UInt64(theme &+ 1) << 32 | UInt64(context)
    var index = Self.home(key, slots.count)
    while slots[index].key != key {
      // A cell that was forgotten holds everything.
      if slots[index].key == 0 { return true }
      index = (index + 1) & (slots.count - 1)
    }
    return UInt32(truncatingIfNeeded: hash >> 32) <= slots[index].third
  }

  /// Whether a record that was admitted may still be a candidate.
  func holds(theme: Int, reason: CandidateReason, rank: UInt64, hash: UInt64) -> Bool {
    let last = place(theme, reason) + reason.limit - 1
    let own = Rank(rank: rank, hash: UInt32(truncatingIfNeeded: hash >> 32))
    return !Self.precedes(ranks[last], own)
  }

  private func place(_ theme: Int, _ reason: CandidateReason) -> Int {
    theme * Self.ranksPerTheme + Self.offsets[Int(reason.rawValue)]
  }

  /// Whether a record may be a candidate; `theme` is an index of the catalog.
  mutating func admits(
    theme: Int, reason: CandidateReason, rank: UInt64, hash: UInt64
  ) -> Bool {
    let new = Rank(rank: rank, hash: UInt32(truncatingIfNeeded: hash >> 32))
    let start = place(theme, reason)
    let last = start + reason.limit - 1
    if Self.precedes(ranks[last], new) { return false }
    var index = last
    while index > start, Self.precedes(new, ranks[index - 1]) { index -= 1 }
    // The one before is the same or smaller: the same one takes no second place.
    if index > start, !Self.precedes(ranks[index - 1], new) { return true }
    for moved in stride(from: last, to: index, by: -1) { ranks[moved] = ranks[moved - 1] }
    ranks[index] = new
    return true
  }

  /// Forgets the cells of evidence, whose numbers may then be given anew.
  mutating func forget() {
    slots = Array(repeating: Slot(), count: Self.firstSize)
    filled = 0
  }

  private static func precedes(_ left: Rank, _ right: Rank) -> Bool {
    left.rank != right.rank ? left.rank < right.rank : left.hash < right.hash
  }

  private mutating func growOrForget() {
    let isFull = filled >= mostFilled
    if isFull { return forget() }
    let old = slots
    slots = Array(repeating: Slot(), count: old.count * 2)
    for slot in old where slot.key != 0 {
      var index = Self.home(slot.key, slots.count)
      while slots[index].key != 0 { index = (index + 1) & (slots.count - 1) }
      slots[index] = slot
    }
  }

  private static func home(_ key: UInt64, _ size: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 24) & (size - 1)
  }
}
