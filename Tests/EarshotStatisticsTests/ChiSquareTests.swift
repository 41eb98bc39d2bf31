import EarshotStatistics
import Testing

@Suite struct ChiSquareTests {
  @Test(arguments: references)
  func probabilitiesAgreeWithScipy(x: Double, degreesOfFreedom: Int, p: Double) {
    #expect(isRelativelyClose(ChiSquare.survival(x, degreesOfFreedom: degreesOfFreedom), p))
  }

  @Test(arguments: [1, 2, 3, 10, 1_000_000])
  func nothingIsCertainAndInfinityImpossible(degreesOfFreedom: Int) {
    #expect(ChiSquare.survival(0, degreesOfFreedom: degreesOfFreedom) == 1)
    #expect(ChiSquare.survival(.infinity, degreesOfFreedom: degreesOfFreedom) == 0)
    #expect(ChiSquare.survival(.nan, degreesOfFreedom: degreesOfFreedom) == nil)
    #expect(ChiSquare.survival(-1, degreesOfFreedom: degreesOfFreedom) == nil)
  }

  @Test(arguments: [0, -1, Int.min])
  func withoutDegreesOfFreedomThereIsNoProbability(degreesOfFreedom: Int) {
    #expect(ChiSquare.survival(1, degreesOfFreedom: degreesOfFreedom) == nil)
  }

  @Test(arguments: [1, 2, 3, 8, 25, 400])
  func probabilityFallsAsTheStatisticGrows(degreesOfFreedom: Int) throws {
    var last = 1.0
    for step in 1...400 {
      let x = Double(step) * Double(degreesOfFreedom) / 100
      let p = try #require(ChiSquare.survival(x, degreesOfFreedom: degreesOfFreedom))
      #expect(p <= last + 1e-13)
      last = p
    }
    #expect(last < 0.05)
  }
}

/// `scipy.stats.chi2.sf(x, df)`, scipy 1.17.1.
private let references: [(Double, Int, Double)] = [
  (0.001, 1, 0.9747728793699604),
  (0.785, 1, 0.37561631080709457),
  (2.075, 1, 0.14972993986627903),
  (0.001, 2, 0.9995001249791693),
  (0.644, 2, 0.7246981903299029),
  (3.665, 2, 0.1600130347306514),
  (1.657, 3, 0.6465356027955205),
  (5.287, 3, 0.15194816913929637),
  (3.54, 4, 0.47182237904638435),
  (11.585, 4, 0.020719480429913464),
  (3.697, 5, 0.5938104699554008),
  (15.328, 5, 0.009049040846600504),
  (6.212, 8, 0.6234980169899578),
  (21.786, 8, 0.005328114557594954),
  (3.326, 11, 0.9856783828605624),
  (38.437, 11, 6.600024488764355e-05),
  (24.714, 30, 0.7388082012399575),
  (82.723, 30, 7.961953129657741e-07),
  (68.139, 101, 0.9950091937802709),
  (317.973, 101, 2.8062332229021115e-24),
  (346.235, 1000, 1.0),
  (3341.971, 1000, 2.1381616308159467e-249),
  (3.841458820694124, 1, 0.04999999999999989),
  (300.0, 1, 3.2943623833139784e-67),
  (900.0, 6, 3.756716019482142e-191),
  (2600.0, 1000, 1.2515331340277311e-142),
]
