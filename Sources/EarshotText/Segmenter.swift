internal import CICU

/// Boundaries as ICU sees them, over UTF-8 with byte offsets.
///
/// One segmenter serves one thread. ICU's dictionaries load on first use and change how later texts
/// are cut (a run that begins with U+30FC or U+FF70 is segmented differently once any Japanese
/// text was met), so `warm()` must be called once a process before any segmenter works.
@safe
package struct Segmenter: ~Copyable {
  private let icu: OpaquePointer
  /// Stops of the last segmentation: byte offsets, ascending, the last being the text's length.
  package private(set) var stops: [Int32] = []
  /// ICU's word status divided by 100, parallel to `stops` after `words`: 0 none, 1 number,
  /// 2 letter, 3 kana, 4 ideograph.
  package private(set) var classes: [UInt8] = []
  /// Number of segments that the last call found; `stops` may be longer.
  package private(set) var count = 0

  package init() throws(TextError) {
    guard let icu = unsafe earshot_icu_open() else { throw TextError.icuUnavailable }
    unsafe self.icu = icu
  }

  deinit { unsafe earshot_icu_close(icu) }

  /// Loads ICU's dictionaries, so that no segmentation depends on those before it.
  package static func warm() throws(TextError) {
    var segmenter = try Segmenter()
    for sample in ["たっ", "ภาษาไทย", "ພາສາລາວ", "ភាសាខ្មែរ", "မြန်မာ"] {
      let bytes = Array(sample.utf8)
      segmenter.setText(bytes.span)
      segmenter.words()
    }
  }

  /// Takes in a valid UTF-8 text of less than 2 GiB; the calls below speak of it.
  package mutating func setText(_ text: Span<UInt8>) {
    count = 0
    if stops.count < text.count {
      let room = max(text.count, 4096)
      stops = Array(repeating: 0, count: room)
      classes = Array(repeating: 0, count: room)
    }
    // The C side copies the text before this call returns.
    unsafe text.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress {
        _ = unsafe earshot_icu_set_text(icu, base, Int32(bytes.count))
      }
    }
    textLength = text.count
  }

  /// Word segments (UAX #29 as ICU implements it, dictionaries for scripts without spaces).
  package mutating func words() {
    unsafe run { icu, stops, classes in unsafe earshot_icu_words(icu, stops, classes) }
  }

  package mutating func sentences() {
    unsafe run { icu, stops, _ in unsafe earshot_icu_sentences(icu, stops) }
  }

  package mutating func graphemes() {
    unsafe run { icu, stops, _ in unsafe earshot_icu_graphemes(icu, stops) }
  }

  private var textLength = 0

  private mutating func run(
    _ walk: (OpaquePointer, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<UInt8>) -> Int32
  ) {
    guard textLength > 0 else {
      count = 0
      return
    }
    let icu = unsafe icu
    // Both buffers hold at least one entry a byte, which `CICU.h` asks for.
    let found = unsafe stops.withUnsafeMutableBufferPointer { stops in
      unsafe classes.withUnsafeMutableBufferPointer { classes -> Int32 in
        guard let stop = stops.baseAddress, let status = classes.baseAddress else { return -1 }
        return unsafe walk(icu, stop, status)
      }
    }
    if found > 0 {
      count = Int(found)
    } else {
      // ICU ran out of memory: the whole text as one segment loses nothing.
      stops[0] = Int32(textLength)
      classes[0] = 0
      count = 1
    }
  }
}

/// What keeps the text engine from starting.
package enum TextError: Error, CustomStringConvertible {
  case icuUnavailable
  case damagedLanguageModel(String)

  package var description: String {
    switch self {
    case .icuUnavailable:
      "ICU did not open its break iterators; install libicu72 (Debian) and try again"
    case .damagedLanguageModel(let detail):
      "the built-in language model is damaged: \(detail)"
    }
  }
}
