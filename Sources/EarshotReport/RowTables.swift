internal import EarshotFormats
package import EarshotModel

/// What row encoders need to know of a run: its options, and the names behind its indexes,
/// escaped once.
package struct RowTables: Sendable {
  package let options: RowOptions
  let themes: NameTable
  let intents: NameTable
  let emotions: NameTable
  let stages: NameTable
  let constituencies: NameTable
  let rules: NameTable
  let fields: NameTable
  let rowKinds: NameTable
  let flags: NameTable
  /// Masks by `RedactionKind.rawValue`.
  let masks: [[UInt8]]
  /// `seg_DIM` for each segment dimension.
  let segmentKeys: [[UInt8]]

  /// - Parameters:
  ///   - dimensions: Names of the segment dimensions, as batches number them.
  ///   - fieldNames: Names of the text fields, as batches number them.
  package init(
    catalog: Catalog, dimensions: [String], fieldNames: [String], options: RowOptions
  ) {
    self.options = options
    themes = NameTable(catalog.themes.map(\.path))
    intents = NameTable(catalog.intents)
    emotions = NameTable(catalog.emotions)
    stages = NameTable(catalog.stages)
    constituencies = NameTable(catalog.constituencies)
    rules = NameTable(catalog.rules)
    fields = NameTable(fieldNames)
    rowKinds = NameTable(RowKind.allCases.map(\.name))
    flags = NameTable(RecordFlags.names)
    masks = RedactionKind.allCases.map { Array($0.mask.description.utf8) }
    segmentKeys = dimensions.map { Array("seg_\($0)".utf8) }
  }

  /// The names of a kind of lexicon row that has ids; nil for other kinds.
  func names(of kind: RowKind) -> NameTable? {
    switch kind {
    case .theme: themes
    case .intent: intents
    case .emotion: emotions
    case .stage: stages
    case .constituency: constituencies
    default: nil
    }
  }
}

/// Names as JSON strings, quoted and escaped, one after the other in one memory.
struct NameTable: Sendable {
  private let bytes: [UInt8]
  private let starts: [Int]

  init(_ names: [String]) {
    var bytes: [UInt8] = []
    var starts = [0]
    for name in names {
      var writer = JSONWriter()
      writer.string(name)
      bytes.append(contentsOf: writer.bytes)
      starts.append(bytes.count)
    }
    self.bytes = bytes
    self.starts = starts
  }

  /// Writes a name; null for an index without one.
  func write(_ index: Int, to writer: inout JSONWriter) {
    guard index >= 0, index < starts.count - 1 else { return writer.null() }
    // The starts ascend and end with the count of bytes.
    unsafe bytes.withUnsafeBytes { raw in
      unsafe writer.raw(UnsafeRawBufferPointer(rebasing: raw[starts[index]..<starts[index + 1]]))
    }
  }
}
