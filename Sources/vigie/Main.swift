import ArgumentParser

@main struct Program: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "vigie", subcommands: [Check.self, SceneCommand.self])
}
