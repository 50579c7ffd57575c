import Analysis
import ArgumentParser
import CameraFile
import Footage
import Scene

/// `vigie bench decode`: the whole agent, by decode policy, against a bare decode of the same file.
struct BenchDecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Compare the CPU time of the whole agent with that of a bare one-thread decode.",
        discussion: """
            Both read the same file in one process, turn by turn; each ratio is that of the medians. The memory is that \
            of the vigie-agent beside this program, on the same file for ten seconds.

              vigie bench decode market-1080p.mp4
              vigie bench decode market-1080p.mp4 --decode auto --runs 5 --json
            """)

    @Argument(help: "A video file.")
    var source: String

    @Option(help: ArgumentHelp("The camera file (default: one zone, every detector).", valueName: "file"))
    var cameraFile: String?

    @Option(help: "Only this decode policy: full, economy, keyframes or auto (default: all of them).")
    var decode: DecodePolicy?

    @Option(help: "Runs of each.")
    var runs = 3

    @Flag(help: "Do not start a vigie-agent to measure its memory.")
    var skipMemory = false

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
            let policies = decode.map { [$0] } ?? DecodePolicy.allCases
            var figures = try benchmark.run(policies: policies, rounds: runs)
            if !skipMemory, let last = policies.last {
                figures.residentBytes = try AgentMemory(source: source, decode: last).peakBytes()
            }
            print(json ? figures.line : figures.text)
        }
    }
}
