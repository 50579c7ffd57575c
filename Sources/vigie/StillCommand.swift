import Analysis
import ArgumentParser
import Detectors
import Events
import Footage
import Foundation
import Scene

/// `vigie still`: what was left there, without the people.
struct StillCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "still",
        abstract: "Compose a picture of an object that was left: the empty place and the object, nobody else.",
        discussion: """
            Made on request only, from a recording: the learnt background, with what has stood still where an object stands \
            alone. Privacy zones are black. Who asks, and why, is appended to --audit before the picture is written.

              vigie still alert.mp4 --camera-file square.yaml --at 42 --out still.png \\
                --by 'M. Durand' --reason 'verdict on event b-17' --audit /var/log/vigie/stills.jsonl

            Exit codes: 0 done, 64 usage, 65 nothing stood alone then, 66 source unreadable, 73 audit or picture not written.
            """)

    @Argument(help: "The recording.")
    var source: String

    @OptionGroup var options: SourceOptions

    @Option(help: ArgumentHelp("Seconds from the recording's start.", valueName: "seconds"))
    var at: Double

    @Option(help: ArgumentHelp("The picture to write (PNG).", valueName: "file"))
    var out: String

    @Option(help: ArgumentHelp("Who asks for it.", valueName: "name"))
    var by: String

    @Option(help: ArgumentHelp("What it is needed for.", valueName: "text"))
    var reason: String

    @Option(help: ArgumentHelp("The file to which the request is appended.", valueName: "file"))
    var audit: String

    func validate() throws {
        guard at.isFinite, at >= 0 else { throw ValidationError("--at must be 0 or more.") }
        guard !by.allSatisfy(\.isWhitespace), !reason.allSatisfy(\.isWhitespace) else {
            throw ValidationError("--by and --reason must say something.")
        }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: false) { try compose() }
    }

    private func compose() throws {
        let configuration = try options.configuration()
        var request = StillRequest(configuration: configuration)
        guard let still = try request.still(of: options.open(source), at: at) else {
            throw CommandFailure(
                code: "E-EVT-005", message: "no object stood alone at \(at) s", place: source,
                remedy: "Give a time between an event's start and its end.", exitCode: EX_DATAERR)
        }
        do {
            try StillAudit(
                time: "\(Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))",
                camera: configuration.cameraID, source: source, seconds: at, by: by,
                reason: reason
            ).append(to: audit)
        } catch {
            throw CommandFailure(
                code: "E-AUD-001", message: "the request cannot be recorded, so no picture is made", place: audit,
                remedy: "Check that the folder exists, may be written and has space left.", exitCode: EX_CANTCREAT)
        }
        try still.pixels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            try PictureWriter.writePNG(
                LumaPicture(base: base, width: still.width, height: still.height, stride: still.width), to: out)
        }
    }
}
