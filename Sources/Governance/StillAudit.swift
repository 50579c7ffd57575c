internal import Foundation

/// The line that says who asked for a picture, of what, why, and whether they may: appended to a file, made durable before
/// the picture is written.
public struct StillAudit: Encodable, Sendable {
    public enum Outcome: String, Encodable, Sendable {
        case granted, refused
    }

    public var time: String
    public var action = "object_still"
    public var camera: String
    public var source: String
    public var seconds: Double
    /// The account that asked.
    public var by: String
    public var reason: String
    public var outcome: Outcome

    public init(
        time: String, camera: String, source: String, seconds: Double, by: Account, reason: String
    ) {
        (self.time, self.camera, self.source, self.seconds) = (time, camera, source, seconds)
        (self.by, self.reason) = (by.name, reason)
        outcome = by.maySeeEvidence ? .granted : .refused
    }

    /// - Throws: when the line cannot be appended and made durable: then there must be no picture.
    public func append(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line = try encoder.encode(self) + Data("\n".utf8)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try file.write(contentsOf: line)
        try file.synchronize()
        try file.close()
    }
}
