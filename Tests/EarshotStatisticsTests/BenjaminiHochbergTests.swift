import EarshotStatistics
import Testing

@Suite struct BenjaminiHochbergTests {
  private static let golden: [(p: Double, q: Double)] = [
    (0.001, 0.01), (0.008, 0.04), (0.039, 0.084), (0.041, 0.084), (0.042, 0.084), (0.06, 0.1),
    (0.074, 0.105714), (0.205, 0.216), (0.212, 0.216), (0.216, 0.216),
  ]

  @Test func valuesAreTheGoldenOnesInAnyOrder() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<50 {
      let tests = Self.golden.shuffled(using: &generator)
      let qValues = BenjaminiHochberg.qValues(tests.map(\.p))
      #expect(qValues.count == tests.count)
      for (q, test) in zip(qValues, tests) { #expect(isGolden(q, test.q)) }
    }
  }

  @Test(arguments: references)
  func valuesAgreeWithScipy(pValues: [Double], expected: [Double]) {
    let qValues = BenjaminiHochberg.qValues(pValues)
    #expect(qValues.count == expected.count)
    for (q, reference) in zip(qValues, expected) { #expect(isClose(q, reference)) }
  }

  @Test func missingAndImpossibleValuesAreNoTests() {
    let gaps: [Double?] = [nil, 0.01, .nan, 0.04, -0.1, nil, 0.03, 1.5, .infinity]
    let expected: [Double?] = [nil, 0.03, nil, 0.04, nil, nil, 0.04, nil, nil]
    let qValues = BenjaminiHochberg.qValues(gaps)
    for (q, reference) in zip(qValues, expected) {
      #expect((q == nil) == (reference == nil))
      if let reference { #expect(isClose(q, reference)) }
    }
  }

  @Test(arguments: [[], [nil], [nil, nil]] as [[Double?]])
  func withoutTestsThereAreNoValues(pValues: [Double?]) {
    #expect(BenjaminiHochberg.qValues(pValues) == pValues)
  }

  @Test func certaintiesStay() {
    #expect(BenjaminiHochberg.qValues([0, 1, 1]) == [0, 1, 1])
  }
}

/// `scipy.stats.false_discovery_control(p)`, scipy 1.17.1.
private let references: [([Double], [Double])] = [
  (
    [
      0.6837
    ],
    [
      0.6837
    ]
  ),
  (
    [
      0.617, 0.07747,
    ],
    [
      0.617, 0.15494,
    ]
  ),
  (
    [
      0.03652, 0.6212, 0.01247,
    ],
    [
      0.054779999999999995, 0.6212, 0.03741,
    ]
  ),
  (
    [
      0.04, 0.04, 0.01, 0.01,
    ],
    [
      0.04, 0.04, 0.02, 0.02,
    ]
  ),
  (
    [
      0.7672, 0.3117, 0.9363, 0.2896, 0.5512,
    ],
    [
      0.9363, 0.77925, 0.9363, 0.77925, 0.9186666666666667,
    ]
  ),
  (
    [
      0.982, 0.2098, 0.07461, 0.002848, 0.9527, 0.2197,
    ],
    [
      0.982, 0.32955, 0.22382999999999997, 0.017088, 0.982, 0.32955,
    ]
  ),
  (
    [
      0.6975, 0.01239, 0.3941, 4.629e-08, 0.3166, 0.302, 0.07209, 0.03158,
    ],
    [
      0.6975, 0.04956, 0.45039999999999997, 3.7032e-07, 0.4221333333333333, 0.4221333333333333,
      0.14418, 0.08421333333333332,
    ]
  ),
  (
    [
      5.281e-09
    ],
    [
      5.281e-09
    ]
  ),
  (
    [
      0.8391, 0.9399,
    ],
    [
      0.9399, 0.9399,
    ]
  ),
  (
    [
      0.3625, 0.2532, 0.3929,
    ],
    [
      0.3929, 0.3929, 0.3929,
    ]
  ),
  (
    [
      0.04693, 0.7557, 0.2806, 0.5815,
    ],
    [
      0.18772, 0.7557, 0.5612, 0.7557,
    ]
  ),
  (
    [
      0.635, 0.0155, 0.08302, 0.006843, 0.484,
    ],
    [
      0.635, 0.03875, 0.13836666666666667, 0.034215, 0.605,
    ]
  ),
  (
    [
      0.6914, 0.9134, 0.7196, 0.8134, 0.4509, 0.2677,
    ],
    [
      0.9134, 0.9134, 0.9134, 0.9134, 0.9134, 0.9134,
    ]
  ),
  (
    [
      0.4856, 0.004979, 0.04059, 0.01673, 0.4062, 0.02723, 0.1197, 0.0004248,
    ],
    [
      0.4856, 0.019916, 0.064944, 0.044613333333333324, 0.46422857142857143, 0.05446, 0.1596,
      0.0033984,
    ]
  ),
  (
    [
      0.1667
    ],
    [
      0.1667
    ]
  ),
  (
    [
      0.7443, 0.4274,
    ],
    [
      0.7443, 0.7443,
    ]
  ),
  (
    [
      0.2441, 0.342, 0.03255,
    ],
    [
      0.342, 0.342, 0.09765000000000001,
    ]
  ),
  (
    [
      0.2584, 0.6985, 0.3828, 0.05353,
    ],
    [
      0.5104, 0.6985, 0.5104, 0.21412,
    ]
  ),
  (
    [
      0.4254, 0.02137, 0.1259, 0.0926, 0.05687,
    ],
    [
      0.4254, 0.10685, 0.15737500000000001, 0.15433333333333335, 0.142175,
    ]
  ),
  (
    [
      0.08053, 0.8487, 0.00206, 0.3572, 0.9078, 5.705e-12,
    ],
    [
      0.16106, 0.9078, 0.006180000000000001, 0.5358, 0.9078, 3.4229999999999994e-11,
    ]
  ),
]
