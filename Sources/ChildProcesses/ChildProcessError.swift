import Glibc

/// Why a child process could not be started or spoken to.
public struct ChildProcessError: Error, Hashable, CustomStringConvertible {
    /// Stable identifier, `E-PRC-…`.
    public var code: String
    public var message: String
    public var remedy: String

    public var description: String { "\(code): \(message). \(remedy)" }

    static func pipeFailed(errorNumber: Int32) -> Self {
        Self(
            code: "E-PRC-001", message: "no pipe to a child process: \(text(of: errorNumber))",
            remedy: "Raise the limit of open files (ulimit -n).")
    }

    static func spawnFailed(path: String, errorNumber: Int32) -> Self {
        Self(
            code: "E-PRC-002", message: "cannot start \(path): \(text(of: errorNumber))",
            remedy: "Check that the file is there, is a program of this machine and may be executed.")
    }

    static func writeFailed(processID: Int32, errorNumber: Int32) -> Self {
        Self(
            code: "E-PRC-003", message: "process \(processID) does not take its input: \(text(of: errorNumber))",
            remedy: "It has probably ended: see its own last words in the log.")
    }
}

private func text(of errorNumber: Int32) -> String {
    String(cString: strerror(errorNumber))
}
