public import Detectors
internal import Foundation
public import Footage
public import Scene

/// A still of what was left, without people, composed when somebody asks for it: nothing of it is kept here.
public struct StillRequest {
    private var pipeline: AnalysisPipeline
    private var output = AnalysisOutput()

    public init(configuration: CameraConfiguration) {
        pipeline = AnalysisPipeline(configuration: configuration, detectors: [.objects, .integrity], bootID: "file")
    }

    /// Analyses a recording up to a time and composes the still of the last analysed frame.
    ///
    /// - Parameter seconds: since the first frame.
    /// - Returns: `nil` when nothing stood alone then.
    public mutating func still(of source: any FrameSource, at seconds: Double) throws -> ObjectStill? {
        if pipeline.readsVectors { source.exportMotion() }
        pipeline.composesStills = true
        while let frame = try source.next(), frame.time <= seconds {
            try pipeline.ingest(frame, timing: .file(seconds: frame.time), into: &output)
        }
        return pipeline.still
    }
}

/// The line that says who had a picture made, of what, and why: appended to a file, made durable before the picture is
/// written.
public struct StillAudit: Encodable, Sendable {
    public var time: String
    public var action = "object_still"
    public var camera: String
    public var source: String
    public var seconds: Double
    public var by: String
    public var reason: String

    public init(time: String, camera: String, source: String, seconds: Double, by: String, reason: String) {
        (self.time, self.camera, self.source, self.seconds) = (time, camera, source, seconds)
        (self.by, self.reason) = (by, reason)
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
