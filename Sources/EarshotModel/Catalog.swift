/// A theme of the lexicon: a path such as `delivery/late`.
package struct Theme: Sendable {
  package var path: String
  /// Index of the parent in the catalog's themes; -1 at the top.
  package var parent: Int32
  /// 1 at the top.
  package var depth: Int32
  package var label: String?
  package var owner: String?

  package init(path: String, parent: Int32, depth: Int32, label: String?, owner: String?) {
    self.path = path
    self.parent = parent
    self.depth = depth
    self.label = label
    self.owner = owner
  }
}

/// What a lexicon calls things: names for the indexes that mentions and outcomes carry.
///
/// Every list is in code-point order of its names, so that indexes depend on the lexicon alone.
package struct Catalog: Sendable {
  package var themes: [Theme]
  package var intents: [String]
  package var emotions: [String]
  package var stages: [String]
  package var constituencies: [String]
  /// `FILE:LINE` of each lexicon row that can be mentioned.
  package var rules: [String]

  package init() {
    themes = []
    intents = []
    emotions = []
    stages = []
    constituencies = []
    rules = []
  }

  /// Name of an id of a kind that has ids; nil for other kinds.
  package func name(_ kind: RowKind, _ id: Int32) -> String? {
    guard id >= 0 else { return nil }
    let index = Int(id)
    switch kind {
    case .theme: return themes[index].path
    case .intent: return intents[index]
    case .emotion: return emotions[index]
    case .stage: return stages[index]
    case .constituency: return constituencies[index]
    default: return nil
    }
  }
}
