import ArgumentParser
import Earshot

/// The command: flags, messages, exit code.
@main
struct EarshotCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "earshot",
    abstract: "Hear what customers say, and why: themes, sentiment and quotes from feedback dumps.",
    discussion: """
      earshot reads feedback (JSON lines, JSON, CSV, TSV, text; plain, gzip or zstd), tags themes \
      and sentiment with lexicon files, and writes JSON-lines files in which every number opens \
      onto the customers' own words.

      Start with:  earshot run -o OUT FILE...
      """,
    version: Version.text,
    subcommands: [
      RunCommand.self, TagCommand.self, MergeCommand.self, DigestCommand.self,
      ExplainCommand.self, LintCommand.self, SchemaCommand.self,
    ])

  static func main() async {
    Signals.install()
    do {
      let arguments = try ConfigurationFile.expand(Array(CommandLine.arguments.dropFirst()))
      var command = try parseAsRoot(arguments)
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Console.fail(failure)
    } catch {
      // Usage errors, --help and --version are the argument parser's own to print.
      let code = exitCode(for: error)
      if code == .success || code == .failure { exit(withError: error) }
      Console.error(fullMessage(for: error))
      exit(withError: ExitCode(code == .validationFailure ? 2 : code.rawValue))
    }
  }
}
