internal import EarshotFormats
internal import EarshotModel

/// Which column, or path into an object, holds what.
///
/// Each `Slot` is one column that may hold a value of one target; a target's slots are tried in
/// order. Names are looked up by bytes, without a `String` a record.
package struct ColumnMap: Sendable {
  struct Slot: Sendable {
    let target: Target
    /// Of a text: index into `fieldNames`. Of a segment: index into `dimensions`. Else 0.
    let ordinal: Int
    /// The column's path as typed.
    let path: String
    /// Nil where the path is a plain name.
    let steps: JSONPath?
    /// The metric that the name suggests.
    let metric: RatingMetric
    let isExplicit: Bool
  }

  /// Names of text fields, for `TextField.name`: as typed in the map, or as recognised.
  package private(set) var fieldNames: [String] = []
  /// Names of segment dimensions, in code-point order.
  package private(set) var dimensions: [String] = []
  /// The map as typed; empty where all is recognised.
  package let text: String
  private(set) var slots: [Slot] = []
  /// Slots by target, the first first.
  private(set) var slotsByTarget: [[Int]] = Array(repeating: [], count: Target.allCases.count)
  /// Slots whose path has several steps.
  private(set) var steppedSlots: [Int] = []
  private(set) var exactNames = NameTable(isFolding: false)
  private(set) var foldedNames = NameTable(isFolding: true)

  /// The map that recognises names in common use.
  package static let recognised = ColumnMap([], text: "")

  /// Reads a map as typed: `text=comment.body,title=subject,id=case_id`. `lang=` turns the
  /// recognised names of a target off; `text`, `title` and `segment` may repeat; a backslash takes
  /// the next character (`,` `.` `[` `=`) of a name literally.
  ///
  /// - Throws: the first fault, with its byte in the map.
  package init(_ text: String) throws(IngestError) {
    self.init(try ColumnMapParser.parse(text), text: text)
  }

  init(_ entries: [ColumnMapParser.Entry], text: String) {
    self.text = text
    let mappedTexts = entries.filter { $0.target.isText }.map { NameTable.folded($0.literal) }
    addDimensions(entries)
    for target in Target.allCases {
      let mapped = entries.filter { $0.target == target }
      for entry in mapped where !entry.path.isEmpty {
        add(
          Slot(
            target: target, ordinal: ordinal(target, entry.path, entry.dimension), path: entry.path,
            steps: entry.steps, metric: Self.metric(entry.path), isExplicit: true),
          literal: entry.literal)
      }
      guard mapped.isEmpty else { continue }
      for name in target.recognisedNames {
        // A column that is mapped as a text is not read a second time as another text.
        if target.isText, mappedTexts.contains(NameTable.folded(Array(name.utf8))) { continue }
        add(
          Slot(
            target: target, ordinal: ordinal(target, name, name), path: name, steps: nil,
            metric: Self.metric(name), isExplicit: false),
          literal: Array(name.utf8))
      }
    }
  }

  /// What the columns of a table mean.
  package func columns(named names: [String]) -> TableColumns {
    var columns = TableColumns()
    columns.names = names
    columns.slots = names.map { name in slots(named: Array(name.utf8)) }
    return columns
  }

  /// Whether one of the columns holds texts.
  func hasText(_ columns: TableColumns) -> Bool {
    columns.slots.contains { $0.contains { slots[$0].target.isText } }
  }

  func slots(named name: [UInt8]) -> [Int] {
    // The pointer is used inside the closure only.
    unsafe name.withUnsafeBytes { raw in
      let exact = unsafe exactNames.slots(raw)
      let folded = unsafe foldedNames.slots(raw)
      return Array(exactNames.slotList[exact]) + Array(foldedNames.slotList[folded])
    }
  }
}

extension ColumnMap {
  private mutating func addDimensions(_ entries: [ColumnMapParser.Entry]) {
    let mapped = entries.filter { $0.target == .segment }
    let names =
      mapped.isEmpty
      ? Target.segment.recognisedNames
      : mapped.filter { !$0.path.isEmpty }.map { $0.dimension }
    dimensions = names.sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) }
  }

  private mutating func ordinal(_ target: Target, _ path: String, _ dimension: String) -> Int {
    if target == .segment { return dimensions.firstIndex(of: dimension) ?? 0 }
    guard target.isText else { return 0 }
    if let known = fieldNames.firstIndex(of: path) { return known }
    fieldNames.append(path)
    return fieldNames.count - 1
  }

  private mutating func add(_ slot: Slot, literal: [UInt8]) {
    let index = slots.count
    slots.append(slot)
    slotsByTarget[Int(slot.target.rawValue)].append(index)
    if slot.isExplicit {
      // A path with dots may also be the literal name of a column.
      exactNames.add(literal, slot: index)
      if slot.steps != nil { steppedSlots.append(index) }
    } else {
      foldedNames.add(literal, slot: index)
    }
  }

  private static func metric(_ path: String) -> RatingMetric {
    let folded = NameTable.folded(Array(path.utf8))
    func contains(_ part: String) -> Bool {
      let part = Array(part.utf8)
      guard folded.count >= part.count else { return false }
      return (0...(folded.count - part.count)).contains {
        Array(folded[$0..<($0 + part.count)]) == part
      }
    }
    if contains("nps") || contains("promoter") { return .nps }
    return contains("csat") || contains("satisfaction") ? .csat : .stars
  }
}
