import EarshotModel
import Testing

private func day(_ year: Int, _ month: Int, _ dayOfMonth: Int) -> Int32 {
  CivilDay.day(year: year, month: month, dayOfMonth: dayOfMonth) ?? .min
}

@Test func daysAndDatesAgreeOverFourCenturies() {
  var expected = day(1800, 1, 1)
  for year in 1800..<2200 {
    for month in 1...12 {
      for dayOfMonth in 1...CivilDay.daysInMonth(year: year, month: month) {
        #expect(day(year, month, dayOfMonth) == expected)
        let date = CivilDay.date(expected)
        #expect(date == (year, month, dayOfMonth))
        expected += 1
      }
    }
  }
  #expect(day(1970, 1, 1) == 0)
  #expect(CivilDay.day(year: 2024, month: 2, dayOfMonth: 30) == nil)
}

@Test(arguments: [
  (2026, 11, 22, "2026-W47"), (2026, 1, 1, "2026-W01"), (2027, 1, 1, "2026-W53"),
  (2024, 12, 30, "2025-W01"), (1969, 12, 29, "1970-W01"), (2021, 1, 3, "2020-W53"),
])
func weeksAreISO(_ year: Int, _ month: Int, _ dayOfMonth: Int, _ text: String) {
  #expect(Period(.week, containing: day(year, month, dayOfMonth)).text == text)
}

@Test(arguments: PeriodLength.allCases)
func periodsTileTheDays(_ length: PeriodLength) {
  for day in stride(from: Int32(-2000), to: 30_000, by: 13) {
    let period = Period(length, containing: day)
    #expect(period.firstDay <= day && day <= period.lastDay)
    #expect(Period(length, containing: period.firstDay) == period)
    #expect(Period(length, containing: period.lastDay + 1).ordinal == period.ordinal + 1)
  }
}

@Test func textsOfPeriods() {
  let date = day(2026, 11, 22)
  #expect(
    PeriodLength.allCases.map { Period($0, containing: date).text } == [
      "2026-11-22", "2026-W47", "2026-11", "2026-Q4", "2026",
    ])
  #expect(CivilDay.timeText(1_795_340_096) == "2026-11-22T09:34:56Z")
}
