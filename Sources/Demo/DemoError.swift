/// Why the demo cannot start or go on.
public struct DemoError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable identifier, `E-DEM-…`.
    public var code: String
    public var message: String
    public var remedy: String
    /// The program's exit code for it.
    public var exitCode: Int32

    public var description: String { "\(code): \(message). \(remedy)" }

    static func noRepository() -> Self {
        Self(
            code: "E-DEM-001", message: "fixtures/ and deploy/ were found neither here nor above the program",
            remedy: "Run it as deploy/demo, or from the folder of the package.", exitCode: 66)
    }

    static func noFootage(_ path: String) -> Self {
        Self(
            code: "E-DEM-002", message: "there is no \(path)", remedy: "Run deploy/install-packages demo.",
            exitCode: 66)
    }

    static func toolFailed(_ command: String, _ outcome: String) -> Self {
        Self(
            code: "E-DEM-003", message: "'\(command)' failed: \(outcome)",
            remedy: "Run that command by hand to see more; deploy/install-packages brings what it needs.", exitCode: 70)
    }

    static func portTaken(_ port: Int, purpose: String, option: String) -> Self {
        Self(
            code: "E-DEM-004", message: "port \(port) of 127.0.0.1, wanted for \(purpose), is taken",
            remedy: "Stop what listens there (ss -ltnp 'sport = :\(port)'), or choose another with \(option).",
            exitCode: 69)
    }

    static func didNotStart(_ name: String, _ outcome: String, log: String) -> Self {
        Self(
            code: "E-DEM-005", message: "\(name) did not start: \(outcome)", remedy: "Its log is \(log).", exitCode: 69)
    }

    static func unwritable(_ path: String, _ reason: String) -> Self {
        Self(
            code: "E-DEM-006", message: "cannot write \(path): \(reason)",
            remedy: "Check the room on the disk and the folder's permissions.", exitCode: 73)
    }
}
