internal import Analysis
internal import Footage
internal import SceneRendering

/// A scene as frames to analyse, with what is true of them once they have all been asked for.
protocol SceneFootage: FrameSource {
    /// People twice a second, as far as the frames have come.
    var samples: [SceneTruth.Sample] { get }
    /// What the agent's stream watch says of the times without frames.
    var losses: [RunLines.Integrity] { get }
}

/// A rendered scene as a source: frames go straight into the pipeline, and the truth is noted on the way.
final class SceneSource: SceneFootage {
    private let renderer: SceneRenderer
    private let stop: StopFlag
    private let luma: UnsafeMutableBufferPointer<UInt8>
    private let hasTruth: Bool
    private var position = 0
    private var watch = LossWatch()

    private(set) var counts = SourceCounts()
    private(set) var samples: [SceneTruth.Sample] = []
    var losses: [RunLines.Integrity] { watch.rows }
    var frameRate: Double? { renderer.scene.picture.framesPerSecond }

    /// - Parameter hasTruth: whether people are counted.
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
        while position < scene.frameCount, !renderer.isDelivered(frame: position) { position += 1 }
        guard position < scene.frameCount, let base = luma.baseAddress else { return nil }
        let index = position
        position += 1
        counts.decoded += 1
        renderer.render(frame: index, into: luma)
        // After the rendering, whose drawing it looks at.
        if hasTruth, renderer.hasTruthSample(frame: index) { samples.append(renderer.truthSample(frame: index)) }
        let picture = LumaPicture(
            base: UnsafePointer(base), width: scene.picture.width, height: scene.picture.height,
            stride: scene.picture.width)
        let time = Double(index) / scene.picture.framesPerSecond
        watch.received(at: time)
        return SourceFrame(luma: picture, time: time, index: index)
    }
}

/// A scene's video, decoded as that of a camera. Frames have the numbers that they were rendered with.
final class SceneVideoSource: SceneFootage {
    private let video: any FrameSource
    private let rate: Double
    private var watch = LossWatch()

    let samples: [SceneTruth.Sample]
    var losses: [RunLines.Integrity] { watch.rows }
    var counts: SourceCounts { video.counts }
    var frameRate: Double? { rate }

    init(_ video: any FrameSource, truth: SceneTruth) {
        (self.video, rate, samples) = (video, truth.fps, truth.samples)
    }

    func exportMotion() { video.exportMotion() }

    func next() throws(FootageError) -> SourceFrame? {
        guard let frame = try video.next() else { return nil }
        watch.received(at: frame.time)
        return SourceFrame(
            luma: frame.luma, motion: frame.motion, time: frame.time, index: Int((frame.time * rate).rounded()),
            isChosen: frame.isChosen)
    }
}

/// Says `lost` when and as long as the agent's own ``StreamWatch`` would: in a file nobody waits for frames.
private struct LossWatch {
    private var watch = StreamWatch(start: 0)
    private var last = 0.0
    private(set) var rows: [RunLines.Integrity] = []

    mutating func received(at time: Double) {
        if let lost = watch.nextChange(after: last), lost < time {
            rows += [RunLines.Integrity(time: lost, state: "lost"), RunLines.Integrity(time: time, state: "good")]
        }
        watch.received(at: time)
        last = time
    }
}
