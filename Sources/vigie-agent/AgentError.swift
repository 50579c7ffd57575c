import Detectors
import Footage
import Foundation
import Logging
import PixelKernels

/// Why the agent cannot start, with its exit code.
struct AgentError: Error {
    let code, message, place, remedy: String
    let exitCode: Int32

    init(_ error: FootageError) {
        code = error.code.rawValue
        message = error.message
        place = error.source
        remedy = error.remedy
        exitCode = EX_NOINPUT
    }

    init(_ error: CameraModelError) {
        self.init(code: error.code.rawValue, message: error.message, place: error.context, remedy: error.remedy)
    }

    init(_ error: KernelSetError) {
        self.init(
            code: error.code.rawValue, message: error.message, place: KernelSet.variable, remedy: error.remedy,
            exitCode: EX_USAGE)
    }

    /// A setting that is wrong.
    init(code: String, message: String, place: String, remedy: String, exitCode: Int32 = EX_DATAERR) {
        self.code = code
        self.message = message
        self.place = place
        self.remedy = remedy
        self.exitCode = exitCode
    }

    var metadata: Logger.Metadata {
        ["error.code": "\(code)", "error": "\(message)", "where": "\(place)", "remedy": "\(remedy)"]
    }
}
