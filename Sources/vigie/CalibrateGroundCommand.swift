import Analysis
import ArgumentParser
import CameraFile
import Footage
import Foundation
import Scene

/// `vigie calibrate ground`: is the ground plane good enough to speak of square metres?
struct CalibrateGroundCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ground",
        abstract: "Check how well the calibration of a camera file agrees with itself, and what it makes of the zones.",
        discussion: """
            Draw two or more bars (upright persons, foot to head) or four or more ground points into the camera file, then:

              vigie calibrate ground square.yaml --source yesterday.mp4 --overlay square.png

            The grid of metres in the picture must lie flat on the ground. A calibration that misses its limits (points: 0.5 % \
            of the diagonal, half a metre when one is left out) is refused, unless the camera file says \
            `accept_inaccurate: true`, which every event then tells.

            Exit codes: 0 good, 64 usage, 65 the camera file is wrong or the calibration is refused, 66 source unreadable.
            """)

    @Argument(help: "The camera file (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var cameraFile: String

    @Option(help: ArgumentHelp("Footage of the camera: gives the picture's shape, and the picture to draw on."))
    var source: String?

    @Option(help: ArgumentHelp("Where to write the picture with the calibration drawn in (PNG).", valueName: "file"))
    var overlay: String?

    @Option(help: ArgumentHelp("Shape of the picture when there is no source.", valueName: "width:height"))
    var aspect = "16:9"

    @Flag(help: "Print the result and errors as JSON.")
    var json = false

    func validate() throws {
        if overlay != nil, source == nil { throw ValidationError("--overlay needs --source.") }
        guard shape != nil else { throw ValidationError("--aspect must be such as 16:9.") }
    }

    func run() throws {
        Interruption.install()
        try CommandFailure.guarding(asJSON: json) { try check() }
    }

    private func check() throws {
        let camera = try CameraFile.load(path: cameraFile)
        var aspect = shape ?? 16.0 / 9
        if let source {
            let location = try SourceLocation(source)
            let footage = try FootageSource.open(
                location, picturesPerSecond: nil, credentials: nil, stop: Interruption.stop)
            if let frame = try footage.next() {
                aspect = Double(frame.luma.width) / Double(frame.luma.height)
                if let overlay { try draw(frame.luma, camera, to: overlay) }
            }
        }
        let report: GroundReport
        do throws(SceneError) {
            report = try GroundReport(camera, aspect: aspect)
        } catch {
            throw CommandFailure(error, file: cameraFile)
        }
        print(json ? report.line : report.text)
    }

    private func draw(_ picture: LumaPicture, _ camera: CameraConfiguration, to path: String) throws {
        var overlay = GroundOverlay(picture)
        do throws(SceneError) {
            try overlay.draw(camera)
        } catch {
            throw CommandFailure(error, file: cameraFile)
        }
        try overlay.write(to: path)
    }

    private var shape: Double? {
        let parts = aspect.split(separator: ":").compactMap { Double($0) }
        guard parts.count == 2, parts.allSatisfy({ $0.isFinite && $0 > 0 }) else { return nil }
        return parts[0] / parts[1]
    }
}

extension CommandFailure {
    /// A calibration that cannot be used.
    init(_ error: SceneError, file: String) {
        self.init(
            code: error.code.rawValue, message: error.message, place: "\(file): \(error.context)",
            remedy: error.remedy, exitCode: EX_DATAERR)
    }
}
