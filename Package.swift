// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order in which data flows: a record enters at the top and leaves at the
// bottom. A stage knows the model's plain values, not its siblings; they meet in `Earshot`.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

func floor(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name)] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "earshot",
  products: [
    .executable(name: "earshot", targets: ["EarshotCLI"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // Floor 0: C libraries behind headers of our own, and the data compiled into the binary.
    .target(
      name: "CICU", linkerSettings: [.linkedLibrary("icuuc"), .linkedLibrary("icui18n")]),
    .target(name: "CStemmer", linkerSettings: [.linkedLibrary("stemmer")]),
    .target(
      name: "CCompression", linkerSettings: [.linkedLibrary("z"), .linkedLibrary("zstd")]),
    .target(name: "CLexiconData", exclude: ["lexicons", "language-model"]),

    // Floor 1: values, formats, numbers.
    floor("EarshotModel"),
    floor("EarshotFormats"),
    floor("EarshotStatistics"),

    // Floor 2: the stages.
    floor("EarshotIngest", ["EarshotModel", "EarshotFormats", "CCompression", "CICU"]),
    floor("EarshotText", ["EarshotModel", "CICU", "CStemmer", "CLexiconData"]),
    floor("EarshotLexicon", ["EarshotModel", "EarshotFormats", "EarshotText", "CLexiconData"]),
    floor(
      "EarshotTagging", ["EarshotModel", "EarshotFormats", "EarshotText", "EarshotLexicon"]),
    floor("EarshotPrivacy", ["EarshotModel"]),
    floor("EarshotInsight", ["EarshotModel", "EarshotStatistics"]),
    floor("EarshotReport", ["EarshotModel", "EarshotFormats"]),

    // Floors 3 and 4: the pipeline and the command.
    floor(
      "Earshot",
      [
        "EarshotModel", "EarshotFormats", "EarshotIngest", "EarshotText", "EarshotLexicon",
        "EarshotTagging", "EarshotPrivacy", "EarshotInsight", "EarshotReport", "CLexiconData",
      ]),
    .executableTarget(
      name: "EarshotCLI",
      dependencies: [
        "Earshot", "EarshotIngest", "EarshotReport",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    tests("EarshotModel"),
    tests("EarshotFormats"),
    tests("EarshotStatistics"),
    tests("EarshotIngest", ["EarshotModel", "EarshotFormats"]),
    tests("EarshotText", ["EarshotModel", "CLexiconData"]),
    tests("EarshotLexicon", ["EarshotModel", "EarshotText"]),
    tests("EarshotTagging", ["EarshotModel", "EarshotText", "EarshotLexicon"]),
    tests("EarshotPrivacy", ["EarshotModel"]),
    tests("EarshotInsight", ["EarshotModel", "EarshotStatistics"]),
    tests("EarshotCLI"),
    tests("EarshotReport", ["EarshotModel", "EarshotFormats"]),
  ],
  cLanguageStandard: .c2x
)
