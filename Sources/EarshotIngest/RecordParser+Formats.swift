internal import EarshotFormats
internal import EarshotModel

extension RecordParser {
  func parseJSON(
    _ record: UnsafeRawBufferPointer, _ place: RecordPlace, _ batch: inout RecordBatch,
    _ scratch: inout ParserScratch
  ) {
    do {
      try unsafe scratch.document.parse(record, limits: limits)
    } catch {
      let reason: RejectionReason =
        switch error.code {
        case .tooDeep: .tooDeep
        case .tooManyValues, .tooLong: .tooLong
        default: .parseError
        }
      return unsafe reject(reason, error.description, record, place, .empty, &batch)
    }
    guard scratch.document.kind(0) == .object else {
      let found = Self.name(scratch.document.kind(0))
      return unsafe reject(
        .notObject, "expected an object, found \(found)", record, place, .empty, &batch)
    }
    let start = batch.bytes.count
    if options.strictEncoding, scratch.document.hasInvalidUTF8 {
      let valid = unsafe UTF8Repair.validPrefixLength(record)
      return unsafe reject(
        .badEncoding, "byte \(valid): expected well-formed UTF-8", record, place, .empty, &batch)
    }
    unsafe readMembers(record, &batch, &scratch)
    unsafe assemble(record, place, start, &batch, &scratch)
  }

  /// Fills the slots from the members of an object.
  private func readMembers(
    _ record: UnsafeRawBufferPointer, _ batch: inout RecordBatch, _ scratch: inout ParserScratch
  ) {
    var key = scratch.document.firstKey(of: 0)
    var position = 0
    while let index = key {
      let (exact, folded) = unsafe slots(ofKey: index, position, record, &scratch)
      if !exact.isEmpty || !folded.isEmpty {
        let value = unsafe take(index + 1, record, &batch, &scratch)
        for position in exact { fill(map.exactNames.slotList[position], value, &scratch) }
        for position in folded { fill(map.foldedNames.slotList[position], value, &scratch) }
      }
      key = scratch.document.key(after: index, in: 0)
      position += 1
    }
    unsafe countDuplicates(position, record, &batch, &scratch)
    for slot in map.steppedSlots where scratch.values[slot].kind == .absent {
      guard let steps = map.slots[slot].steps,
        let index = unsafe scratch.document.value(at: steps, in: record)
      else { continue }
      fill(slot, unsafe take(index, record, &batch, &scratch), &scratch)
    }
  }

  /// The positions, in the name tables' lists, of the slots of the key at node `index`.
  private func slots(
    ofKey index: Int, _ position: Int, _ record: UnsafeRawBufferPointer,
    _ scratch: inout ParserScratch
  ) -> (exact: Range<Int>, folded: Range<Int>) {
    let raw = unsafe scratch.document.rawBytes(index, in: record)
    // A key is compared as written, escapes included: equal bytes are equal keys.
    if unsafe scratch.schema.matches(raw, at: position) {
      return (scratch.schema.exactSlots(position), scratch.schema.foldedSlots(position))
    }
    scratch.name.removeAll(keepingCapacity: true)
    _ = unsafe scratch.document.appendString(index, in: record, to: &scratch.name)
    // The pointer is used inside the closure only.
    let (exact, folded) = unsafe scratch.name.withUnsafeBytes { name in
      unsafe (map.exactNames.slots(name), map.foldedNames.slots(name))
    }
    unsafe scratch.schema.set(raw, at: position, exact: exact, folded: folded)
    return (exact, folded)
  }

  /// Warns if two of the object's `count` keys are equal.
  private func countDuplicates(
    _ count: Int, _ record: UnsafeRawBufferPointer, _ batch: inout RecordBatch,
    _ scratch: inout ParserScratch
  ) {
    if count < scratch.schema.count { scratch.schema.truncate(count) }
    let hasDuplicates: Bool
    if let known = scratch.schema.hasDuplicates {
      hasDuplicates = known
    } else {
      hasDuplicates = unsafe scratch.document.hasDuplicateKeys(0, in: record)
      scratch.schema.settle(hasDuplicates: hasDuplicates)
    }
    if hasDuplicates { batch.warnings[.duplicateKey] += 1 }
  }

  /// Copies a value into the batch.
  private func take(
    _ index: Int, _ record: UnsafeRawBufferPointer, _ batch: inout RecordBatch,
    _ scratch: inout ParserScratch
  ) -> CellValue {
    let start = batch.bytes.count
    var value = CellValue()
    switch scratch.document.kind(index) {
    case .null: value.kind = .null
    case .string, .key:
      value.kind = .text
      value.isRepaired = unsafe scratch.document.appendString(
        index, in: record, to: &batch.bytes)
    case .number:
      value.kind = .number
      unsafe batch.bytes.append(contentsOf: scratch.document.rawBytes(index, in: record))
    case .true, .false:
      value.kind = .boolean
      unsafe batch.bytes.append(contentsOf: scratch.document.rawBytes(index, in: record))
    case .object, .array: value.kind = .compound
    }
    value.range = ByteRange(start, batch.bytes.count)
    return value
  }

  private static func name(_ kind: JSONNode.Kind) -> String {
    switch kind {
    case .null: "null"
    case .false, .true: "a boolean"
    case .number: "a number"
    case .string, .key: "a string"
    case .object: "an object"
    case .array: "an array"
    }
  }

  /// A later value of the same column takes the place of an earlier one.
  func fill(_ slot: Int, _ value: CellValue, _ scratch: inout ParserScratch) {
    if scratch.values[slot].kind == .absent {
      scratch.filled.append(slot)
      scratch.targets |= 1 << UInt32(map.slots[slot].target.rawValue)
    }
    scratch.values[slot] = value
  }

  /// A whole text is a record with one field, the first text name.
  func parseText(
    _ record: UnsafeRawBufferPointer, _ place: RecordPlace, _ batch: inout RecordBatch,
    _ scratch: inout ParserScratch
  ) {
    let start = batch.bytes.count
    let isRepaired = unsafe UTF8Repair.append(record, to: &batch.bytes)
    if isRepaired, options.strictEncoding {
      batch.bytes.removeSubrange(start...)
      return unsafe rejectEncoding(record, place, .empty, &batch)
    }
    if let slot = map.slotsByTarget[Int(Target.text.rawValue)].first {
      let value = CellValue(
        kind: .text, range: ByteRange(start, batch.bytes.count), isRepaired: isRepaired)
      fill(slot, value, &scratch)
    }
    unsafe assemble(record, place, start, &batch, &scratch)
  }

  private func rejectEncoding(
    _ record: UnsafeRawBufferPointer, _ place: RecordPlace, _ id: ByteRange,
    _ batch: inout RecordBatch
  ) {
    let valid = unsafe UTF8Repair.validPrefixLength(record)
    unsafe reject(
      .badEncoding, "byte \(valid): expected well-formed UTF-8", record, place, id, &batch)
  }

  /// A row with fewer cells than columns lacks the last ones; one with more is refused unless they
  /// are empty, since its text may be cut.
  func parseRow(
    _ record: UnsafeRawBufferPointer, _ extent: RawBatch.Extent, _ raw: RawBatch,
    _ place: RecordPlace, _ batch: inout RecordBatch, _ scratch: inout ParserScratch
  ) {
    let cells = extent.cells.clamped(to: 0..<raw.cellEnds.count)
    let columns = raw.columns.slots
    if options.strictEncoding, unsafe !UTF8Repair.isValid(record) {
      return unsafe rejectEncoding(record, place, .empty, &batch)
    }
    let start = batch.bytes.count
    // The pointer is used inside the closure only.
    let isWhole = unsafe raw.cells.withUnsafeBytes { bytes in
      var first = cells.lowerBound == 0 ? 0 : Int(raw.cellEnds[cells.lowerBound - 1])
      for (column, cell) in cells.enumerated() {
        let end = Int(raw.cellEnds[cell])
        defer { first = end }
        if column >= columns.count {
          if end > first { return false }
        } else if !columns[column].isEmpty {
          // Ends ascend and the last is the buffer's count.
          let text = unsafe UnsafeRawBufferPointer(rebasing: bytes[first..<end])
          let value = unsafe takeCell(text, &batch)
          for slot in columns[column] { fill(slot, value, &scratch) }
        }
      }
      return true
    }
    guard isWhole else {
      clear(&scratch)
      batch.bytes.removeSubrange(start...)
      let detail = "expected \(columns.count) cells, found \(cells.count)"
      return unsafe reject(.badCSV, detail, record, place, .empty, &batch)
    }
    unsafe assemble(record, place, start, &batch, &scratch)
  }

  private func takeCell(
    _ text: UnsafeRawBufferPointer, _ batch: inout RecordBatch
  ) -> CellValue {
    let start = batch.bytes.count
    let isRepaired = unsafe UTF8Repair.append(text, to: &batch.bytes)
    return CellValue(
      kind: .text, range: ByteRange(start, batch.bytes.count), isRepaired: isRepaired)
  }

  func clear(_ scratch: inout ParserScratch) {
    for slot in scratch.filled { scratch.values[slot] = CellValue() }
    scratch.filled.removeAll(keepingCapacity: true)
    scratch.targets = 0
  }
}
