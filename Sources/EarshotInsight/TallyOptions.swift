internal import EarshotModel

/// What decides how records are tallied.
package struct TallyOptions: Sendable {
  /// Key of the hashes behind samples and customers.
  package var key: (UInt64, UInt64)
  package var includeStaff: Bool
  /// Names of the segment columns, as in the batches' segment values.
  package var dimensions: [String]
  /// Bytes of records held before they are counted and spilled; output does not depend on it.
  package var budget: Int

  package init(
    key: (UInt64, UInt64), includeStaff: Bool = false, dimensions: [String] = [],
    budget: Int = 4 << 20
  ) {
    self.key = key
    self.includeStaff = includeStaff
    self.dimensions = dimensions
    self.budget = budget
  }
}

/// The dimensions by which records are cut: the segment columns, then those that every record has.
/// A segment column that has the name of one of the latter takes its place.
struct DimensionLayout: Sendable {
  enum BuiltIn: String, CaseIterable {
    case stage, constituency, channel, lang
  }

  /// Names in UTF-8 by slot; slot d is segment column d.
  let names: [[UInt8]]
  /// Slots in the order of their names, those not tallied left out.
  let order: [Int]
  let builtIn: [(kind: BuiltIn, slot: Int)]

  init(dimensions: [String]) {
    let free = BuiltIn.allCases.filter { !dimensions.contains($0.rawValue) }
    let all = dimensions + free.map(\.rawValue)
    let names = all.map { Array($0.utf8) }
    self.names = names
    builtIn = free.enumerated().map { ($1, dimensions.count + $0) }
    order = names.indices
      .filter { slot in
        // An empty name means the whole run in keys, and a repeated one would count twice.
        !names[slot].isEmpty && names.firstIndex(of: names[slot]) == slot
      }
      .sorted { precedes(names[$0], names[$1]) }
  }
}
