package import EarshotLexicon

/// Finds the lexicon files that `--lexicon` names.
package enum LexiconSet {
  /// The files in the order in which they are laid over each other: the shipped ones, unless
  /// `none` drops them, then each argument's. A directory stands for its .tsv and .csv files in
  /// byte order of their names.
  package static func sources(_ arguments: [String]) throws(Failure) -> [LexiconSource] {
    var sources = ShippedLexicons.sources
    for argument in arguments {
      if argument == "none" {
        sources = []
      } else if argument.hasPrefix("pack:") {
        throw .configuration("unknown pack '\(argument.dropFirst(5))'; no packs are shipped yet")
      } else if let names = FileBytes.entries(argument) {
        let files = names.filter { $0.hasSuffix(".tsv") || $0.hasSuffix(".csv") }
        if files.isEmpty {
          throw .configuration("\(argument): the directory holds no .tsv or .csv file")
        }
        for name in files { sources.append(try file("\(argument)/\(name)")) }
      } else {
        sources.append(try file(argument))
      }
    }
    return sources
  }

  /// Reads and compiles the lexicon.
  package static func load(_ arguments: [String]) throws(Failure) -> Lexicon {
    let sources = try sources(arguments)
    do {
      return try Lexicon(sources)
    } catch {
      throw .lexicon(error)
    }
  }

  private static func file(_ path: String) throws(Failure) -> LexiconSource {
    do {
      return LexiconSource(name: path, bytes: try FileBytes.read(path))
    } catch {
      throw .configuration(error.description)
    }
  }
}
