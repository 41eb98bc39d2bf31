internal import EarshotFormats

/// Figures and sentences as every rendering of a digest words them.
enum DigestWords {
  /// What stands for a figure that is unknown or withheld.
  static let unknown = "\u{2013}"

  /// `12,345`.
  static func count(_ value: Int64?) -> String {
    guard let value else { return unknown }
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return text
  }

  /// `12 records`, `1 record`.
  static func count(_ value: Int64, _ noun: String) -> String {
    "\(count(value)) \(noun)\(value == 1 ? "" : "s")"
  }

  /// A number with one decimal; no sign on zero.
  static func decimal(_ value: Double?) -> String {
    guard let value, value.isFinite else { return unknown }
    var bytes: [UInt8] = []
    DecimalText.append(value, places: 1, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A share as `12.3%`.
  static func percent(_ share: Double?) -> String {
    guard let share else { return unknown }
    return decimal(share * 100) + "%"
  }

  /// Bounds of a share as `11.2-13.6`.
  static func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return unknown }
    return "\(decimal(low * 100))\u{2013}\(decimal(high * 100))"
  }

  /// A number from -100 to 100 without decimals, with its sign: `+12`, `-7`, `0`.
  static func net(_ value: Double?) -> String {
    guard let value, value.isFinite, value.magnitude < 1e9 else { return unknown }
    let rounded = Int(value.rounded(.toNearestOrEven))
    return rounded > 0 ? "+\(rounded)" : "\(rounded)"
  }

  /// A difference of shares in points with its sign, and `*` where q is below 0.05.
  static func change(_ value: Double?, q: Double?) -> String {
    guard let value else { return unknown }
    let text = decimal(value * 100)
    let signed = text.hasPrefix("-") || text == "0.0" ? text : "+" + text
    return signed + ((q ?? 1) < 0.05 ? "*" : "")
  }

  static let legend = """
    Share: of all eligible records, with its 95% interval. Net: 100 (positive - negative) / records \
    with evidence. Change: in points, between the last two complete periods; * = q below 0.05.
    """

  /// The run in plain words, one sentence an element.
  static func summary(_ digest: Digest) -> [String] {
    let overview = digest.overview
    var sentences = [usedRecords(digest.manifest)]
    if let first = overview.firstDay, let last = overview.lastDay {
      let span = first == last ? "They are of \(first)" : "They run from \(first) to \(last)"
      let periods = overview.period.map { " (\(count(overview.periods, $0)))" } ?? ""
      sentences.append(span + periods + ".")
    }
    if !overview.languages.isEmpty { sentences.append(languages(overview.languages)) }
    if let coverage = overview.coverage {
      sentences.append("\(percent(coverage)) of the records speak of at least one theme.")
    }
    if overview.figures.isSuppressed {
      sentences.append("Too few customers stand behind them to publish figures.")
    } else if let sentiment = sentiment(overview.figures) {
      sentences.append(sentiment)
    }
    if let rating = rating(overview) { sentences.append(rating) }
    return sentences
  }

  private static func usedRecords(_ manifest: Manifest) -> String {
    guard manifest.read > 0 else { return "No records were read." }
    let rejected =
      switch manifest.rejected {
      case 0: "none was rejected."
      case 1: "1 was rejected."
      default: "\(count(manifest.rejected)) were rejected."
      }
    return "\(count(manifest.kept)) of \(count(manifest.read, "record")) were used; " + rejected
  }

  private static func languages(_ languages: [NamedCount]) -> String {
    let shown = languages.prefix(5).map { "\($0.name) \(count($0.count))" }
    let more = languages.count - shown.count
    return "Languages: " + shown.joined(separator: ", ")
      + (more > 0 ? " and \(more) more." : ".")
  }

  private static func sentiment(_ figures: Digest.Figures) -> String? {
    guard let positive = figures.positive, let negative = figures.negative,
      let mixed = figures.mixed, let neutral = figures.neutral
    else { return nil }
    let none = count(figures.none)
    guard positive + negative + mixed + neutral > 0 else {
      return "No record shows evidence of sentiment."
    }
    return "Net sentiment is \(net(figures.net)): \(count(positive)) positive, "
      + "\(count(negative)) negative, \(count(mixed)) mixed, \(count(neutral)) neutral; "
      + "\(none) without evidence."
  }

  private static func rating(_ overview: Digest.Overview) -> String? {
    guard let n = overview.ratingCount, n > 0 else { return nil }
    if let nps = overview.nps {
      let interval =
        overview.npsLow.flatMap { low in
          overview.npsHigh.map { " (95%: \(net(low)) to \(net($0)))" }
        } ?? ""
      return "NPS is \(net(nps))\(interval) from \(count(n, "rating"))."
    }
    return overview.ratingMean.map {
      "The mean rating is \(decimal($0)) from \(count(n, "rating"))."
    }
  }

  /// `parse_error 12, empty_text 3`.
  static func counts(_ list: [NamedCount]) -> String {
    list.sorted { $0.count != $1.count ? $0.count > $1.count : $0.name < $1.name }
      .map { "\($0.name) \(count($0.count))" }.joined(separator: ", ")
  }

  /// Sentences on what the figures leave out; empty where nothing is.
  static func leftOut(_ digest: Digest) -> [String] {
    let manifest = digest.manifest
    var items: [String] = []
    if manifest.rejected > 0 {
      items.append("Rejected: \(counts(manifest.reasons)) (rejects.jsonl has each with its place).")
    }
    let unheard = digest.unheardLanguages.map { NamedCount($0.tag, $0.n) }
    if !unheard.isEmpty {
      items.append("Languages in which the lexicon found nothing: \(counts(unheard)).")
    }
    let damaged = manifest.inputs.filter(\.isDamaged).map(\.path)
    if !damaged.isEmpty { items.append("Read in part only: \(damaged.joined(separator: ", ")).") }
    if !manifest.warnings.isEmpty { items.append("Warnings: \(counts(manifest.warnings)).") }
    return items
  }

  static func heading(_ group: Digest.Quote.Group) -> String {
    switch group {
    case .complaint: "Complaints"
    case .praise: "Praise"
    case .question: "Questions"
    case .other: "Also said"
    }
  }

  /// At most `limit` code points, never in the middle of a character, with an ellipsis where cut.
  static func cut(_ text: String, limit: Int) -> String {
    guard text.unicodeScalars.count > limit else { return text }
    var shown = ""
    var length = 0
    for character in text {
      length += character.unicodeScalars.count
      if length > limit { break }
      shown.append(character)
    }
    return shown + "\u{2026}"
  }
}
