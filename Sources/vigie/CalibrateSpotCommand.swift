import Analysis
import ArgumentParser
import CameraFile
import Foundation

/// `vigie calibrate spot`: one more count, at any time after the calibration.
struct CalibrateSpotCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "spot",
        abstract: "Tell what somebody counted in one frame: the zone's offset and interval follow.",
        discussion: """
            A fifth of the error becomes offset; the interval widens when it missed and narrows when it held.

              vigie calibrate spot today.mp4 --camera-file hall.yaml --zone hall --count 34 --at 12.5s
            """)

    @Argument(help: "Footage of the camera, with enough before the frame for the background to be known.")
    var source: String

    @OptionGroup var options: SourceOptions

    @Option(help: "The zone that was counted.")
    var zone: String

    @Option(help: "Persons in it.")
    var count: Double

    @Option(help: ArgumentHelp("Frame (375) or time (12.5s) that was counted.", valueName: "frame|time"))
    var at: String

    @Flag(help: "Print the result and errors as JSON.")
    var json = false

    func validate() throws {
        guard options.cameraFile != nil else { throw ValidationError("--camera-file is needed.") }
        guard place != nil else { throw ValidationError("--at must be a frame such as 375 or a time such as 12.5s.") }
        guard count.isFinite, (0...100_000).contains(count) else {
            throw ValidationError("--count must be from 0 to 100000.")
        }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) {
            guard let cameraFile = options.cameraFile, let place else { return }
            let fit = try SpotFitting(configuration: try options.configuration())
                .adapt(zone: zone, count: count, at: place, in: try options.open(source))
            try CameraFile.writeDensityFit(fit, to: cameraFile)
            let result = CountResult.fitted(fit, doubts: [])
            print(json ? result.line : result.sentence)
        }
    }

    private var place: SpotFitting.Place? {
        if at.hasSuffix("s") { return Double(at.dropLast()).flatMap { $0 >= 0 ? .seconds($0) : nil } }
        return Int(at).flatMap { $0 >= 0 ? .frame($0) : nil }
    }
}
