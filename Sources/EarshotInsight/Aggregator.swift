package import EarshotModel

/// Tallies records into a state file, in a fixed amount of memory.
///
/// Records are held in an epoch until it is full; then it is counted and written as a sorted run of
/// cells. At the end all runs are merged. What comes out depends on the records alone: not on
/// batches, budgets or the order of inputs, save for the ordinals of cited records.
package struct Aggregator: ~Copyable {
  private let options: TallyOptions
  private let catalog: Catalog
  private let layout: DimensionLayout
  private var epoch: Epoch
  private var filter: CitationFilter
  private var runs: RunStack
  /// Records seen of each source.
  private var ordinals: [UInt64] = []
  private var span: ClosedRange<Int32>?
  private var contexts: [UInt32] = []
  /// Rows of the epoch, and their records in the batch, that the filter has let in.
  private var admitted: [(row: Int, record: Int)] = []
  private var payloadBytes: [UInt8] = []
  private var periods = Array(repeating: DayPeriods(0), count: 512)
  private var languageValues: [UInt64: Int32] = [:]

  /// `scratch` is a directory for temporary files, which are removed at the end.
  package init(options: TallyOptions, catalog: Catalog, scratch: String) {
    self.options = options
    self.catalog = catalog
    epoch = Epoch(scratch: scratch)
    layout = DimensionLayout(dimensions: options.dimensions)
    filter = CitationFilter(themes: catalog.themes.count, budget: options.budget / 2)
    runs = RunStack(scratch: scratch)
  }

  /// Takes in the records of a batch. Batches of one source come in their order.
  ///
  /// - Parameters:
  ///   - appendID: appends the id of a record of the batch as it is printed.
  ///   - payload: what is kept of a record that may be cited; asked for few records.
  package mutating func fold(
    _ records: RecordBatch, _ mentions: MentionBatch,
    appendID: (_ record: Int, _ bytes: inout [UInt8]) -> Void,
    payload: (_ record: Int) -> CitedRecord
  ) throws(InsightError) {
    while ordinals.count <= records.source { ordinals.append(0) }
    admitted.removeAll(keepingCapacity: true)
    for index in records.records.indices {
      let ordinal = ordinals[records.source]
      ordinals[records.source] += 1
      guard index < mentions.outcomes.count, begin(records, mentions, index) else { continue }
      var row = self.row(records, mentions, index, ordinal)
      row.idStart = UInt32(epoch.ids.count)
      appendID(index, &epoch.ids)
      row.idCount = UInt32(epoch.ids.count) - row.idStart
      row.keyHash = hash(
        epoch.ids, ByteRange(Int(row.idStart), Int(row.idStart + row.idCount)))
      if row.marks.contains(.isEligible) {
        appendThemes(mentions, index, to: &row)
        appendValues(records, mentions, index)
        if mayBeCited(row) { admitted.append((epoch.rows.count, index)) }
      } else {
        appendNoValues()
      }
      epoch.rows.append(row)
    }
    // Only now, when the batch's own records have displaced each other, payloads are made.
    for (row, index) in admitted where isStillCitable(row) {
      try cite(records, mentions, index, payload(index), row)
    }
    if epoch.memory >= options.budget { try spill() }
  }

  /// Writes the state file. `metadata` is the caller's, unread.
  package consuming func finish(into path: String, metadata: [UInt8]) throws(InsightError) {
    if !epoch.isEmpty { try spill() }
    epoch.removeAll()
    try runs.finish(into: path, header: StateFile.header(metadata))
  }

  private mutating func spill() throws(InsightError) {
    try epoch.payloads.settle()
    let writer = try EpochWriter(
      epoch, layout: layout, themes: catalog.themes.count, keepsDays: keepsDays,
      path: runs.nextPath())
    try writer.write()
    try runs.push()
    epoch.removeAll()
    if epoch.dictionary.memory > options.budget / 4 {
      // The filter's cells go by the dictionary's numbers.
      epoch.dictionary.removeAll()
      filter.forget()
      languageValues = [:]
    }
  }

  private var keepsDays: Bool { span.map { $0.count <= longestDailySpan } ?? true }
}

extension Aggregator {
  /// Counts a record among totals and languages; false where nothing more is to be done.
  private mutating func begin(
    _ records: borrowing RecordBatch, _ mentions: borrowing MentionBatch, _ index: Int
  ) -> Bool {
    let record = records.records[index]
    let outcome = mentions.outcomes[index]
    let hasText = !record.flags.union(outcome.flags).contains(.noText)
    if hasText {
      var tally = epoch.languages[outcome.language.tag.packed] ?? LanguageTally()
      tally.kept += 1
      if !outcome.themes.isEmpty { tally.themed += 1 }
      if outcome.score != nil { tally.scored += 1 }
      epoch.languages[outcome.language.tag.packed] = tally
    } else {
      epoch.totals.textless += 1
    }
    if record.role == .staff, !options.includeStaff {
      epoch.totals.staff += 1
      return false
    }
    if hasText, !outcome.themes.isEmpty { epoch.totals.themed += 1 }
    return hasText || record.rating != nil
  }

  private func row(
    _ records: borrowing RecordBatch, _ mentions: borrowing MentionBatch, _ index: Int,
    _ ordinal: UInt64
  ) -> Epoch.Row {
    let record = records.records[index]
    let outcome = mentions.outcomes[index]
    var row = Epoch.Row(
      keyHash: 0, ordinal: ordinal, weight: record.weight, rating: record.rating,
      source: UInt32(truncatingIfNeeded: records.source), score: outcome.score,
      label: outcome.label)
    if let day = record.day, knownDays.contains(day) {
      row.day = day
      row.time = Int64(day) * 86_400
    }
    if let time = record.time { row.time = time }
    if !record.customer.isEmpty {
      row.customer = hash(records.bytes, record.customer)
      row.marks.insert(.hasCustomer)
    }
    if !record.flags.union(outcome.flags).contains(.noText) { row.marks.insert(.isEligible) }
    if record.role == .staff { row.marks.insert(.isStaff) }
    if outcome.questions > 0 { row.marks.insert(.hasQuestion) }
    if !Self.goodLength.contains(outcome.characters) { row.marks.insert(.hasPoorLength) }
    return row
  }

  /// Code points of a text that is quoted gladly.
  private static let goodLength: ClosedRange<Int32> = 20...400

  private mutating func appendThemes(
    _ mentions: borrowing MentionBatch, _ index: Int, to row: inout Epoch.Row
  ) {
    row.themeStart = UInt32(epoch.themes.count)
    for outcome in mentions.themes[mentions.outcomes[index].themes.asIndexes]
    where catalog.themes.indices.contains(Int(outcome.theme)) {
      epoch.themes.append(
        Epoch.ThemeRow(
          theme: UInt32(outcome.theme) + 1, score: outcome.score, isDirect: outcome.isDirect,
          label: outcome.label))
    }
    row.themeCount = UInt32(epoch.themes.count) - row.themeStart
  }

  private mutating func appendNoValues() {
    epoch.values.append(contentsOf: repeatElement(-1, count: layout.names.count))
  }

  private mutating func appendValues(
    _ records: borrowing RecordBatch, _ mentions: borrowing MentionBatch, _ index: Int
  ) {
    let record = records.records[index]
    let outcome = mentions.outcomes[index]
    for slot in options.dimensions.indices {
      let range =
        slot < records.dimensions ? records.segment(slot, of: index) : ByteRange.empty
      epoch.values.append(intern(records, range, slot))
    }
    for (kind, slot) in layout.builtIn {
      let value: Int32
      switch kind {
      case .stage:
        value = category(
          records, record.stage, mentions, outcome.stages, names: catalog.stages, slot)
      case .constituency:
        value = category(
          records, record.constituency, mentions, outcome.constituencies,
          names: catalog.constituencies, slot)
      case .channel: value = intern(records, record.channel, slot)
      case .lang: value = intern(outcome.language.tag, slot)
      }
      epoch.values.append(value)
    }
  }

  private mutating func intern(
    _ records: borrowing RecordBatch, _ range: ByteRange, _ slot: Int
  ) -> Int32 {
    if range.isEmpty { return -1 }
    return epoch.dictionary.intern(
      records.bytes.span.extracting(range.lower..<range.upper), slot: Int32(slot))
  }

  private mutating func intern(_ tag: LanguageTag, _ slot: Int) -> Int32 {
    if let known = languageValues[tag.packed] { return known }
    let id = epoch.dictionary.intern(Array(tag.text.utf8).span, slot: Int32(slot))
    languageValues[tag.packed] = id
    return id
  }

  /// A column's value, else the one id that the lexicon found.
  private mutating func category(
    _ records: borrowing RecordBatch, _ column: ByteRange, _ mentions: borrowing MentionBatch,
    _ found: Range<Int32>, names: [String], _ slot: Int
  ) -> Int32 {
    if !column.isEmpty { return intern(records, column, slot) }
    guard found.count == 1 else { return -1 }
    let id = Int(mentions.ids[Int(found.lowerBound)])
    guard names.indices.contains(id) else { return -1 }
    return epoch.dictionary.intern(Array(names[id].utf8).span, slot: Int32(slot))
  }
}

extension Aggregator {
  /// Asks the filter for each cell that the record belongs to; its themes and values were appended
  /// last. The filter must hear of all of them, so nothing is cut short.
  private mutating func mayBeCited(_ row: Epoch.Row) -> Bool {
    if let day = row.day {
      span = min(span?.lowerBound ?? day, day)...max(span?.upperBound ?? day, day)
    }
    listContexts(of: row, valuesFrom: epoch.values.count - layout.names.count)
    var isCitable = admits(0, row)
    for index in Int(row.themeStart)..<Int(row.themeStart + row.themeCount) {
      let theme = epoch.themes[index]
      if admits(theme.theme, row) { isCitable = true }
      if !row.marks.contains(.isStaff), isCandidate(row, theme) { isCitable = true }
    }
    return isCitable
  }

  private mutating func isStillCitable(_ number: Int) -> Bool {
    let row = epoch.rows[number]
    listContexts(of: row, valuesFrom: number * layout.names.count)
    func holds(_ theme: UInt32) -> Bool {
      contexts.contains { filter.holds(theme: theme, context: $0, hash: row.keyHash) }
    }
    if holds(0) { return true }
    for theme in epoch.themes[Int(row.themeStart)..<Int(row.themeStart + row.themeCount)] {
      if holds(theme.theme) { return true }
      if row.marks.contains(.isStaff) { continue }
      for reason in CandidateReason.allCases {
        if let rank = row.rank(for: reason, themeScore: theme.score),
          filter.holds(
            theme: Int(theme.theme) - 1, reason: reason, rank: rank, hash: row.keyHash)
        {
          return true
        }
      }
    }
    return false
  }

  /// The cells of each of the row's themes, as the filter numbers them.
  private mutating func listContexts(of row: Epoch.Row, valuesFrom first: Int) {
    contexts.removeAll(keepingCapacity: true)
    contexts.append(Context.whole)
    if let day = row.day { appendPeriods(of: day) }
    for index in first..<first + layout.names.count where epoch.values[index] >= 0 {
      contexts.append(Context.value(epoch.values[index]))
    }
  }

  private mutating func admits(_ theme: UInt32, _ row: Epoch.Row) -> Bool {
    var isAdmitted = false
    for context in contexts {
      if filter.admits(theme: theme, context: context, hash: row.keyHash) { isAdmitted = true }
    }
    return isAdmitted
  }

  private mutating func isCandidate(_ row: Epoch.Row, _ theme: Epoch.ThemeRow) -> Bool {
    var isAdmitted = false
    for reason in CandidateReason.allCases {
      guard let rank = row.rank(for: reason, themeScore: theme.score) else { continue }
      if filter.admits(
        theme: Int(theme.theme) - 1, reason: reason, rank: rank, hash: row.keyHash)
      {
        isAdmitted = true
      }
    }
    return isAdmitted
  }

  private mutating func appendPeriods(of day: Int32) {
    let place = Int(UInt32(bitPattern: day) % UInt32(periods.count))
    if periods[place].day != day { periods[place] = DayPeriods(day) }
    if keepsDays { contexts.append(periods[place].contexts[0]) }
    for index in 1..<5 { contexts.append(periods[place].contexts[index]) }
  }

  private mutating func cite(
    _ records: borrowing RecordBatch, _ mentions: borrowing MentionBatch, _ index: Int,
    _ cited: CitedRecord, _ number: Int
  ) throws(InsightError) {
    var hash = KeyedHash(key: options.key)
    for field in records.fields[records.records[index].fields.asIndexes] {
      hash.update(records.bytes, field.text)
      hash.update(CollectionOfOne(UInt8(0xFF)))
    }
    payloadBytes.removeAll(keepingCapacity: true)
    CitedPayload.encode(
      cited, terms: mentions.terms[mentions.outcomes[index].terms.asIndexes],
      dimensions: options.dimensions, into: &payloadBytes)
    let (start, count) = try epoch.payloads.add(payloadBytes)
    epoch.rows[number].marks.insert(.isCitable)
    epoch.rows[number].textHash = hash.finalize()
    epoch.rows[number].payloadHash = self.hash(payloadBytes, ByteRange(0, payloadBytes.count))
    epoch.rows[number].payloadStart = start
    epoch.rows[number].payloadCount = count
  }
}

extension Aggregator {
  private func hash(_ bytes: [UInt8], _ range: ByteRange) -> UInt64 {
    var hash = KeyedHash(key: options.key)
    hash.update(bytes, range)
    return hash.finalize()
  }
}

extension KeyedHash {
  /// Takes in a range of an array, without the cost of a generic call into another module.
  fileprivate mutating func update(_ bytes: [UInt8], _ range: ByteRange) {
    // Slicing checks the bounds; the bytes are used while the call lasts.
    unsafe bytes.withUnsafeBytes {
      unsafe update(UnsafeRawBufferPointer(rebasing: $0[range.lower..<range.upper]))
    }
  }
}

/// Numbers of the cells of one theme, for the filter.
private enum Context {
  static let whole: UInt32 = 0

  static func period(_ scope: GroupScope, ordinal: Int32) -> UInt32 {
    UInt32(scope.rawValue) << 29 | (UInt32(bitPattern: ordinal) & 0x1FFF_FFFF)
  }

  static func value(_ number: Int32) -> UInt32 {
    7 << 29 | UInt32(bitPattern: number)
  }
}

/// The periods that hold a day, day first, as the filter numbers them.
private struct DayPeriods {
  var day: Int32
  var contexts: InlineArray<5, UInt32>

  init(_ day: Int32) {
    self.day = day
    contexts = InlineArray { index in
      let (scope, length) = GroupScope.periods[index]
      return Context.period(scope, ordinal: Period(length, containing: day).ordinal)
    }
  }
}

extension Range<Int32> {
  fileprivate var asIndexes: Range<Int> { Int(lowerBound)..<Int(upperBound) }
}
