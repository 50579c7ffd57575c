import ArgumentParser
import ServiceLog

/// `vigie-fusion`: receives what the gateways send, stores it, merges it with other data, serves the API and the page.
@main struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vigie-fusion",
        abstract: "Receives, stores and merges what the gateways send; serves the API and the page.",
        subcommands: [Serve.self, Key.self, Enrol.self, Query.self])

    static func main() async {
        JSONLineLogHandler.bootstrap()
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            end(with: error)
        }
    }
}
