/// Renders a digest as GitHub-flavoured Markdown.
package struct MarkdownDigest: Sendable {
  private let digest: Digest

  package init(_ digest: Digest) { self.digest = digest }

  /// - Parameters:
  ///   - top: Most themes shown.
  ///   - quoted: Most themes with quotes under them.
  package func render(top: Int = 30, quoted: Int = 10) -> String {
    var lines = ["# What customers say", ""]
    lines.append(Self.escape(DigestWords.summary(digest).joined(separator: " ")))
    let themes = Array(digest.themes.prefix(top))
    lines += themeTable(themes)
    for theme in themes.prefix(quoted) { lines += quotes(of: theme) }
    lines += segmentTable(limit: top)
    lines += leftOut()
    return lines.joined(separator: "\n") + "\n"
  }

  private func themeTable(_ themes: [Digest.Theme]) -> [String] {
    guard !themes.isEmpty else { return ["", "No theme was found."] }
    let header = [
      "#", "Theme", "Records", "Share", "95%", "Net", "Positive", "Negative", "Mixed", "Neutral",
      "No evidence", "Change",
    ]
    var lines = ["", "## Themes", "", Self.row(header)]
    lines.append("| ---: | --- |" + String(repeating: " ---: |", count: header.count - 2))
    for theme in themes {
      let figures = theme.figures
      lines.append(
        Self.row([
          "\(theme.rank)", Self.escape(theme.name), DigestWords.count(figures.n),
          DigestWords.percent(figures.share),
          DigestWords.interval(figures.shareLow, figures.shareHigh),
          DigestWords.net(figures.net), DigestWords.count(figures.positive),
          DigestWords.count(figures.negative), DigestWords.count(figures.mixed),
          DigestWords.count(figures.neutral), DigestWords.count(figures.none),
          Self.figure(DigestWords.change(theme.change, q: theme.q)),
        ]))
    }
    let hidden = digest.themes.count - themes.count
    lines += ["", Self.escape(DigestWords.legend)]
    if hidden > 0 { lines += ["", "\(hidden) more in themes.jsonl."] }
    return lines
  }

  private func quotes(of theme: Digest.Theme) -> [String] {
    guard digest.quotes.contains(where: { $0.theme == theme.path }) else { return [] }
    var title = "### \(theme.rank). \(Self.escape(theme.name))"
    if theme.label != nil { title += " (\(Self.escape(theme.path)))" }
    var lines = ["", title]
    if let owner = theme.owner { lines += ["", "Owner: \(Self.escape(owner))"] }
    for group in Digest.Quote.Group.allCases {
      let quotes = digest.quotes(of: theme.path, group, limit: 3)
      if !quotes.isEmpty { lines += ["", "**\(DigestWords.heading(group))**"] }
      for quote in quotes { lines += quotation(quote) }
    }
    return lines
  }

  private func quotation(_ quote: Digest.Quote) -> [String] {
    let text = VisibleText.quotation(DigestWords.cut(quote.text, limit: 2000))
    var source = [quote.record] + (quote.day.map { [$0] } ?? [])
    source += quote.segments.map { "\($0.dimension) \($0.value)" }
    source.append(quote.why)
    if quote.speaksFor > 1 { source.append("speaks for \(DigestWords.count(quote.speaksFor))") }
    return [
      "", "> \(Self.escape(text))", ">",
      "> \u{2014} \(Self.escape(source.joined(separator: ", ")))",
    ]
  }

  private func segmentTable(limit: Int) -> [String] {
    guard !digest.segments.isEmpty else { return [] }
    var lines = ["", "## Segments that differ", ""]
    lines.append(Self.row(["Theme", "Segment", "Records", "Share", "Others", "Difference"]))
    lines.append("| --- | --- | ---: | ---: | ---: | ---: |")
    for segment in digest.segments.prefix(limit) {
      let theme = digest.theme(segment.theme)?.name ?? segment.theme
      lines.append(
        Self.row([
          Self.escape(theme), Self.escape("\(segment.dimension) = \(segment.value)"),
          DigestWords.count(segment.figures.n), DigestWords.percent(segment.figures.share),
          DigestWords.percent(segment.restShare),
          DigestWords.change(segment.difference, q: nil),
        ]))
    }
    lines += [
      "", "Shares against all other records; only differences with q below 0.05, in points.",
    ]
    return lines
  }

  private func leftOut() -> [String] {
    let items = DigestWords.leftOut(digest)
    guard !items.isEmpty else { return [] }
    return ["", "## What was not used", ""] + items.map { "- \(Self.escape($0))" }
  }
}

extension MarkdownDigest {
  private static func row(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |"
  }

  /// A figure of ours in a cell: only the mark of a sure change could be taken for markup.
  private static func figure(_ text: String) -> String {
    text.hasSuffix("*") ? text.dropLast() + "\\*" : text
  }

  /// Text that Markdown shows as it is: on one line, without markup, HTML, links, mentions of
  /// accounts or emoji codes.
  static func escape(_ text: String) -> String {
    let scalars = Array(VisibleText.quotation(text).unicodeScalars)
    var escaped = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if isMarkup(scalar, index, scalars) { escaped.append("\\") }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  private static func isMarkup(
    _ scalar: Unicode.Scalar, _ index: Int, _ scalars: [Unicode.Scalar]
  ) -> Bool {
    let next = index + 1 < scalars.count ? scalars[index + 1] : " "
    switch scalar {
    case "\\", "`", "*", "_", "{", "}", "[", "]", "<", ">", "#", "|", "~", "&", "$", "@":
      return true
    case ":":
      // Web addresses and emoji codes.
      return next != " "
    case ".", ")":
      // Ordered lists, and addresses that begin with www.
      let before = scalars[..<index]
      if next == " " { return before.allSatisfy { ("0"..."9").contains($0) } }
      return before.count >= 3 && before.suffix(3).allSatisfy { $0 == "w" || $0 == "W" }
    case "-", "+", "=":
      return index == 0
    default: return false
    }
  }
}
