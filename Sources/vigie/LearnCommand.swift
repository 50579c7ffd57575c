import Analysis
import ArgumentParser
import Detectors
import Events
import Foundation
import Scene

/// `vigie learn`: what is normal in front of one camera.
struct LearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Learn from footage what is normal in front of one camera.",
        discussion: """
            Give footage without anything unusual, several files if need be: what is learnt adds up.

              vigie learn monday.mp4 tuesday.mp4 --camera-file cam-1.yaml --out cam-1.model

            An anomaly that is normal here is taught to the model by its event: what led to it will not again.

              vigie learn --camera-file cam-1.yaml --model cam-1.model --normal event.json --out cam-1.model
            """)

    @Argument(help: "Footage of one camera, in any number of sources.")
    var sources: [String] = []

    @Option(help: ArgumentHelp("The model to teach --normal to.", valueName: "file"))
    var model: String?

    @Option(help: ArgumentHelp("An anomaly_flow event that an operator called normal here.", valueName: "event"))
    var normal: [String] = []

    @Option(help: ArgumentHelp("The model to write; an existing one is replaced.", valueName: "file"))
    var out: String

    @OptionGroup var options: SourceOptions

    @Flag(help: "Print the summary and errors as JSON.")
    var json = false

    func validate() throws {
        guard normal.isEmpty else {
            guard model != nil, sources.isEmpty else {
                throw ValidationError("--normal teaches a model that is there: give --model, and no footage.")
            }
            return
        }
        guard model == nil else { throw ValidationError("--model goes with --normal.") }
        guard !sources.isEmpty else { throw ValidationError("Give footage to learn from.") }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) { try normal.isEmpty ? learn() : accept() }
    }

    private func accept() throws {
        let configuration = try options.configuration()
        var taught = try CameraModel.read(path: model ?? "", cameraID: configuration.cameraID)
        for path in normal {
            for record in try EventFile.read(path) {
                guard case .event(let event) = record.report.payload, event.phase != .end else { continue }
                guard record.report.cameraID == configuration.cameraID,
                    taught.accept(event, calibration: configuration.calibration)
                else {
                    throw CommandFailure(
                        code: "E-EVT-004", message: "is no anomaly of camera \(configuration.cameraID) to learn from",
                        place: path, remedy: "Give anomaly_flow events of this camera.", exitCode: 65)
                }
            }
        }
        try taught.write(path: out)
        StandardError.write("\(out): what was called normal is learnt")
    }

    private func learn() throws {
        let configuration = try options.configuration()
        var learning = Learning(configuration: configuration)
        defer { StandardError.endProgress() }
        for source in sources {
            try learning.learn(from: options.open(source, plan: configuration.decodePlan)) {
                StandardError.progress("\(source): \($0.sentence)")
            }
        }
        let summary = try learning.save(to: out)
        StandardError.endProgress()
        if json { print(summary.line) } else { StandardError.write("\(out): \(summary.sentence)") }
    }
}
