package import EarshotModel
internal import EarshotStatistics

extension InsightReport {
  /// segments.jsonl: each theme that has records in a dimension, in each of the dimension's
  /// segments, against the other records that have a value in that dimension. By q, then by the
  /// size of the difference, then by theme, dimension and value.
  package mutating func segments() throws(InsightError) -> [SegmentRow] {
    var rows = try segmentRows()
    setQ(&rows)
    rows.sort(by: Self.comesBefore)
    return rows
  }

  private mutating func segmentRows() throws(InsightError) -> [SegmentRow] {
    var rows: [SegmentRow] = []
    var lookup = try SortedLookup(state)
    var pass = try CountsPass(state)
    var block = SegmentBlock(theme: 0, dimension: [])
    while try pass.advance() {
      let address = pass.address
      if address.theme == 0 || address.isWholeRun {
        try pass.skipSection()
        continue
      }
      if address.theme != block.theme || address.dimension != block.dimension {
        try append(block, to: &rows, &lookup)
        block = SegmentBlock(theme: address.theme, dimension: address.dimension)
      }
      block.add(pass.counts, value: address.value)
    }
    try append(block, to: &rows, &lookup)
    return rows
  }

  /// Adds a row for each segment of the block's dimension, those without records included.
  private mutating func append(
    _ block: SegmentBlock, to rows: inout [SegmentRow], _ lookup: inout SortedLookup
  ) throws(InsightError) {
    guard block.theme > 0 else { return }
    let segments = survey.segments.filter { $0.dimension == block.dimension }
    var whole = Survey.Base()
    for segment in segments { whole.add(segment.base) }
    var part = Survey.Base()
    for (_, counts) in block.values { part.add(counts) }
    var next = 0
    for segment in segments where segment.base.n > 0 {
      var counts = Counts()
      while next < block.values.count, precedes(block.values[next].value, segment.value) {
        next += 1
      }
      if next < block.values.count, block.values[next].value == segment.value {
        counts = block.values[next].counts
      }
      let group = try lookup.group(
        theme: block.theme, dimension: block.dimension, value: segment.value)
      let measure = try figures.measure(
        counts, base: segment.base, group: group, path: state.path)
      var row = SegmentRow(
        theme: Int32(block.theme) - 1, dimension: String(decoding: block.dimension, as: UTF8.self),
        value: String(decoding: segment.value, as: UTF8.self),
        measure: try published(measure, group))
      let own = Survey.Base(counts)
      let rest = (own.subtracted(from: part), segment.base.subtracted(from: whole))
      row.restShare = figures.share(rest.0, of: rest.1)?.value
      if let comparison = figures.compare((own, segment.base), rest) {
        row.difference = comparison.difference
        row.residual = comparison.residual
      }
      rows.append(row)
    }
  }

  private func setQ(_ rows: inout [SegmentRow]) {
    for dimension in Set(rows.map(\.dimension)) {
      let indexes = rows.indices.filter { rows[$0].dimension == dimension }
      let q = BenjaminiHochberg.qValues(indexes.map { rows[$0].difference?.p })
      for (place, index) in indexes.enumerated() { rows[index].difference?.q = q[place] }
    }
  }

  private static func comesBefore(_ left: SegmentRow, _ right: SegmentRow) -> Bool {
    let (leftQ, rightQ) = (left.difference?.q ?? 2, right.difference?.q ?? 2)
    if leftQ != rightQ { return leftQ < rightQ }
    let leftSize = abs(left.difference?.difference ?? 0)
    let rightSize = abs(right.difference?.difference ?? 0)
    if leftSize != rightSize { return leftSize > rightSize }
    if left.theme != right.theme { return left.theme < right.theme }
    let order = compare(Array(left.dimension.utf8), Array(right.dimension.utf8))
    if order != 0 { return order < 0 }
    return precedes(Array(left.value.utf8), Array(right.value.utf8))
  }
}

/// The counts of one theme in the values of one dimension, summed over days.
private struct SegmentBlock {
  let theme: UInt32
  let dimension: [UInt8]
  var values: [(value: [UInt8], counts: Counts)] = []

  init(theme: UInt32, dimension: [UInt8]) {
    self.theme = theme
    self.dimension = dimension
  }

  mutating func add(_ counts: Counts, value: [UInt8]) {
    if values.last?.value == value {
      values[values.count - 1].counts.merge(counts)
    } else {
      values.append((value, counts))
    }
  }
}
