import Analysis
import ArgumentParser
import CameraFile
import Footage
import Foundation
import Scene

/// What every command that reads footage takes.
struct SourceOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The camera file: zones, calibration, rules.", valueName: "file"))
    var cameraFile: String?

    @Option(
        help: ArgumentHelp(
            "Rate of a folder or pattern of pictures, per second (default: 5, so that each is analysed).",
            valueName: "rate"))
    var fps: Double?

    @Option(
        help: ArgumentHelp(
            "For rtsp://: a file of mode 0600 with one line user:password.", valueName: "file"))
    var credentialsFile: String?

    func validate() throws {
        if let fps, !(fps.isFinite && fps > 0 && fps <= 1000) {
            throw ValidationError("--fps must be above 0 and at most 1000.")
        }
    }

    /// Opens one source.
    func open(_ source: String, plan: DecodePlan = .everything) throws -> any FrameSource {
        let credentials = try credentialsFile.map { try Credentials(file: $0) }
        return try FootageSource.open(
            SourceLocation(source), picturesPerSecond: fps, credentials: credentials, plan: plan,
            stop: Interruption.stop)
    }

    /// The camera file, or one uncalibrated zone over the whole picture.
    func configuration() throws -> CameraConfiguration {
        try cameraFile.map { try CameraFile.load(path: $0) } ?? .uncalibrated
    }
}
