package import EarshotModel

extension InsightReport {
  /// trends.jsonl, row by row: each theme with records, in each period from the run's first to its
  /// last; periods without records have rows of zeros. Records without a day are in none. Errors
  /// of `body` are passed on.
  package mutating func trends(_ body: (TrendRow) throws -> Void) throws {
    guard let length = survey.periodLength, let span = survey.span,
      let scope = GroupScope.periods.first(where: { $0.1 == length })?.0
    else { return }
    let first = Period(length, containing: span.lowerBound).ordinal
    let last = Period(length, containing: span.upperBound).ordinal
    var lookup = try SortedLookup(state)
    var pass = try CountsPass(state)
    var hasCell = try pass.advance()
    for theme in survey.themes.indices where survey.themes[theme].n > 0 {
      let number = UInt32(theme) + 1
      while hasCell, pass.address.theme < number {
        try pass.skipSection()
        hasCell = try pass.advance()
      }
      for ordinal in first...last {
        let period = Period(length: length, ordinal: ordinal)
        var counts = Counts()
        while hasCell, pass.address.theme == number, pass.address.isWholeRun {
          if let day = pass.day {
            if day > period.lastDay { break }
            counts.merge(pass.counts)
          }
          hasCell = try pass.advance()
        }
        let group = try lookup.group(theme: number, scope: scope, ordinal: ordinal)
        let measure = try figures.measure(
          counts, base: survey.base(ofPeriod: ordinal), group: group, path: state.path)
        try body(
          TrendRow(
            theme: Int32(theme), period: period, measure: try published(measure, group),
            isComplete: survey.isComplete(period)))
      }
    }
  }
}
