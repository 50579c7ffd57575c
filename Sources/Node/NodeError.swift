import FoundationEssentials
import Glibc

/// Why a node cannot start or go on.
public struct NodeError: Error, Hashable, CustomStringConvertible {
    /// Stable identifier, `E-NOD-…`.
    public var code: String
    public var message: String
    /// The file or folder that the error is about.
    public var path: String
    public var remedy: String

    public var description: String { "\(code): \(path): \(message). \(remedy)" }

    static func unreadableFolder(_ path: String, reason: String) -> Self {
        Self(
            code: "E-NOD-001", message: "the folder of camera files cannot be read: \(reason)", path: path,
            remedy: "Give --cameras a folder with one YAML file for each camera.")
    }

    static func duplicateCamera(_ camera: String, path: String, other: String) -> Self {
        Self(
            code: "E-NOD-002", message: "camera '\(camera)' is already described by \(other)", path: path,
            remedy: "Give each camera an identifier of its own, or remove one of the two files.")
    }

    static func openCredentials(_ path: String, permissions: UInt32) -> Self {
        Self(
            code: "E-NOD-003",
            message: "others than its owner may use it (mode \(String(permissions & 0o777, radix: 8)))", path: path,
            remedy: "Run: chmod \(path.hasSuffix("/credentials") ? "700" : "600") '\(path)'.")
    }

    static func unreadableCredentials(_ path: String, reason: String) -> Self {
        Self(
            code: "E-NOD-004", message: "the camera's credentials cannot be read: \(reason)", path: path,
            remedy: "Write one line user:password into that file and make it readable by its owner only (mode 600).")
    }

    static func noSource(camera: String, path: String) -> Self {
        Self(
            code: "E-NOD-005", message: "camera '\(camera)' has no source", path: path,
            remedy: "Add a line such as: source: {url: \"rtsp://10.0.0.7/stream1\"}.")
    }

    static func noControl(_ path: String, reason: String) -> Self {
        Self(
            code: "E-NOD-007", message: "the node's control socket cannot be made: \(reason)", path: path,
            remedy: "Give --data a shorter path, on a disk that can hold sockets.")
    }

    static func noNode(_ path: String, reason: String) -> Self {
        Self(
            code: "E-NOD-008", message: "no node answers: \(reason)", path: path,
            remedy: "Give the --data of a node that runs, and ask as the account that runs it or as root.")
    }

    /// The node has said no.
    public static func refused(_ event: String, reason: String) -> Self {
        Self(
            code: "E-NOD-009", message: reason, path: event,
            remedy: "Show the events that run with: vigie-fusion query events.")
    }

    static func unwritable(_ path: String, reason: String) -> Self {
        Self(
            code: "E-NOD-006", message: "it cannot be written: \(reason)", path: path,
            remedy: "Check that the disk has room and that this user may write there.")
    }
}

/// Why the system refused, in its own words.
func systemReason(_ error: any Error) -> String {
    guard let cause = (error as? CocoaError)?.underlying as? POSIXError else { return "\(error)" }
    return String(cString: strerror(cause.code.rawValue))
}
