import Analysis
import ArgumentParser
import Detectors
import Footage
import Foundation
import Scene

/// `vigie analyse`: a source through the whole agent, as fast as it goes.
struct AnalyseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "analyse",
        abstract: "Analyse a video, a folder of pictures or a stream, and print what is seen as JSON Lines.",
        discussion: """
            SOURCE is a video file, an rtsp:// address, a folder of pictures (by name, those with its commonest \
            extension) or a pattern such as frames/seq_%06d.jpg. Without a camera file the whole picture is one zone, nothing is calibrated, and rules \
            run in shadow: nothing alerts.

              vigie analyse market.mp4 --camera-file market.yaml --out market.jsonl
              vigie analyse frames/ --fps 2 --detectors density --out - | grep '"kind":"density"'
            """)

    @Argument(help: "What to analyse.")
    var source: String

    @OptionGroup var options: SourceOptions

    @Option(help: ArgumentHelp("What `vigie learn` wrote for this camera.", valueName: "file"))
    var model: String?

    @Option(help: ArgumentHelp("Some of density,objects,anomaly,integrity (default: all).", valueName: "list"))
    var detectors: String?

    @Option(
        help: ArgumentHelp(
            "How much to decode: full, economy, keyframes or auto (default: what the camera file says, else auto).",
            valueName: "policy"))
    var decode: DecodePolicy?

    @Option(help: ArgumentHelp("Where the lines go; - is standard output.", valueName: "file"))
    var out = "-"

    @Flag(help: "Print the summary and errors as JSON.")
    var json = false

    func validate() throws {
        if let detectors, DetectorKind.parse(list: detectors) == nil {
            let names = DetectorKind.allCases.map(\.rawValue).joined(separator: ",")
            throw ValidationError("--detectors \(detectors): the list may hold \(names).")
        }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) { try analyse() }
    }

    private func analyse() throws {
        var configuration = try options.configuration()
        configuration.decode = decode ?? configuration.decode
        if let network = configuration.density.network?.file {
            StandardError.write("density network \(network.name), terms of its data: \(network.terms)")
        }
        let input = try options.open(source, plan: configuration.decodePlan)
        let output = try LineOutput(path: out)
        var analysis = OfflineAnalysis(
            source: input,
            pipeline: AnalysisPipeline(
                configuration: configuration,
                detectors: detectors.flatMap { DetectorKind.parse(list: $0) } ?? Set(DetectorKind.allCases),
                model: try model.map { try ModelFile(path: $0) }, bootID: "file",
                kernelSet: OfflineAnalysis.anyKernelSet))
        defer { StandardError.endProgress() }
        let summary: AnalysisSummary
        do {
            summary = try analysis.run(write: output.write(line:)) { StandardError.progress($0.sentence) }
        } catch {
            // What was seen before the source broke is still worth having.
            try output.flush()
            throw error
        }
        try output.write(line: summary.line)
        try output.flush()
        StandardError.endProgress()
        report(summary)
        if summary.interrupted { throw ExitCode(Interruption.exitCode) }
    }

    private func report(_ summary: AnalysisSummary) {
        for warning in summary.warnings { StandardError.write(warning) }
        guard json else {
            StandardError.write(summary.sentence)
            return
        }
        // On standard output the summary is the last line already.
        if out != "-" { print(summary.line) }
    }
}
