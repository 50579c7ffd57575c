import Analysis
import ArgumentParser
import CameraFile
import Detectors
import Events
import Footage
import Foundation
import Governance
import PixelKernels

/// One clear error on standard error: what, where, how to fix; and the exit code that goes with it.
struct CommandFailure: Error {
    let code, message: String
    /// The file or the source concerned.
    let place: String?
    let remedy: String?
    let exitCode: Int32
    /// The error in its own words, when these say more (all issues of a camera file).
    let details: String

    init(code: String, message: String, place: String?, remedy: String?, exitCode: Int32, details: String? = nil) {
        self.code = code
        self.message = message
        self.place = place
        self.remedy = remedy
        self.exitCode = exitCode
        let where_ = place.map { "\($0): " } ?? ""
        self.details = details ?? "\(code) \(where_)\(message)." + (remedy.map { " \($0)" } ?? "")
    }

    init(_ error: FootageError) {
        let exitCode =
            switch error.code {
            case .credentialsInAddress, .badAddress: EX_USAGE
            case .badCredentials: EX_DATAERR
            case .cannotWrite: EX_CANTCREAT
            case .stopped: Interruption.exitCode
            default: EX_NOINPUT
            }
        self.init(
            code: error.code.rawValue, message: error.message, place: error.source, remedy: error.remedy,
            exitCode: exitCode)
    }

    init(_ error: CameraFileError) {
        self.init(
            code: error.code, message: error.message, place: error.file, remedy: error.remedy, exitCode: EX_DATAERR,
            details: error.description)
    }

    init(_ error: AuthorisationError) {
        self.init(
            code: error.code, message: error.message, place: error.file, remedy: error.remedy,
            exitCode: EX_DATAERR, details: error.description)
    }

    init(_ error: CameraModelError) {
        self.init(
            code: error.code.rawValue, message: error.message, place: error.context, remedy: error.remedy,
            exitCode: error.code == .unwritable ? EX_CANTCREAT : EX_DATAERR)
    }

    init(_ error: CountTableError) {
        self.init(
            code: error.code.rawValue, message: error.message, place: error.place, remedy: error.remedy,
            exitCode: error.code == .unreadable ? EX_NOINPUT : EX_DATAERR)
    }

    init(_ error: KernelSetError) {
        self.init(
            code: error.code.rawValue, message: error.message, place: KernelSet.variable, remedy: error.remedy,
            exitCode: EX_USAGE)
    }

    /// Writes the failure to standard error, as JSON when asked for.
    func report(asJSON: Bool) {
        StandardError.write(asJSON ? json : "error: \(details)")
    }

    private var json: String {
        let fields: [String: JSONValue?] = [
            "code": .string(code), "message": .string(message), "remedy": remedy.map { .string($0) },
            "where": place.map { .string($0) }, "exit_code": .integer(Int64(exitCode)),
        ]
        return JSONValue.object(["error": .object(present: fields)]).description
    }

    /// Runs a command's work, with the kernels that the environment asks for, and turns what it throws into one message and an exit code.
    static func guarding(asJSON: Bool, _ work: () throws -> Void) throws {
        do {
            try KernelSet.checkOverride()
            try work()
        } catch let failure {
            guard let known = known(failure) else { throw failure }
            known.report(asJSON: asJSON)
            throw ExitCode(known.exitCode)
        }
    }

    private static func known(_ error: any Error) -> CommandFailure? {
        switch error {
        case let error as CommandFailure: error
        case let error as FootageError: CommandFailure(error)
        case let error as CameraFileError: CommandFailure(error)
        case let error as AuthorisationError: CommandFailure(error)
        case let error as CameraModelError: CommandFailure(error)
        case let error as CountTableError: CommandFailure(error)
        case let error as KernelSetError: CommandFailure(error)
        default: nil
        }
    }
}
