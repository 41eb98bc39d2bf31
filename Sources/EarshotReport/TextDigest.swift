/// Renders a digest as plain text for a terminal: the table that `run` prints.
package struct TextDigest: Sendable {
  private let digest: Digest
  private let columns: @Sendable (Unicode.Scalar) -> Int

  /// - Parameter columns: How many columns a terminal gives a scalar: 0, 1 or 2.
  package init(_ digest: Digest, columns: @escaping @Sendable (Unicode.Scalar) -> Int) {
    self.digest = digest
    self.columns = columns
  }

  /// - Parameters:
  ///   - top: Most themes shown.
  ///   - quoted: Most themes with a quote under the table.
  ///   - width: Columns that lines fit into, at least 80.
  package func render(top: Int = 10, quoted: Int = 3, width: Int = 100) -> String {
    let width = max(width, 80)
    var lines = wrap(DigestWords.summary(digest).joined(separator: " "), width, indent: "")
    let themes = Array(digest.themes.prefix(top))
    lines += themeTable(themes, width)
    lines += quotes(of: themes, limit: quoted, width)
    lines += segments(width)
    lines += leftOut(width)
    return lines.joined(separator: "\n") + "\n"
  }

  private func themeTable(_ themes: [Digest.Theme], _ width: Int) -> [String] {
    guard !themes.isEmpty else { return ["", "No theme was found."] }
    let header = [
      "#", "Theme", "Records", "Share", "95%", "Net", "Pos", "Neg", "Mix", "None", "Change",
    ]
    let rows = themes.map { theme in
      let figures = theme.figures
      return [
        "\(theme.rank)", VisibleText.quotation(theme.name), DigestWords.count(figures.n),
        DigestWords.percent(figures.share),
        DigestWords.interval(figures.shareLow, figures.shareHigh), DigestWords.net(figures.net),
        DigestWords.count(figures.positive), DigestWords.count(figures.negative),
        DigestWords.count(figures.mixed), DigestWords.count(figures.none),
        DigestWords.change(theme.change, q: theme.q),
      ]
    }
    let hidden = digest.themes.count - themes.count
    let more = hidden > 0 ? ["  and \(hidden) more in themes.jsonl"] : []
    return [""] + table([header] + rows, width) + more
  }

  /// Aligned cells, two blanks apart; the second column is text and gives way where lines would
  /// be too wide.
  private func table(_ rows: [[String]], _ width: Int) -> [String] {
    var widths = Array(repeating: 0, count: rows.first?.count ?? 0)
    for row in rows {
      for (column, cell) in row.enumerated() { widths[column] = max(widths[column], measure(cell)) }
    }
    let others = widths.reduce(0, +) - widths[1] + 2 * (widths.count - 1)
    widths[1] = max(8, min(widths[1], width - others))
    return rows.map { row in
      row.enumerated().map { column, cell in
        column == 1
          ? pad(fit(cell, widths[1]), widths[1], atStart: false)
          : pad(cell, widths[column], atStart: true)
      }.joined(separator: "  ")
    }
  }

  /// One quote for each of the first themes that have any, no record twice.
  private func quotes(of themes: [Digest.Theme], limit: Int, _ width: Int) -> [String] {
    var lines: [String] = []
    var quoted: Set<String> = []
    for theme in themes where quoted.count < limit {
      guard let quote = firstQuote(of: theme, except: quoted) else { continue }
      quoted.insert(quote.record)
      let text = VisibleText.quotation(DigestWords.cut(quote.text, limit: 280))
      let source = ([quote.record] + (quote.day.map { [$0] } ?? [])).joined(separator: ", ")
      lines += ["", fit(VisibleText.quotation(theme.name), width - 1) + ":"]
      lines += wrap("\u{201C}\(text)\u{201D}", width, indent: "  ")
      lines.append("  " + fit("\u{2014} " + VisibleText.quotation(source), width - 2))
    }
    return lines
  }

  /// A complaint if there is one, else what there is.
  private func firstQuote(of theme: Digest.Theme, except quoted: Set<String>) -> Digest.Quote? {
    for group in Digest.Quote.Group.allCases {
      let quotes = digest.quotes(of: theme.path, group, limit: .max)
      if let quote = quotes.first(where: { !quoted.contains($0.record) }) { return quote }
    }
    return nil
  }

  private func segments(_ width: Int) -> [String] {
    guard !digest.segments.isEmpty else { return [] }
    return ["", "Segments that differ (q below 0.05):"]
      + digest.segments.prefix(5).map { segment in
        let theme = digest.theme(segment.theme)?.name ?? segment.theme
        let line =
          "\(segment.dimension) = \(segment.value): \(theme) \(DigestWords.percent(segment.figures.share))"
          + ", others \(DigestWords.percent(segment.restShare))"
        return "  " + fit(VisibleText.quotation(line), width - 2)
      }
  }

  private func leftOut(_ width: Int) -> [String] {
    let items = DigestWords.leftOut(digest)
    return items.isEmpty ? [] : [""] + items.flatMap { wrap($0, width, indent: "") }
  }
}

extension TextDigest {
  /// Columns of a text; a cluster, such as an emoji with its modifiers, takes at most two.
  private func measure(_ text: String) -> Int {
    text.reduce(0) { $0 + measure($1) }
  }

  private func measure(_ character: Character) -> Int {
    min(2, character.unicodeScalars.reduce(0) { $0 + columns($1) })
  }

  /// The text, cut with an ellipsis where it is wider than `width`.
  private func fit(_ text: String, _ width: Int) -> String {
    guard measure(text) > width else { return text }
    var shown = ""
    var used = 1
    for character in text {
      used += measure(character)
      if used > width { break }
      shown.append(character)
    }
    return shown + "\u{2026}"
  }

  private func pad(_ text: String, _ width: Int, atStart: Bool) -> String {
    let blanks = String(repeating: " ", count: max(0, width - measure(text)))
    return atStart ? blanks + text : text + blanks
  }

  /// Lines of at most `width` columns, broken at blanks, or anywhere in what is too long (also
  /// texts written without blanks).
  private func wrap(_ text: String, _ width: Int, indent: String) -> [String] {
    let room = width - indent.count
    var lines: [String] = []
    var line = ""
    for word in VisibleText.quotation(text).split(separator: " ") {
      if !line.isEmpty, measure(line) + 1 + measure(String(word)) > room {
        lines.append(line)
        line = ""
      }
      if !line.isEmpty { line.append(" ") }
      for character in word {
        if measure(line) + measure(character) > room {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map { indent + $0 }
  }
}
