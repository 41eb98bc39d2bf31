package import EarshotIngest
package import EarshotInsight
package import EarshotLexicon
package import EarshotReport
package import EarshotText

/// Why a verb ended without doing its job, with its exit code (contract, section 1).
package enum Failure: Error, CustomStringConvertible {
  case usage(String)
  case lexicon(LexiconError)
  /// Configuration, or runs that do not fit together.
  case configuration(String)
  case ingest(IngestError)
  case insight(InsightError)
  case output(OutputError)
  case text(TextError)
  /// An input that a run names is gone or has changed.
  case missingInput(String)
  case interrupted(signal: Int32)

  package var exitCode: Int32 {
    switch self {
    case .usage: 2
    case .lexicon, .configuration, .text: 3
    case .ingest(let error): error.code == .map || error.code == .option ? 2 : 4
    case .missingInput: 4
    case .insight(let error):
      switch error {
      case .output: 5
      case .input, .damaged: 4
      }
    case .output: 5
    case .interrupted(let signal): 128 + signal
    }
  }

  package var description: String {
    switch self {
    case .usage(let message), .configuration(let message), .missingInput(let message): message
    case .lexicon(let error): error.description
    case .ingest(let error): error.description
    case .insight(let error): error.description
    case .output(let error): error.description
    case .text(let error): error.description
    case .interrupted: "stopped"
    }
  }
}
