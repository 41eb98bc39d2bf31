/// One fault of a lexicon file, with its place.
package struct LexiconFault: Error, Sendable, CustomStringConvertible {
  package var file: String
  /// From 1.
  package var line: Int
  /// In code points, from 1.
  package var column: Int
  package var message: String

  package init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  package var description: String { "\(file):\(line):\(column): \(message)" }
}

/// All faults of a lexicon, reported at once.
package struct LexiconError: Error, Sendable, CustomStringConvertible {
  package var faults: [LexiconFault]

  package init(faults: [LexiconFault]) { self.faults = faults }

  package var description: String { faults.map(\.description).joined(separator: "\n") }
}
