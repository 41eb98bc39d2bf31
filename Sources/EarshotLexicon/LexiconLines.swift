/// Cuts a lexicon file into lines of cells: TSV without quoting, or RFC 4180 CSV. Blank lines and
/// comments (`# ` at the start, or `#` alone) are passed over; a spreadsheet's leading `'` is
/// taken off a cell.
struct LexiconLines {
  struct Line {
    /// From 1.
    var number: Int
    var cells: [LexiconRow.Cell]
    /// Column after the line's last character.
    var end: Int
  }

  struct Fault {
    var line: Int
    var column: Int
    var message: String
  }

  private(set) var faults: [Fault] = []
  private let scalars: [UInt8]
  private let isCSV: Bool
  private var index = 0
  private var number = 0

  init(text: String, isCSV: Bool) {
    scalars = Array(text.utf8)
    self.isCSV = isCSV
    if scalars.starts(with: [0xEF, 0xBB, 0xBF]) { index = 3 }
  }

  mutating func next() -> Line? {
    while index < scalars.count {
      number += 1
      let first = number
      let start = index
      let line = isCSV && !isComment(start) ? nextCSV(first) : nextTSV(first)
      let raw = scalars[start..<index]
      if raw.allSatisfy({ $0 <= 0x20 }) || isComment(start) { continue }
      // A spreadsheet writes an empty row as `,,,`.
      if line.cells.allSatisfy(\.text.isEmpty) { continue }
      return line
    }
    return nil
  }

  private func isComment(_ start: Int) -> Bool {
    guard start < scalars.count, scalars[start] == 0x23 else { return false }
    guard start + 1 < scalars.count else { return true }
    return scalars[start + 1] <= 0x20
  }

  private mutating func nextTSV(_ first: Int) -> Line {
    var cells: [LexiconRow.Cell] = []
    var column = 1
    var cellStart = index
    var cellColumn = 1
    while true {
      let byte = index < scalars.count ? scalars[index] : 0x0A
      if byte == 0x09 || byte == 0x0A {
        var stop = index
        if byte == 0x0A, stop > cellStart, scalars[stop - 1] == 0x0D { stop -= 1 }
        cells.append(cell(Array(scalars[cellStart..<stop]), cellColumn))
        index += 1
        if byte == 0x0A { break }
        column += 1
        (cellStart, cellColumn) = (index, column)
        continue
      }
      if byte & 0xC0 != 0x80 { column += 1 }
      index += 1
    }
    index = min(index, scalars.count)
    return Line(number: first, cells: cells, end: column)
  }

  private mutating func nextCSV(_ first: Int) -> Line {
    var cells: [LexiconRow.Cell] = []
    var bytes: [UInt8] = []
    var column = 1
    var cellColumn = 1
    var isQuoted = false
    var wasQuoted = false
    while index < scalars.count {
      let byte = scalars[index]
      index += 1
      if byte & 0xC0 != 0x80 { column += 1 }
      if isQuoted {
        if byte == 0x22, index < scalars.count, scalars[index] == 0x22 {
          bytes.append(byte)
          (index, column) = (index + 1, column + 1)
        } else if byte == 0x22 {
          isQuoted = false
        } else {
          if byte == 0x0A { (number, column) = (number + 1, 1) }
          bytes.append(byte)
        }
      } else if byte == 0x22 && bytes.isEmpty && !wasQuoted {
        (isQuoted, wasQuoted) = (true, true)
        cellColumn = column
      } else if byte == 0x2C || byte == 0x0A {
        if byte == 0x0A, bytes.last == 0x0D { bytes.removeLast() }
        cells.append(cell(bytes, cellColumn))
        (bytes, wasQuoted, cellColumn) = ([], false, column)
        if byte == 0x0A { return Line(number: first, cells: cells, end: column) }
      } else {
        bytes.append(byte)
      }
    }
    if isQuoted {
      faults.append(
        Fault(line: first, column: cellColumn - 1, message: "a quoted cell is never closed"))
    }
    cells.append(cell(bytes, cellColumn))
    return Line(number: first, cells: cells, end: column)
  }

  private func cell(_ bytes: [UInt8], _ column: Int) -> LexiconRow.Cell {
    var bytes = bytes[...]
    var column = column
    while bytes.first == 0x20 { (bytes, column) = (bytes.dropFirst(), column + 1) }
    while bytes.last == 0x20 { bytes = bytes.dropLast() }
    if bytes.count > 1, bytes.first == 0x27, let second = bytes.dropFirst().first,
      [0x3D, 0x2B, 0x2D, 0x40].contains(second)
    {
      (bytes, column) = (bytes.dropFirst(), column + 1)
    }
    return LexiconRow.Cell(text: String(decoding: bytes, as: UTF8.self), column: column)
  }
}
