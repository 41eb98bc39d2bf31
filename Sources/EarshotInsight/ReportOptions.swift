package import EarshotModel

/// Which rating stands in the rows.
package enum MetricChoice: Equatable, Sendable {
  /// The metric with most values in the run; ties nps, csat, stars.
  case automatic
  case only(RatingMetric)
  case none
}

/// How a finished tally is reported.
package struct ReportOptions: Sendable {
  /// Nil: `PeriodLength.automatic` for the run's days.
  package var period: PeriodLength?
  package var metric: MetricChoice
  /// Names of the segment columns, for the segments of cited records.
  package var dimensions: [String]
  /// Rows of fewer customers (records, where none is known) than this are suppressed; 0 for none.
  package var kAnonymity: Int

  package init(
    period: PeriodLength? = nil, metric: MetricChoice = .automatic, dimensions: [String] = [],
    kAnonymity: Int = 0
  ) {
    self.period = period
    self.metric = metric
    self.dimensions = dimensions
    self.kAnonymity = kAnonymity
  }
}
