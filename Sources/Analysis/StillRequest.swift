public import Detectors
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
