import Analysis
import ArgumentParser
import CameraFile
import Footage
import Scene

/// `vigie bench`: figures that can be measured anywhere.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure what the agent costs on this machine.",
        subcommands: [BenchDecodeCommand.self, BenchKernelsCommand.self])
}

/// `vigie bench decode`: the whole agent against a bare decode of the same file.
struct BenchDecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Compare the CPU time of the whole agent with that of a bare one-thread decode.",
        discussion: """
            Both read the same file in one process, alternating; the ratio is that of the medians.

              vigie bench decode market-1080p.mp4 --runs 5
            """)

    @Argument(help: "A video file.")
    var source: String

    @Option(help: ArgumentHelp("The camera file (default: one zone, every detector).", valueName: "file"))
    var cameraFile: String?

    @Option(help: "Runs of each.")
    var runs = 3

    @Flag(help: "Print the figures and errors as JSON.")
    var json = false

    func validate() throws {
        guard (1...99).contains(runs) else { throw ValidationError("--runs must be from 1 to 99.") }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) {
            let configuration = try cameraFile.map { try CameraFile.load(path: $0) } ?? .uncalibrated
            let benchmark = DecodeBenchmark(path: source, configuration: configuration, stop: Interruption.stop)
            let figures = try benchmark.run(pairs: runs)
            print(json ? figures.line : figures.text)
        }
    }
}
