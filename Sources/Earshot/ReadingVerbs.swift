internal import EarshotLexicon
internal import EarshotModel
internal import EarshotReport
internal import EarshotText

/// Renders a run directory; counts nothing anew.
package enum DigestVerb {
  package static func print(_ directory: String, isMarkdown: Bool, top: Int?) throws(Failure) {
    let output = StandardOutput()
    try output.write(try render(directory, isMarkdown: isMarkdown, top: top))
    try output.finish()
  }

  /// The text of a digest of a run directory, finished or still in the making.
  package static func render(
    _ directory: String, isMarkdown: Bool, top: Int?
  ) throws(Failure) -> String {
    let digest: Digest
    do {
      digest = try DigestReader(directory).read()
    } catch {
      throw .missingInput(error.description)
    }
    if isMarkdown { return MarkdownDigest(digest).render(top: top ?? 30) }
    return TextDigest(digest, columns: { CodePoint.columns($0) }).render(top: top ?? 10)
  }
}

/// Prints the JSON Schema of an output file, or the list of them.
package enum SchemaVerb {
  package static func print(_ name: String?) throws(Failure) {
    let output = StandardOutput()
    if let name {
      guard let schema = OutputSchema.named(name) else {
        let known = OutputSchema.all.map(\.name).joined(separator: ", ")
        throw .usage("unknown schema '\(name)'; expected one of \(known)")
      }
      try output.write(schema.jsonSchema())
    } else {
      let width = OutputSchema.all.map(\.name.count).max() ?? 0
      for schema in OutputSchema.all {
        let gap = String(repeating: " ", count: width + 2 - schema.name.count)
        try output.write("\(schema.name)\(gap)\(schema.file): \(schema.summary)\n")
      }
    }
    try output.finish()
  }
}

/// Checks lexicon files.
package struct LintVerb: Sendable {
  package var lexicons: [String]
  /// Findings of level info, too.
  package var showsAll: Bool

  package init(lexicons: [String], showsAll: Bool) {
    self.lexicons = lexicons
    self.showsAll = showsAll
  }

  /// Prints the findings; true if one is an error.
  package func run() throws(Failure) -> Bool {
    let lexicon = try LexiconSet.load(lexicons)
    let findings = lexicon.lint()
    let output = StandardOutput()
    var counts: [LintFinding.Level: Int] = [:]
    for finding in findings {
      counts[finding.level, default: 0] += 1
      if finding.level == .info && !showsAll { continue }
      try output.write(
        "\(finding.rule): \(finding.level.name): \(finding.message) [\(finding.code)]\n")
    }
    let rows = lexicon.files.reduce(0) { $0 + $1.rows }
    let info = counts[.info] ?? 0
    try output.write(
      "\(rows) rows in \(lexicon.files.count) files: \(counts[.error] ?? 0) errors, "
        + "\(counts[.warning] ?? 0) warnings, \(info) notes"
        + (info > 0 && !showsAll ? " (--all shows them)\n" : "\n"))
    try output.finish()
    return counts[.error] != nil
  }

  /// Prints the files, languages and themes of the lexicon.
  package func list() throws(Failure) {
    let lexicon = try LexiconSet.load(lexicons)
    let output = StandardOutput()
    for file in lexicon.files { try output.write("\(file.name)\t\(file.rows) rows\n") }
    let languages = lexicon.languages.map(\.text).joined(separator: " ")
    try output.write("languages\t\(languages)\n")
    for theme in lexicon.catalog.themes {
      try output.write("theme\t\(theme.path)\t\(theme.label ?? "")\n")
    }
    try output.finish()
  }
}
