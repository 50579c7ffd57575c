internal import Footage
internal import SceneRendering

/// A rendered scene as a source: frames go straight into the pipeline, and the truth is noted on the way.
final class SceneSource: FrameSource {
    private let renderer: SceneRenderer
    private let stop: StopFlag
    private let luma: UnsafeMutableBufferPointer<UInt8>
    private let hasTruth: Bool
    private var position = 0

    private(set) var counts = SourceCounts()
    private(set) var samples: [SceneTruth.Sample] = []
    var frameRate: Double? { renderer.scene.picture.framesPerSecond }

    /// - Parameter hasTruth: whether people are counted, which takes about as long as rendering.
    init(_ renderer: SceneRenderer, hasTruth: Bool, stop: StopFlag) {
        self.renderer = renderer
        self.hasTruth = hasTruth
        self.stop = stop
        luma = .allocate(capacity: renderer.scene.picture.width * renderer.scene.picture.height)
        luma.initialize(repeating: 0)
    }

    deinit { luma.deallocate() }

    func next() throws(FootageError) -> SourceFrame? {
        let scene = renderer.scene
        guard !stop.isRaised else { throw FootageError(.stopped, "stopped while rendering", source: scene.name) }
        guard position < scene.frameCount, let base = luma.baseAddress else { return nil }
        let index = position
        position += 1
        counts.decoded += 1
        if hasTruth, renderer.hasTruthSample(frame: index) { samples.append(renderer.truthSample(frame: index)) }
        renderer.render(frame: index, into: luma)
        let picture = LumaPicture(
            base: UnsafePointer(base), width: scene.picture.width, height: scene.picture.height,
            stride: scene.picture.width)
        return SourceFrame(luma: picture, time: Double(index) / scene.picture.framesPerSecond, index: index)
    }
}
