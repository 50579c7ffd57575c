internal import Detectors
internal import Events
public import Footage
public import Logging
internal import Scene
internal import Synchronization

/// Watches one camera until it is stopped: frames to the pipeline, reports to the output, health and zone states when
/// the stream comes and goes. One thread runs it and leaves its signs of life in an ``AgentPulse``.
public final class CameraAgent {
    /// Seconds between two health reports of a stream that does not change.
    public static let healthPeriod = 30.0

    private let cameraID: String
    private let source: any LiveFrames
    private var pipeline: AnalysisPipeline
    private let output: any ReportOutput
    private let pulse: AgentPulse
    private let orders: AgentOrders
    private let logger: Logger
    private var watch: StreamWatch
    private var meter = HealthMeter()
    private var nextHealth = -Double.infinity
    private var saidPhase: ReconnectStateMachine.Phase?
    private var saidError: FootageError.Code?
    private var saidCoverage: Coverage?
    private var lastLag = 0.0
    private var lagMonitor = LagMonitor()
    private var governor: DecodeGovernor
    private var keeper: LearntKeeper
    private var hasSaidRefusal = false
    private var hasSaidMoved = false
    private var result = AnalysisOutput()

    public init(
        cameraID: String, source: any LiveFrames, pipeline: AnalysisPipeline, output: any ReportOutput,
        pulse: AgentPulse, orders: AgentOrders = AgentOrders(), logger: Logger
    ) {
        self.cameraID = cameraID
        self.source = source
        self.pipeline = pipeline
        self.output = output
        self.pulse = pulse
        self.orders = orders
        self.logger = logger
        if pipeline.readsVectors { source.exportMotion() }
        let now = SystemClock.monotonicSeconds()
        watch = StreamWatch(start: now)
        keeper = LearntKeeper(output: output, logger: logger, now: now)
        governor = DecodeGovernor(policy: pipeline.configuration.decode)
    }

    /// Runs until the source ends or is stopped; ends running events before it returns.
    /// - Throws: ``ReportOutputError`` when nobody reads any more; ``/Detectors/CameraModelError`` when the model does
    ///   not belong to the pictures that come.
    public func run() throws {
        try sayChanges(at: SystemClock.monotonicSeconds())
        var isRunning = true
        while isRunning {
            let now = SystemClock.monotonicSeconds()
            let wakeAt = min(nextHealth, watch.nextChange(after: now) ?? .infinity, now + 1)
            let cpu = SystemClock.threadCPUSeconds()
            let step = source.next(wakeAt: wakeAt)
            pipeline.stages[.decode] += SystemClock.threadCPUSeconds() - cpu
            switch step {
            case .frame(let frame, let lag): try take(frame, lag: lag)
            case .idle: break
            case .ended: isRunning = false
            }
            try sayChanges(at: SystemClock.monotonicSeconds())
            for order in orders.take() { pipeline.acknowledge(order.acknowledge) }
            pulse.beat(framesAnalysed: pipeline.framesAnalysed)
            keeper.keep(pipeline, at: now)
        }
        try output.write(pipeline.stop(timing: timing(lag: 0)))
        keeper.finish(pipeline)
    }

    private func take(_ frame: SourceFrame, lag: Double) throws {
        let arrival = SystemClock.monotonicSeconds()
        watch.received(at: arrival)
        lastLag = lag
        let isBehind = lagMonitor.isBehind(lag: lag, at: arrival)
        if governor.ingest(isBehind: isBehind, at: arrival) { source.effort = governor.effort }
        pipeline.decoding = Decoding(applied: source.appliedEffort, isReduced: governor.isReduced)
        try pipeline.ingest(frame, timing: timing(lag: lag), skip: isBehind, into: &result)
        if let refusal = pipeline.liveRefusal, !hasSaidRefusal { log(refusal) }
        if (pipeline.movedCalibration != nil) != hasSaidMoved { logMoved() }
        if !result.reports.isEmpty { try output.write(result.reports) }
        if result.analysed { meter.latency = SystemClock.monotonicSeconds() - arrival }
    }

    private func timing(lag: Double) -> FrameTiming {
        .live(wall: SystemClock.wallSeconds(), lag: lag)
    }

    /// Health at each change of the stream and every 30 s; zone states when coverage changes.
    private func sayChanges(at now: Double) throws(ReportOutputError) {
        let (coverage, reason) = coverage(at: now)
        let code = source.lastError?.code ?? pipeline.decodeLimitCode
        let hasChanged = source.phase != saidPhase || code != saidError || coverage != saidCoverage
        guard hasChanged || now >= nextHealth else { return }
        let error = source.lastError ?? pipeline.decodeLimit
        if hasChanged { log(error, coverage: coverage) }
        var reports: [Report] = []
        if coverage != saidCoverage {
            reports += pipeline.streamChanged(to: coverage, reason: reason, timing: timing(lag: lastLag))
        }
        reports.append(health(coverage: coverage, reason: reason, error: error, at: now))
        (saidPhase, saidError, saidCoverage) = (source.phase, error?.code, coverage)
        nextHealth = now + Self.healthPeriod
        try output.write(reports)
    }

    /// What the stream's age says, and what is decoded of it.
    private func coverage(at now: Double) -> (Coverage, CoverageReason?) {
        let coverage = watch.coverage(at: now)
        guard coverage == .seeing, governor.isReduced else { return (coverage, watch.reason(at: now)) }
        return (.degraded, .fallingBehind)
    }

    private func health(
        coverage: Coverage, reason: CoverageReason?, error: FootageError?, at now: Double
    ) -> Report {
        let counts = source.counts
        let health = meter.health(
            stream: source.phase.streamState, errorCode: error?.code.rawValue ?? "", coverage: coverage,
            reason: reason,
            counts: FrameCounts(
                decoded: counts.decoded, analysed: pipeline.framesAnalysed, skipped: pipeline.framesSkipped,
                corrupt: counts.corrupt),
            restarts: source.restarts, at: now)
        return Report(
            cameraID: cameraID, time: timing(lag: 0).timestamp, severity: error == nil ? .info : .warn,
            payload: .health(health))
    }

    private func logMoved() {
        hasSaidMoved.toggle()
        let metadata: Logger.Metadata = ["camera.id": "\(cameraID)"]
        guard hasSaidMoved else {
            return logger.notice("the camera looks as it was calibrated again", metadata: metadata)
        }
        logger.warning(
            """
            the camera has moved since it was calibrated: nothing is said in metres until it is back; after a restart, \
            which cannot know that, until it is calibrated again or 'checked' in its calibration has a new day
            """, metadata: metadata)
    }

    private func log(_ refusal: CameraModelError) {
        hasSaidRefusal = true
        logger.warning(
            "what was learnt live before is not gone on from and will be set aside",
            metadata: [
                "camera.id": "\(cameraID)", "error.code": "\(refusal.code.rawValue)",
                "error": "\(refusal.message)", "where": "\(refusal.context)",
            ])
    }

    private func log(_ error: FootageError?, coverage: Coverage) {
        let state = source.phase.streamState.rawValue
        let isFirstFrame = source.phase == .streaming && saidPhase != .streaming && saidCoverage != nil
        var metadata: Logger.Metadata = ["camera.id": "\(cameraID)", "stream": "\(state)", "coverage": "\(coverage)"]
        guard let error else {
            logger.info(isFirstFrame ? "ready" : "stream changed", metadata: metadata)
            return
        }
        metadata["error.code"] = "\(error.code.rawValue)"
        metadata["source"] = "\(error.source)"
        metadata["error"] = "\(error.message)"
        metadata["remedy"] = "\(error.remedy)"
        logger.warning(source.lastError == nil ? "decoding limited" : "stream lost", metadata: metadata)
    }
}

extension ReconnectStateMachine.Phase {
    var streamState: StreamState {
        switch self {
        case .connecting: .connecting
        case .streaming: .streaming
        case .stalled: .stalled
        case .backingOff: .backingOff
        case .refused: .refused
        case .stopped: .stopped
        }
    }
}
