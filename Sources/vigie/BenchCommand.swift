import ArgumentParser

/// `vigie bench`: figures that can be measured anywhere.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure what the agent costs on this machine.",
        subcommands: [BenchDecodeCommand.self, BenchKernelsCommand.self])
}
