import EarshotText
import Foundation
import Testing

/// The published Unicode 15.0 break tests: from the folder that `EARSHOT_CONFORMANCE` names, or
/// from Debian's package unicode-data.
struct BreakTests {
  struct Line {
    var number: Int
    var text: [UInt8]
    /// Byte offsets of the boundaries, ascending, the first 0.
    var breaks: [Int]
  }

  static func file(_ name: String) -> String? {
    var candidates = ["/usr/share/unicode/auxiliary/\(name).txt"]
    if let folder = ProcessInfo.processInfo.environment["EARSHOT_CONFORMANCE"] {
      candidates.insert("\(folder)/unicode/\(name)-15.0.txt", at: 0)
    }
    return candidates.first { FileManager.default.fileExists(atPath: $0) }
  }

  static func read(_ path: String) throws -> [Line] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    var lines: [Line] = []
    for (index, raw) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let body = raw.split(separator: "#", omittingEmptySubsequences: false)[0]
      let marks = body.split(whereSeparator: { $0 == " " || $0 == "\t" })
      if marks.isEmpty { continue }
      var line = Line(number: index + 1, text: [], breaks: [])
      for mark in marks {
        if mark == "÷" {
          line.breaks.append(line.text.count)
        } else if mark != "×", let value = UInt32(mark, radix: 16),
          let scalar = Unicode.Scalar(value)
        {
          line.text += Array(String(Character(scalar)).utf8)
        }
      }
      lines.append(line)
    }
    return lines
  }

  /// Numbers of the lines that the segmenter cuts otherwise.
  static func failures(
    _ lines: [Line], _ cut: (inout Segmenter) -> Void
  ) throws -> [Int] {
    try Segmenter.warm()
    var segmenter = try Segmenter()
    var failed: [Int] = []
    for line in lines {
      segmenter.setText(line.text.span)
      cut(&segmenter)
      let stops = [0] + segmenter.stops.prefix(segmenter.count).map(Int.init)
      if stops != line.breaks { failed.append(line.number) }
    }
    return failed
  }
}

/// ICU 72 breaks around a colon between letters; these lines of WordBreakTest 15.0 expect no break.
private let colonLines = [1253, 1254, 1267, 1268] + Array(1283...1292) + [1712]

@Test(.enabled(if: BreakTests.file("WordBreakTest") != nil))
func wordBreaksAreThoseOfICU() throws {
  let path = try #require(BreakTests.file("WordBreakTest"))
  let lines = try BreakTests.read(path)
  let failed = try BreakTests.failures(lines) { $0.words() }
  #expect(lines.count == 1823)
  #expect(failed == colonLines)
}

@Test(.enabled(if: BreakTests.file("GraphemeBreakTest") != nil))
func graphemeBreaksAreUnicodes() throws {
  let path = try #require(BreakTests.file("GraphemeBreakTest"))
  let lines = try BreakTests.read(path)
  #expect(lines.count == 602)
  #expect(try BreakTests.failures(lines) { $0.graphemes() } == [])
}

@Test(.enabled(if: BreakTests.file("SentenceBreakTest") != nil))
func sentenceBreaksAreUnicodes() throws {
  let path = try #require(BreakTests.file("SentenceBreakTest"))
  let lines = try BreakTests.read(path)
  #expect(lines.count == 502)
  #expect(try BreakTests.failures(lines) { $0.sentences() } == [])
}
