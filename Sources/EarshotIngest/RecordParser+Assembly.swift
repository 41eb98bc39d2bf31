internal import EarshotFormats
internal import EarshotModel

extension RecordParser {
  /// Makes a record, or a rejection, of the values in the slots, and clears them.
  ///
  /// - Parameter start: where the record's bytes in the batch begin.
  func assemble(
    _ raw: UnsafeRawBufferPointer, _ place: RecordPlace, _ start: Int,
    _ batch: inout RecordBatch, _ scratch: inout ParserScratch
  ) {
    defer { clear(&scratch) }
    var record = Record(line: place.line, byte: place.byte)
    record.id = scalar(.id, batch, scratch)
    let firstField = batch.fields.count
    let verdict = addTexts(&record, &batch, scratch)
    record.rating = rating(&batch, scratch)
    addTime(&record, &batch, scratch)
    let fault = judge(verdict, record) ?? judgeDay(record)
    if let fault {
      batch.fields.removeSubrange(firstField...)
      let id = Array(batch.bytes[record.id.lower..<record.id.upper])
      batch.bytes.removeSubrange(start...)
      batch.bytes += id
      let kept = ByteRange(start, start + id.count)
      return unsafe reject(fault.reason, fault.detail, raw, place, kept, &batch)
    }
    if batch.fields.count == firstField { record.flags.insert(.noText) }
    record.fields = Int32(firstField)..<Int32(batch.fields.count)
    addPeople(&record, batch, scratch)
    record.channel = scalar(.channel, batch, scratch)
    record.language = scalar(.lang, batch, scratch)
    record.kind = kind(batch, scratch)
    record.weight = weight(&batch, scratch)
    addSegments(&batch, scratch)
    for slot in scratch.filled where scratch.values[slot].isRepaired {
      record.flags.insert(.badEncoding)
    }
    batch.records.append(record)
  }

  private struct Fault {
    var reason: RejectionReason
    var detail: String
  }

  /// What the text columns of a record hold.
  private struct TextVerdict {
    var hasText = false
    var sawEmpty = false
    var sawNull = false
    var wrong: (slot: Int, kind: CellValue.Kind)?
    /// A column of the map, not merely a recognised one, holds something else than text.
    var isWrongExplicit = false
  }

  private static let textTargets = [Target.text, .title]

  /// Adds a field for each mapped text column that holds text, and of recognised ones for the first.
  private func addTexts(
    _ record: inout Record, _ batch: inout RecordBatch, _ scratch: borrowing ParserScratch
  ) -> TextVerdict {
    var verdict = TextVerdict()
    for target in Self.textTargets
    where scratch.targets & (1 << UInt32(target.rawValue)) != 0 {
      for slot in map.slotsByTarget[Int(target.rawValue)] {
        let value = scratch.values[slot]
        switch value.kind {
        case .absent: continue
        case .null: verdict.sawNull = true
        case .number where options.coerce, .boolean where options.coerce, .text:
          guard !Self.isBlank(batch.bytes, value.range) else {
            verdict.sawEmpty = true
            continue
          }
          let name = UInt16(truncatingIfNeeded: map.slots[slot].ordinal)
          batch.fields.append(TextField(name: name, text: value.range))
          verdict.hasText = true
        case .number, .boolean, .compound:
          let isExplicit = map.slots[slot].isExplicit
          if isExplicit || target == .text, verdict.wrong == nil {
            verdict.wrong = (slot, value.kind)
          }
          if isExplicit { verdict.isWrongExplicit = true }
          continue
        }
        if verdict.hasText, !map.slots[slot].isExplicit, value.kind != .null { break }
      }
    }
    return verdict
  }

  private func judge(_ verdict: TextVerdict, _ record: Record) -> Fault? {
    if let wrong = verdict.wrong, verdict.isWrongExplicit || !verdict.hasText {
      let found =
        switch wrong.kind {
        case .number: "a number"
        case .boolean: "a boolean"
        default: "an array or object"
        }
      let path = map.slots[wrong.slot].path
      return Fault(
        reason: .wrongType, detail: "\(path): expected a string, found \(found) (--coerce)")
    }
    if verdict.hasText { return nil }
    if verdict.sawEmpty || verdict.sawNull, record.rating != nil { return nil }
    if verdict.sawEmpty {
      return Fault(reason: .emptyText, detail: "expected text, found none but blanks")
    }
    let detail =
      verdict.sawNull
      ? "expected text, found null"
      : "expected a text column (\(map.fieldNames.prefix(8).joined(separator: ", ")))"
    return Fault(reason: .missingText, detail: detail)
  }

  private func judgeDay(_ record: Record) -> Fault? {
    if options.since == nil, options.until == nil { return nil }
    guard let day = record.day else {
      return Fault(reason: .outOfRange, detail: "expected a day for --since and --until")
    }
    if day < options.since ?? Int32.min || day > options.until ?? Int32.max {
      return Fault(
        reason: .outOfRange, detail: "\(CivilDay.text(day)) is outside --since and --until")
    }
    return nil
  }

  /// Whether a text holds nothing but white space and what no one sees.
  private static func isBlank(_ bytes: [UInt8], _ range: ByteRange) -> Bool {
    // The pointer is used inside the closure only.
    unsafe bytes.withUnsafeBytes { raw in
      var position = range.lower
      while position < range.upper {
        switch unsafe UTF8Repair.decode(raw, at: &position) {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200F, 0x2028, 0x2029, 0x202F,
          0x205F, 0x2060, 0x3000, 0xFEFF:
          continue
        default: return false
        }
      }
      return true
    }
  }
}

extension RecordParser {
  /// The first slot of a target that holds a value that can stand for a name, not only blanks.
  private func slot(
    _ target: Target, _ batch: RecordBatch, _ scratch: borrowing ParserScratch
  ) -> Int? {
    guard scratch.targets & (1 << UInt32(target.rawValue)) != 0 else { return nil }
    for slot in map.slotsByTarget[Int(target.rawValue)] {
      let value = scratch.values[slot]
      if value.isScalar, !trimmed(value.range, batch).isEmpty { return slot }
    }
    return nil
  }

  /// The value of a target without ASCII blanks around it; empty if there is none.
  private func scalar(
    _ target: Target, _ batch: RecordBatch, _ scratch: borrowing ParserScratch
  ) -> ByteRange {
    guard let slot = slot(target, batch, scratch) else { return .empty }
    return trimmed(scratch.values[slot].range, batch)
  }

  private func trimmed(_ range: ByteRange, _ batch: RecordBatch) -> ByteRange {
    var (lower, upper) = (range.lower, range.upper)
    while lower < upper, isBlank(batch.bytes[lower]) { lower += 1 }
    while upper > lower, isBlank(batch.bytes[upper - 1]) { upper -= 1 }
    return ByteRange(lower, upper)
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

  private func rating(
    _ batch: inout RecordBatch, _ scratch: borrowing ParserScratch
  ) -> Rating? {
    let metric: RatingMetric?
    switch options.metric {
    case .none: return nil
    case .auto: metric = nil
    case .nps: metric = .nps
    case .csat: metric = .csat
    case .stars: metric = .stars
    }
    guard let slot = slot(.rating, batch, scratch) else { return nil }
    let scale = metric ?? map.slots[slot].metric
    let range = scratch.values[slot].range
    guard let value = RatingText.value(batch.bytes, range.lower..<range.upper, scale) else {
      batch.warnings[.badRating] += 1
      return nil
    }
    return Rating(value: value, metric: scale)
  }

  private func addTime(
    _ record: inout Record, _ batch: inout RecordBatch, _ scratch: borrowing ParserScratch
  ) {
    guard let slot = slot(.time, batch, scratch) else { return }
    let value = scratch.values[slot]
    switch moment(value, batch.bytes) {
    case .day(let day): record.day = day
    case .utc(let seconds) where Self.isPlausible(seconds):
      record.time = seconds
      record.day = options.zone.day(ofUTC: seconds)
    case .local(let seconds):
      let moment = options.zone.utc(ofLocal: seconds)
      record.time = moment
      record.day = options.zone.day(ofUTC: moment)
    default: batch.warnings[.badTime] += 1
    }
  }

  private func moment(_ value: CellValue, _ bytes: [UInt8]) -> Moment? {
    let range = value.range.lower..<value.range.upper
    if let moment = Moment(bytes, range) { return moment }
    guard value.kind == .number else { return nil }
    // A number with an exponent.
    let seconds = unsafe bytes[range].withUnsafeBytes {
      unsafe DecimalText.fixedPoint($0, scale: 0)
    }
    guard let seconds else { return nil }
    let digits = Array(String(seconds).utf8)
    return Moment(digits, 0..<digits.count)
  }

  /// From 1900 to 2199.
  private static func isPlausible(_ seconds: Int64) -> Bool {
    seconds >= -2_208_988_800 && seconds < 7_258_118_400
  }

  private func addPeople(
    _ record: inout Record, _ batch: RecordBatch, _ scratch: borrowing ParserScratch
  ) {
    record.author = scalar(.author, batch, scratch)
    record.customer = scalar(.customer, batch, scratch)
    record.contact = scalar(.contact, batch, scratch)
    record.stage = scalar(.stage, batch, scratch)
    record.constituency = scalar(.constituency, batch, scratch)
    if let staff = options.staff, !record.author.isEmpty,
      staff.matches(batch.bytes[record.author.lower..<record.author.upper])
    {
      record.role = .staff
    } else {
      record.role = record.author.isEmpty && record.customer.isEmpty ? .unknown : .customer
    }
  }

  private func kind(_ batch: RecordBatch, _ scratch: borrowing ParserScratch) -> RecordKind {
    let range = scalar(.kind, batch, scratch)
    if range.isEmpty { return .feedback }
    let name = batch.string(range).lowercased()
    return RecordKind.allCases.first { $0.name == name } ?? .feedback
  }

  /// In units of 1e-6: 0 to one million, else 1 and a warning.
  private func weight(_ batch: inout RecordBatch, _ scratch: borrowing ParserScratch) -> Int64 {
    let range = scalar(.weight, batch, scratch)
    if range.isEmpty { return 1_000_000 }
    // The pointer is used inside the closure only.
    let weight = unsafe batch.bytes[range.lower..<range.upper].withUnsafeBytes {
      unsafe DecimalText.fixedPoint($0, scale: 6)
    }
    // The bound keeps 64-bit sums of weights far from overflow.
    if let weight, (0...1_000_000_000_000).contains(weight) { return weight }
    batch.warnings[.badWeight] += 1
    return 1_000_000
  }

  private func addSegments(_ batch: inout RecordBatch, _ scratch: borrowing ParserScratch) {
    let first = batch.segmentValues.count
    for _ in map.dimensions { batch.segmentValues.append(.empty) }
    guard scratch.targets & (1 << UInt32(Target.segment.rawValue)) != 0 else { return }
    for slot in map.slotsByTarget[Int(Target.segment.rawValue)] {
      let value = scratch.values[slot]
      guard value.isScalar || value.kind == .boolean else { continue }
      batch.segmentValues[first + map.slots[slot].ordinal] = trimmed(value.range, batch)
    }
  }
}
