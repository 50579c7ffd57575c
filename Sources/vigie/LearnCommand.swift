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

            Events that were confirmed are not normal: give them, and the time from ten seconds before each until its \
            end is left out.

              vigie learn monday.mp4 --camera-file cam-1.yaml --confirmed events.jsonl \
                --recorded-from 2026-11-23T00:00:00Z --out cam-1.model
            """)

    @Argument(help: "Footage of one camera, in any number of sources.")
    var sources: [String] = []

    @Option(help: ArgumentHelp("The model to teach --normal to.", valueName: "file"))
    var model: String?

    @Option(help: ArgumentHelp("An anomaly_flow event that an operator called normal here.", valueName: "event"))
    var normal: [String] = []

    @Option(
        help: ArgumentHelp(
            "Events that an operator confirmed: their time is not learnt from.", valueName: "event"))
    var confirmed: [String] = []

    @Option(
        help: ArgumentHelp(
            "When the recording began (RFC 3339), for confirmed events of the live camera.", valueName: "time"))
    var recordedFrom: String?

    @Option(help: ArgumentHelp("The model to write; an existing one is replaced.", valueName: "file"))
    var out: String

    @OptionGroup var options: SourceOptions

    @Flag(help: "Print the summary and errors as JSON.")
    var json = false

    func validate() throws {
        guard normal.isEmpty else {
            guard model != nil, sources.isEmpty, confirmed.isEmpty else {
                throw ValidationError("--normal teaches a model that is there: give --model, and no footage.")
            }
            return
        }
        guard model == nil else { throw ValidationError("--model goes with --normal.") }
        guard confirmed.isEmpty || sources.count == 1 else {
            throw ValidationError("--confirmed needs one recording: its events are found by their time.")
        }
        guard recordedFrom.map({ Timestamp(rfc3339: $0) != nil }) ?? true else {
            throw ValidationError("--recorded-from must be a time such as 2026-11-23T00:00:00Z.")
        }
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

    private func confirmedTimes(_ configuration: CameraConfiguration) throws -> [ClosedRange<Double>] {
        var times = ConfirmedTimes()
        let start = recordedFrom.flatMap { Timestamp(rfc3339: $0) }
        for path in confirmed {
            for record in try EventFile.read(path) {
                guard case .event(let event) = record.report.payload else { continue }
                guard record.report.cameraID == configuration.cameraID, times.add(event, recordedFrom: start) else {
                    throw CommandFailure(
                        code: "E-EVT-006",
                        message: "is no event of camera \(configuration.cameraID) at a known time of the recording",
                        place: path, remedy: "Give this camera's events; --recorded-from for those seen live.",
                        exitCode: 65)
                }
            }
        }
        return times.ranges
    }

    private func learn() throws {
        let configuration = try options.configuration()
        let confirmed = try confirmedTimes(configuration)
        var learning = Learning(configuration: configuration)
        defer { StandardError.endProgress() }
        for source in sources {
            try learning.learn(from: options.open(source, plan: configuration.decodePlan), confirmed: confirmed) {
                StandardError.progress("\(source): \($0.sentence)")
            }
        }
        let summary = try learning.save(to: out)
        StandardError.endProgress()
        if json { print(summary.line) } else { StandardError.write("\(out): \(summary.sentence)") }
    }
}
