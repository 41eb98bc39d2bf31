internal import EarshotFormats

/// Finds out how an input is written, from its name and its first bytes.
struct FormatSniffer {
  let map: ColumnMap

  /// What a format needs to be read.
  struct Answer {
    var format: InputFormat
    var delimiter = CSVReader.Delimiter.comma
    /// JSON: the first value is not an array, so that values stand one after the other.
    var isConcatenated = false
  }

  /// - Parameter head: the first bytes of the input, decompressed, as UTF-8, without a mark.
  func sniff(_ format: InputFormat, path: String, head: ArraySlice<UInt8>) -> Answer {
    let first = head.first { !Self.isSpace($0) }
    switch format {
    case .auto: return sniff(path: path, head: head, first: first)
    case .json: return Answer(format: .json, isConcatenated: first != 0x5B)
    case .csv: return Answer(format: .csv, delimiter: delimiter(head))
    case .tsv: return Answer(format: .tsv, delimiter: .tab)
    case .jsonl, .text: return Answer(format: format)
    }
  }

  private func sniff(path: String, head: ArraySlice<UInt8>, first: UInt8?) -> Answer {
    switch InputPaths.ending(of: path) {
    case "jsonl", "ndjson": return Answer(format: .jsonl)
    case "csv": return Answer(format: .csv, delimiter: delimiter(head))
    case "tsv": return Answer(format: .tsv, delimiter: .tab)
    case "txt", "text": return Answer(format: .text)
    case "json" where first == 0x5B: return Answer(format: .json)
    case "json":
      let isLines = first == nil || endsWithBrace(firstLine(head))
      return Answer(format: isLines ? .jsonl : .json, isConcatenated: !isLines)
    default: break
    }
    switch first {
    case 0x5B: return Answer(format: .json)
    case 0x7B, nil: return Answer(format: .jsonl)
    default: return table(head) ?? Answer(format: .text)
    }
  }

  /// The answer for a table, if one of its first line's cells is a column we know.
  private func table(_ head: ArraySlice<UInt8>) -> Answer? {
    let delimiter = delimiter(head)
    let cells = firstLine(head).split(separator: delimiter.rawValue)
    guard cells.count > 1 else { return nil }
    let known = cells.filter { !map.slots(named: Self.trimmed($0)).isEmpty }
    guard !known.isEmpty else { return nil }
    return Answer(format: delimiter == .tab ? .tsv : .csv, delimiter: delimiter)
  }

  /// The mark that the first line holds most often outside quotes.
  private func delimiter(_ head: ArraySlice<UInt8>) -> CSVReader.Delimiter {
    var best = (mark: CSVReader.Delimiter.comma, count: 0)
    for mark in CSVReader.Delimiter.allCases {
      var isQuoted = false
      var count = 0
      for byte in firstLine(head) {
        if byte == 0x22 { isQuoted.toggle() }
        if byte == mark.rawValue, !isQuoted { count += 1 }
      }
      if count > best.count { best = (mark, count) }
    }
    return best.mark
  }

  /// The first line that is not blank.
  private func firstLine(_ head: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let start = head.firstIndex { !Self.isSpace($0) } ?? head.endIndex
    let rest = head[start...]
    return rest.prefix { $0 != 0x0A && $0 != 0x0D }
  }

  private func endsWithBrace(_ line: ArraySlice<UInt8>) -> Bool {
    let last = line.last { !Self.isSpace($0) }
    return last == 0x7D && line.count > 1
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  /// A header cell without blanks and quotes around it.
  static func trimmed(_ cell: ArraySlice<UInt8>) -> [UInt8] {
    var cell = cell
    while let byte = cell.first, isSpace(byte) || byte == 0x22 { cell.removeFirst() }
    while let byte = cell.last, isSpace(byte) || byte == 0x22 { cell.removeLast() }
    return Array(cell)
  }
}
