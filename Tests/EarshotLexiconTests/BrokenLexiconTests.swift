import EarshotLexicon
import Foundation
import Testing

/// A lexicon with faults under Tests/Goldens/lexicons: a folder with `input.tsv` or `input.csv` and
/// `expected.txt`, a fault a line. `EARSHOT_RECORD=1` writes the latter anew.
struct BrokenLexicon: CustomTestStringConvertible {
  var folder: URL

  var testDescription: String { folder.lastPathComponent }

  static let all: [BrokenLexicon] = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Goldens/lexicons")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().map { BrokenLexicon(folder: root.appending(path: $0)) }
  }()

  /// The file's faults, a line each; empty where the lexicon loads.
  func faults() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let name = try #require(names.first { $0.hasPrefix("input.") })
    let bytes = try Data(contentsOf: folder.appending(path: name))
    do throws(LexiconError) {
      _ = try Lexicon([LexiconSource(name: name, bytes: Array(bytes))])
      return ""
    } catch {
      return error.description + "\n"
    }
  }
}

@Test(arguments: BrokenLexicon.all)
func everyFaultIsReportedAtItsPlace(_ lexicon: BrokenLexicon) throws {
  let faults = try lexicon.faults()
  let golden = lexicon.folder.appending(path: "expected.txt")
  if ProcessInfo.processInfo.environment["EARSHOT_RECORD"] == "1" {
    try Data(faults.utf8).write(to: golden)
  }
  #expect(faults == String(decoding: try Data(contentsOf: golden), as: UTF8.self))
  #expect(!faults.isEmpty)
}

@Test func theBrokenLexiconsAreAllThere() { #expect(BrokenLexicon.all.count >= 40) }

@Test func faultsOfSeveralFilesComeInTheOrderOfTheFiles() {
  let files = ["b.tsv", "a.tsv"].map { name in
    LexiconSource(
      name: name, bytes: Array("kind\tpattern\nnegator\t(\(name)\nnegator\t\(name))\n".utf8))
  }
  do throws(LexiconError) {
    _ = try Lexicon(files)
    Issue.record("a broken lexicon loads")
  } catch {
    #expect(
      error.faults.map { "\($0.file):\($0.line):\($0.column)" }
        == ["b.tsv:2:9", "b.tsv:3:14", "a.tsv:2:9", "a.tsv:3:14"])
  }
}
