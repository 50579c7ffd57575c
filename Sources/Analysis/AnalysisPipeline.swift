public import Detectors
public import Events
public import Footage
internal import Perception
public import PixelKernels
public import Scene

/// Frames in, observations and reports out: the same in a live agent and in `vigie analyse`.
///
/// Deterministic: the same frames, timings, configuration and model give the same output, bit for bit.
public struct AnalysisPipeline {
    /// Seconds without a frame after which the pixels that were seen say nothing about those that come.
    public static let longestGap = 5.0
    /// Samples per second of stream time.
    static let sampleRate = 1.0

    let configuration: CameraConfiguration
    private let kinds: Set<DetectorKind>
    private var known: KnownBefore
    /// Why what was learnt live before is not gone on from; `nil` before the first frame, too.
    public private(set) var liveRefusal: CameraModelError?
    private var detectors: DetectorSet?
    /// Whether a still of what stands alone is composed of every frame: on request only.
    var composesStills = false
    private var engine: RuleEngine
    private var frameClock: FrameClock
    private var sampleClock = FrameClock(rate: sampleRate)
    private var window = SampleWindow()
    private var sharpness = UsualSharpness()
    private var zoneStates = ZoneStateTracker()
    private var decodeRate = RateMeter()
    private var context: FrameContext?
    private var lastStep = 0.0
    private var integrity = IntegrityState.good
    private var blindZones: [String: CoverageReason] = [:]
    /// What was said between two frames, for the rules on the next one.
    private var saidMeanwhile: [Observation] = []

    /// Whether the next frames belong to an event that was confirmed: nothing is learnt from them.
    var isLeftOut = false
    /// What is decoded of the stream, for coverage: set by the owner of the source.
    public var decoding: Decoding
    /// CPU seconds by stage; `decode` is for the owner of the source to add.
    public var stages = StageTimes()
    /// Frames that were analysed, and frames that were due but skipped to keep up.
    public private(set) var framesAnalysed = 0
    public private(set) var framesSkipped = 0

    /// - Parameters:
    ///   - model: what was learnt before.
    ///   - learntPath: where what was learnt live is kept. It goes first if it went on from the model.
    ///   - bootID: changes at each start of the agent; `file` when files are analysed.
    ///   - kernelSet: named in the provenance of events; ``OfflineAnalysis/anyKernelSet`` when files are analysed.
    public init(
        configuration: CameraConfiguration, detectors: Set<DetectorKind> = Set(DetectorKind.allCases),
        model: ModelFile? = nil, learntPath: String? = nil, bootID: String, kernelSet: String = KernelSet.name
    ) {
        self.configuration = configuration
        known = KnownBefore(model: model, livePath: learntPath)
        kinds = detectors
        engine = RuleEngine(
            configuration: configuration, bootID: bootID,
            provenance: Provenance(
                configurationSHA256: configuration.configurationSHA256,
                calibrationSHA256: configuration.calibrationSHA256, modelSHA256: model?.sha256 ?? "",
                build: AgentVersion.current, kernelSet: kernelSet))
        frameClock = FrameClock(rate: configuration.analysis.framesPerSecond)
        decoding = Decoding(applied: configuration.decode.effort, isReduced: false)
    }

    /// Whether the source is to be asked for its motion vectors.
    public var readsVectors: Bool { configuration.analysis.motion == .vectors }

    /// Takes one decoded frame; analyses it when it is due. In the steady state this allocates nothing unless there is
    /// something to report.
    /// - Parameters:
    ///   - skip: `true` when the agent cannot keep up: a frame that is due is counted instead of analysed.
    ///   - output: is emptied and filled again; keep one for all frames.
    /// - Throws: on the first frame, when the model was learnt on another camera or at another size.
    public mutating func ingest(
        _ frame: SourceFrame, timing: FrameTiming, skip: Bool = false, into output: inout AnalysisOutput
    ) throws(CameraModelError) {
        output.clear()
        decodeRate.count(at: frame.time)
        guard frame.isChosen || frameClock.isDue(at: frame.time) else { return }
        output.reports = try prepare(for: frame, timing: timing)
        window.count(wasAnalysed: !skip)
        guard !skip else {
            framesSkipped += 1
            return
        }
        analyse(frame, timing: timing, output: &output)
    }

    /// Somebody has seen to the object of a running event, which the event says on the next frame. An event that runs no
    /// more, or is of no object, is passed over.
    public mutating func acknowledge(_ eventUID: String) {
        guard let object = engine.key(ofRunning: eventUID), let said = detectors?.acknowledge(object) else { return }
        saidMeanwhile.append(said)
    }

    /// Tells that no frame comes any more, or again.
    /// - Parameter coverage: `blind` ends what runs as `stream_lost`.
    public mutating func streamChanged(
        to coverage: Coverage, reason: CoverageReason? = nil, timing: FrameTiming
    ) -> [Report] {
        var context = context(at: timing)
        (context.coverage, context.coverageReason) = (coverage, reason)
        let ended = coverage == .blind ? engine.endAll(reason: .streamLost, context: context) : []
        return ended + zoneStates.changes(in: engine.zoneStates(context: context))
    }

    /// Ends what runs: the agent stops, or the file is over. Nobody watches the zones any more: they are blind.
    public mutating func stop(timing: FrameTiming) -> [Report] {
        var context = context(at: timing)
        let ended = engine.endAll(reason: .stopped, context: context)
        (context.coverage, context.coverageReason) = (.blind, .stopped)
        return ended + zoneStates.changes(in: engine.zoneStates(context: context))
    }

    /// The still of the last frame, when one was asked for.
    var still: ObjectStill? { detectors?.still }

    /// What was learnt so far, for keeping; `nil` before the first frame or without the anomaly detector.
    public var learnt: CameraModel? { detectors?.learnt }

    /// The same, for the next agent to go on from.
    public var learntLive: CameraModel? { detectors?.learntLive(base: known.model?.sha256) }

    /// The calibration that the camera has moved away from, before this start or since; `nil` while it stands as calibrated.
    var movedCalibration: String? { detectors?.movedCalibration }

    /// The next frame belongs to another recording of the same camera: pixels are forgotten, what was learnt is kept.
    public mutating func startRecording() {
        detectors?.reset()
        context = nil
        frameClock = FrameClock(rate: configuration.analysis.framesPerSecond)
        sampleClock = FrameClock(rate: Self.sampleRate)
    }
}

extension AnalysisPipeline {
    /// Makes detectors for the picture's size, and forgets pixels after a gap. Answers the events that this ends.
    private mutating func prepare(for frame: SourceFrame, timing: FrameTiming) throws(CameraModelError) -> [Report] {
        var ended: [Report] = []
        if detectors?.fits(frame.luma) != true {
            if detectors != nil { ended = engine.endAll(reason: .reconfigured, context: context(at: timing)) }
            try makeDetectors(for: frame.luma)
        }
        if let last = context?.time {
            let step = frame.time - last
            if step > max(Self.longestGap, 3 * lastStep) {
                ended += engine.endAll(reason: .streamLost, context: context(at: timing))
                detectors?.reset()
            }
            lastStep = step
        }
        return ended
    }

    /// What was learnt before serves the first size; when the size changes, what was learnt since is kept if it still fits.
    private mutating func makeDetectors(for luma: LumaPicture) throws(CameraModelError) {
        let perceiver = Perceiver(
            pictureWidth: luma.width, pictureHeight: luma.height, settings: configuration.analysis,
            zones: configuration.zones)
        let geometry = perceiver.geometry
        var learnt: CameraModel?
        if let current = detectors {
            learnt = current.learntLive(base: known.model?.sha256)
            if (try? learnt?.check(cameraID: configuration.cameraID, geometry: geometry)) == nil { learnt = nil }
        } else {
            learnt = try known.read(
                cameraID: configuration.cameraID, geometry: geometry, refusal: &liveRefusal)
        }
        detectors = DetectorSet(
            perceiver: perceiver, configuration: configuration, detectors: kinds, learnt: learnt,
            movedCalibration: detectors?.movedCalibration ?? known.movedCalibration)
        detectors?.composesStills = composesStills
        integrity = .good
        blindZones.removeAll()
    }

    /// What may be learnt from a frame: nothing of what the camera cannot be relied on for, nothing live while an event
    /// waits for its verdict, and no hour of a file, whose day nobody knows. A file to learn from was called normal.
    private func learningContext(_ timing: FrameTiming) -> LearningContext {
        let wall = timing.source == .file ? nil : timing.timestamp.milliseconds
        return LearningContext(
            wallMilliseconds: wall, hour: wall.flatMap { configuration.calendar?.slot(milliseconds: $0) },
            isReliable: integrity == .good,
            isEventful: isLeftOut || (timing.source != .file && engine.saysUnusual))
    }

    private mutating func analyse(_ frame: SourceFrame, timing: FrameTiming, output: inout AnalysisOutput) {
        let learning = learningContext(timing)
        detectors?.learningContext = learning
        guard let quality = detectors?.ingest(frame, stages: &stages, into: &output.observations) else { return }
        framesAnalysed += 1
        output.observations += saidMeanwhile
        saidMeanwhile.removeAll(keepingCapacity: true)
        for case .integrity(let change) in output.observations { integrity = change.state }
        for case .zoneView(let view) in output.observations { blindZones[view.zoneID] = view.reason }
        window.add(output.observations)
        var context = FrameContext(
            time: frame.time, timestamp: timing.timestamp, emittedAt: timing.emittedAt,
            frame: FrameReference(
                pts: Int64((frame.time * 1000).rounded()), index: Int64(frame.index), width: frame.luma.width,
                height: frame.luma.height),
            timeSource: timing.source, timeUncertaintyMilliseconds: timing.uncertaintyMilliseconds,
            quality: self.quality(quality), coverage: coverage.value, coverageReason: coverage.reason,
            showsMotion: decoding.showsMotion)
        context.blindZones = blindZones
        self.context = context
        let start = SystemClock.threadCPUSeconds()
        output.analysed = true
        output.reports += engine.ingest(output.observations, context: context)
        output.reports += periodic(context, isEventful: !output.reports.isEmpty)
        stages[.rules] += SystemClock.threadCPUSeconds() - start
    }

    /// Samples once a second of stream time; zone states when an event or a second may have changed them.
    private mutating func periodic(_ context: FrameContext, isEventful: Bool) -> [Report] {
        let isSampleDue = sampleClock.isDue(at: context.time)
        guard isSampleDue || isEventful else { return [] }
        var reports = zoneStates.changes(in: engine.zoneStates(context: context))
        guard isSampleDue else { return reports }
        for sample in window.finish(context) {
            reports.append(
                Report(
                    cameraID: configuration.cameraID, time: context.timestamp, classification: .aggregated,
                    payload: .sample(sample)))
        }
        return reports
    }

    private mutating func quality(_ image: ImageQuality) -> Quality {
        Quality(
            brightness: Double(image.brightness), blur: sharpness.ratio(Double(image.sharpness)),
            decodeFPS: decodeRate.perSecond, droppedRatio: 1 - window.seenRatio,
            calibrationState: detectors?.calibrationState ?? .none)
    }

    private var coverage: (value: Coverage, reason: CoverageReason?) {
        switch integrity {
        case .good where window.seenRatio < Self.enoughSeen || decoding.isReduced: (.degraded, .fallingBehind)
        case .good: (.seeing, nil)
        case .dark: (.degraded, .dark)
        case .bright: (.degraded, .bright)
        case .blurred: (.degraded, .blurred)
        case .flickering: (.degraded, .flickering)
        case .blocked: (.blind, .blocked)
        case .moved: (.blind, .moved)
        case .frozen: (.blind, .frozen)
        case .lost: (.blind, .streamLost)
        }
    }

    /// Below this share of the frames due, zones are `degraded`.
    private static let enoughSeen = 0.95

    /// The last frame's context, at a later time.
    private func context(at timing: FrameTiming) -> FrameContext {
        guard var context else {
            return FrameContext(
                time: 0, timestamp: timing.timestamp, emittedAt: timing.emittedAt,
                frame: FrameReference(pts: 0, index: 0, width: 0, height: 0), timeSource: timing.source,
                timeUncertaintyMilliseconds: timing.uncertaintyMilliseconds,
                quality: Quality(
                    brightness: 0, blur: 0, decodeFPS: 0, droppedRatio: 0,
                    calibrationState: detectors?.calibrationState ?? .none),
                coverage: .degraded, coverageReason: .starting)
        }
        context.time += max(0, timing.timestamp.seconds(since: context.timestamp))
        context.timestamp = max(context.timestamp, timing.timestamp)
        context.emittedAt = timing.emittedAt
        return context
    }
}
