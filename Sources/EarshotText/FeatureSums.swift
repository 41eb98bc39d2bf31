/// Sums the model's weights over the features of a text.
struct FeatureSums {
  /// Marks a word's start and end in n-grams and separates words in the scanner's buffer.
  static let edge: UInt16 = 0x20

  /// Every other byte of a row, widened in place to 16 bits.
  @inline(__always)
  fileprivate static var lowBytes: SIMD4<UInt64> { SIMD4(repeating: 0x00FF_00FF_00FF_00FF) }

  /// Units of text between two looks at whether the language is decided.
  private static let stride = 64

  /// Lead of the best language, in nats at the text's temperature, that no more text is read for.
  private static let decisiveLead: Float = 20

  private let model: LanguageModel
  private var pending = Pending()
  private var total = InlineArray<32, UInt32>(repeating: 0)

  /// Sums of the even and of the odd columns of up to 256 rows, 16 bits each: 256 x 255 fits.
  private struct Pending {
    var even = SIMD4<UInt64>(repeating: 0)
    var odd = SIMD4<UInt64>(repeating: 0)
    var count = 0

    @inline(__always)
    mutating func add(_ row: SIMD4<UInt64>) {
      even &+= row & FeatureSums.lowBytes
      odd &+= (row &>> 8) & FeatureSums.lowBytes
      count &+= 1
    }
  }

  init(model: LanguageModel, group: ScriptGroup) {
    self.model = model
    let priors = model.priors(of: group)
    pending.add(priors)
  }

  /// Adds the n-grams and words of a buffer of folded units: an edge, then words of one script
  /// each, an edge after each. Words of other groups are passed over. Stops once one language
  /// leads decisively.
  mutating func add(_ units: UnsafeBufferPointer<UInt16>, of group: ScriptGroup) {
    var position = 1
    var look = Self.stride
    while position < units.count {
      if position >= look {
        if isDecided(letters: position, of: group) { return }
        look += Self.stride
      }
      // The buffer's position is below its count, here and in the loops below.
      let isMember = LetterTable.scoredGroup(unsafe units[position]) == group
      if isMember {
        unsafe addWord(units, from: &position)
      } else {
        while position < units.count, unsafe units[position] != Self.edge { position += 1 }
      }
      position += 1
    }
  }

  /// Whether the best language leads so far that the rest of the text cannot matter.
  private mutating func isDecided(letters: Int, of group: ScriptGroup) -> Bool {
    flush()
    var (best, second) = (UInt32(0), UInt32(0))
    for column in 0..<32 where model.language(column, of: group) != LanguageModel.noLanguage {
      second = max(second, min(best, total[column]))
      best = max(best, total[column])
    }
    let factor = model.unit * model.inverseTemperature(letters: letters)
    return Float(best &- second) * factor > Self.decisiveLead
  }

  /// Adds one word and leaves the position at the edge behind it. A word of 40 letters has at
  /// most 165 features.
  @inline(__always)
  private mutating func addWord(_ units: UnsafeBufferPointer<UInt16>, from position: inout Int) {
    if pending.count > 256 - 165 { flush() }
    // Local copies stay in registers.
    let model = model
    var sums = pending
    let start = position
    var end = position
    var key = UInt64(Self.edge)
    var word: UInt64 = 0x51_7CC1_B727_220A
    while end < units.count {
      let unit = unsafe units[end]
      key = key &<< 16 | UInt64(unit)
      let length = end &- start &+ 2
      if unit >= 0x80, let row = model.row(key & 0xFFFF) { sums.add(row) }
      if let row = model.row(key & 0xFFFF_FFFF) { sums.add(row) }
      if length > 2, let row = model.row(key & 0xFFFF_FFFF_FFFF) { sums.add(row) }
      if length > 3, let row = model.row(key) { sums.add(row) }
      if unit == Self.edge { break }
      word = (word ^ UInt64(unit)) &* 0x0000_0100_0000_01B3
      word ^= word &>> 29
      end &+= 1
    }
    if end &- start >= 3, let row = model.row(word) { sums.add(row) }
    position = end
    pending = sums
  }

  private mutating func flush() {
    for lane in 0..<4 {
      var (even, odd) = (pending.even[lane], pending.odd[lane])
      for pair in 0..<4 {
        total[8 * lane + 2 * pair] &+= UInt32(truncatingIfNeeded: even & 0xFFFF)
        total[8 * lane + 2 * pair + 1] &+= UInt32(truncatingIfNeeded: odd & 0xFFFF)
        even >>= 16
        odd >>= 16
      }
    }
    pending = Pending()
  }

  /// Log-likelihoods, up to a constant, at the temperature of a text of so many letters.
  mutating func scores(letters: Int) -> InlineArray<32, Float> {
    flush()
    let factor = model.unit * model.inverseTemperature(letters: letters)
    var scores = InlineArray<32, Float>(repeating: 0)
    // Relative to one of the sums, so that Float keeps single units of long texts.
    for column in 0..<32 {
      scores[column] = Float(Int32(truncatingIfNeeded: total[column] &- total[0])) * factor
    }
    return scores
  }
}
