import ArgumentParser
import Footage
import Foundation
import SceneRendering

extension SceneCommand {
    /// Tells what is wrong with a scene file, or with the output, and with which exit code.
    static func reporting(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as SceneError {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw ExitCode(error.isOutput ? 73 : 65)
        }
    }

    struct Frame: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Render one frame of a scene as a PNG.",
            discussion: """
                Example: vigie scene frame fixtures/scenes/bag.yaml --at 25 --out bag.png

                Exit codes: 0 done, 65 the scene file is wrong, 73 the picture cannot be written.
                """)

        @Argument(help: "Scene file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
        var file: String

        @Option(help: ArgumentHelp("Seconds from the first frame.", valueName: "seconds"))
        var at = 0.0

        @Option(help: ArgumentHelp("The picture to write.", valueName: "png"))
        var out: String

        func validate() throws {
            guard at >= 0 else { throw ValidationError("--at must not be below 0") }
        }

        func run() throws {
            try SceneCommand.reporting {
                let scene = try SceneFile.load(path: file)
                let index = min(scene.frameCount - 1, Int(at * scene.picture.framesPerSecond))
                let luma = SceneRenderer(scene).frame(at: index)
                try luma.withUnsafeBufferPointer { buffer in
                    guard let base = buffer.baseAddress else { return }
                    let (width, height) = (scene.picture.width, scene.picture.height)
                    try PictureWriter.writePNG(
                        LumaPicture(base: base, width: width, height: height, stride: width), to: out)
                }
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the scenes of a directory with their length and conditions.",
            discussion: """
                Example: vigie scene list fixtures/scenes

                Exit codes: 0 all can be read, 65 one is wrong.
                """)

        @Argument(help: "Directory of scene files.", completion: .directory)
        var directory: String

        @Flag(help: "Only those of the quick subset.")
        var quick = false

        func run() throws {
            let names = try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
            for name in names where name.hasSuffix(".yaml") {
                try SceneCommand.reporting {
                    let scene = try SceneFile.load(path: "\(directory)/\(name)")
                    guard scene.isQuick || !quick else { return }
                    print(line(scene))
                }
            }
        }

        private func line(_ scene: SceneDescription) -> String {
            let size = "\(scene.picture.width)x\(scene.picture.height)"
            let quick = scene.isQuick ? "quick" : "-"
            return "\(scene.name)\t\(Int(scene.seconds)) s\t\(size)\t\(quick)\t\(scene.allTags.joined(separator: " "))"
        }
    }

    struct Bench: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Measure how many frames of a scene one core renders in a second.",
            discussion: """
                Counts the processor's time of rendering alone, with the truth that belongs to it.

                Example: vigie scene bench fixtures/scenes/crowd_dense.yaml
                """)

        @Argument(help: "Scene files (YAML).", completion: .file(extensions: ["yaml", "yml"]))
        var files: [String]

        @Option(help: "Frames to render.")
        var frames = 200

        func validate() throws {
            guard (1...100_000).contains(frames) else { throw ValidationError("--frames must be from 1 to 100000") }
        }

        func run() throws {
            for file in files {
                try SceneCommand.reporting { print(measure(try SceneFile.load(path: file))) }
            }
        }

        private func measure(_ scene: SceneDescription) -> String {
            let size = scene.picture.width * scene.picture.height
            let luma = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: size)
            defer { luma.deallocate() }
            let renderer = SceneRenderer(scene)
            let count = min(frames, scene.frameCount)
            let start = Self.processorSeconds()
            var (people, samples) = (0, 0)
            for frame in 0..<count {
                renderer.render(frame: frame, into: luma)
                guard renderer.hasTruthSample(frame: frame) else { continue }
                people += renderer.truthSample(frame: frame).people.count
                samples += 1
            }
            let rate = Int(Double(count) / max(1e-6, Self.processorSeconds() - start))
            return "\(scene.name): \(rate) frames/s of one core, \(people / max(1, samples)) people in the picture"
        }

        private static func processorSeconds() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
    }
}
