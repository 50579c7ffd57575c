public import ArgumentParser
import Foundation
public import SceneRendering

/// `vigie scene`: footage made from a description, with its truth.
struct SceneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scene", abstract: "Make surveillance-like footage with known truth.",
        subcommands: [Render.self, Frame.self, List.self, Bench.self])

    struct Render: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Render scenes into video files, each with its truth as JSON.",
            discussion: """
                Writes SCENE.mp4, SCENE.truth.json (people twice a second, counts, objects, anomalies, states of
                the picture, calibration) and SCENE.objects.json. The same file and seed always give the same footage.

                Example: vigie scene render fixtures/scenes/bag.yaml --out /tmp/scenes

                Exit codes: 0 done, 65 the scene file is wrong, 73 the output cannot be created, 130 interrupted.
                """)

        @Argument(help: "Scene files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
        var files: [String]

        @Option(help: ArgumentHelp("Directory for the output; made when it is not there.", valueName: "dir"))
        var out: String

        @Option(help: "Render only the first seconds.")
        var seconds: Double?

        @Option(help: "mp4, or h264 for a bare stream with access unit delimiters.")
        var format: VideoContainer = .mp4

        @Flag(help: "Print one JSON object for each scene, and no progress.")
        var json = false

        func validate() throws {
            if let seconds, !(seconds > 0) { throw ValidationError("--seconds must be above 0") }
        }

        func run() throws {
            for file in files { try SceneCommand.reporting { try render(file) } }
        }

        private func render(_ file: String) throws {
            var scene = try SceneFile.load(path: file)
            scene.seconds = min(scene.seconds, seconds ?? scene.seconds)
            let export = SceneExport(scene, into: URL(filePath: out), container: format)
            let start = ContinuousClock.now
            let progress = SceneProgress(scene, isShown: !json && isatty(STDERR_FILENO) == 1)
            let truth = try export.run { progress.show($0) }
            let taken = start.duration(to: .now) / .seconds(1)
            print(json ? try summary(truth, export, taken) : progress.summary(export.video.path, seconds: taken))
        }

        private func summary(_ truth: SceneTruth, _ export: SceneExport, _ taken: Double) throws -> String {
            struct Summary: Encodable {
                let scene: String
                let seed: UInt64
                let frames: Int
                let seconds, wall_s: Double
                let video, truth, objects: String
            }
            let summary = Summary(
                scene: truth.scene, seed: truth.seed, frames: Int(truth.seconds * truth.fps), seconds: truth.seconds,
                wall_s: (taken * 1000).rounded() / 1000, video: export.video.path, truth: export.truth.path,
                objects: export.objects.path)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(summary), as: UTF8.self)
        }
    }
}

extension VideoContainer: ExpressibleByArgument {}

/// A line on the terminal that says how far the rendering is.
struct SceneProgress {
    let scene: SceneDescription
    let isShown: Bool

    init(_ scene: SceneDescription, isShown: Bool) {
        (self.scene, self.isShown) = (scene, isShown)
    }

    func show(_ frame: Int) {
        guard isShown, frame % 25 == 0 || frame == scene.frameCount else { return }
        let end = frame == scene.frameCount ? "\n" : ""
        FileHandle.standardError.write(Data("\r\(scene.name): frame \(frame) of \(scene.frameCount)\(end)".utf8))
    }

    func summary(_ path: String, seconds: Double) -> String {
        let rate = Int((Double(scene.frameCount) / max(seconds, 1e-3)).rounded())
        let taken = (seconds * 10).rounded() / 10
        return "\(scene.name): seed \(scene.seed), \(scene.frameCount) frames in \(taken) s (\(rate) frames/s): \(path)"
    }
}
