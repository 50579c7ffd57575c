import ArgumentParser
import ServiceLog

/// `vigie-node`: runs the agents of one gateway, keeps what they say and forwards it.
@main struct Program: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "vigie-node",
        abstract: "Runs one agent for each camera of a gateway, keeps what they say and forwards it.",
        subcommands: [Run.self, Key.self, Acknowledge.self], defaultSubcommand: Run.self)

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
