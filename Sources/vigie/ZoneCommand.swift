import Analysis
import ArgumentParser
import CameraFile
import Detectors
import Events
import Footage
import Foundation
import Scene

/// `vigie zone`: help with drawing zones.
struct ZoneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "zone", abstract: "Help with drawing zones.", subcommands: [ZoneSuggestCommand.self])
}

/// `vigie zone suggest`: what a model has learnt to be still by habit, as a mask to copy.
struct ZoneSuggestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Propose a mask over benches, queues, windows and bicycle stands, where something is still by habit.",
        discussion: """
            Reads what `vigie learn` wrote, or what the node keeps of an agent's live learning (learnt/CAMERA.json in \
            its data folder), and prints `exclude` zones to copy into the camera file. \
            Nothing is changed or silenced: whoever looks after the camera decides.

              vigie learn monday.mp4 --camera-file square.yaml --out square.model
              vigie zone suggest square.yaml --model square.model --source monday.mp4 --overlay mask.png

            Exit codes: 0 done, 64 usage, 65 camera file or model wrong, 66 source unreadable.
            """)

    @Argument(help: "The camera file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var cameraFile: String

    @Option(help: ArgumentHelp("What was learnt on this camera.", valueName: "file"))
    var model: String

    @Option(
        help: ArgumentHelp("Share of the time, at some hour, from which on a place is proposed.", valueName: "share"))
    var least = 0.2

    @Option(help: ArgumentHelp("Footage of the camera: the picture to draw on.", valueName: "source"))
    var source: String?

    @Option(help: ArgumentHelp("Where to write the picture with the proposed mask (PNG).", valueName: "file"))
    var overlay: String?

    @Flag(help: "Print the result and errors as JSON.")
    var json = false

    func validate() throws {
        guard (overlay == nil) == (source == nil) else { throw ValidationError("--overlay and --source go together.") }
        guard least > 0, least <= 1 else { throw ValidationError("--least must be above 0 and at most 1.") }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) { try suggest() }
    }

    private func suggest() throws {
        let camera = try CameraFile.load(path: cameraFile)
        let learnt = try CameraModel.read(path: model, cameraID: camera.cameraID)
        guard let habits = learnt.habits else {
            throw CommandFailure(
                code: "E-MDL-007", message: "holds no habits: it was learnt by an older version", place: model,
                remedy: "Learn it again with `vigie learn`.", exitCode: EX_DATAERR)
        }
        let suggestions = learnt.habitSuggestions(least: least)
        if let source, let overlay { try draw(suggestions, source, to: overlay) }
        print(json ? try line(suggestions, habits) : text(suggestions, habits))
    }

    private func draw(_ suggestions: [HabitSuggestion], _ source: String, to path: String) throws {
        let footage = try FootageSource.open(
            SourceLocation(source), picturesPerSecond: nil, credentials: nil, stop: Interruption.stop)
        guard let frame = try footage.next() else { return }
        var overlay = GroundOverlay(frame.luma)
        overlay.mark(suggestions.map(\.polygon))
        try overlay.write(to: path)
    }

    private func text(_ suggestions: [HabitSuggestion], _ habits: HabitMap) -> String {
        let minutes = "# learnt from \(habits.seconds / 60) min"
        guard !suggestions.isEmpty else {
            return "\(minutes): nothing is still for \(Int(least * 100)) % of the time anywhere"
        }
        let zones = suggestions.enumerated().map { index, suggestion in
            let points = suggestion.polygon.vertices.map { "[\(short($0.x)), \(short($0.y))]" }
            let hours =
                suggestion.hours.isEmpty ? "" : ", at \(suggestion.hours.map(String.init).joined(separator: " ")) h"
            return """
                  # something is still here for up to \(Int((suggestion.share * 100).rounded())) % of the time\(hours)
                  - {id: habit-\(index + 1), kind: exclude, polygon: [\(points.joined(separator: ", "))]}
                """
        }
        return ([minutes, "zones:"] + zones).joined(separator: "\n")
    }

    private func short(_ value: Double) -> String { String(format: "%.3f", value) }

    private struct Result: Encodable {
        struct Zone: Encodable {
            var id: String
            var polygon: [[Double]]
            var share: Double
            var hours: [Int]
        }
        var seconds: Int
        var zones: [Zone]
    }

    private func line(_ suggestions: [HabitSuggestion], _ habits: HabitMap) throws -> String {
        let zones = suggestions.enumerated().map { index, suggestion in
            Result.Zone(
                id: "habit-\(index + 1)", polygon: suggestion.polygon.vertices.map { [$0.x, $0.y] },
                share: suggestion.share, hours: suggestion.hours)
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(Result(seconds: habits.seconds, zones: zones)), as: UTF8.self)
    }
}
