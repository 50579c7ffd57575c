public import Scene
import PixelKernelBodies
import PixelKernels

/// Computes the ``Evidence`` of each analysed frame of one camera. Not thread-safe: one camera, one thread.
///
/// The order is fixed: reduce, blacken what is private, follow the light, decide whether the whole picture changed, tell
/// background, moving and still apart, compare gradients, pool cells, compare structure, measure motion, learn the
/// background. Every buffer is allocated once; a frame allocates nothing. The same frames give the same evidence, bit
/// for bit.
public final class Perceiver {
    /// |∇I − ∇B|₁ (grey levels over two pixels) above which a gradient has changed.
    static let gradientThreshold: Int16 = 40

    public let geometry: EvidenceGeometry
    /// CPU seconds spent so far, by stage.
    public private(set) var cost = PerceptionCost()

    private let reduction: BoxReduction
    private let history: LumaHistory
    private let mask: ViewMask
    private let model: BackgroundModel
    private let bank: BackgroundBank
    private let gradient: Plane<UInt8>
    private let cells: CellPlanes
    private let outlineThreshold: OutlineThreshold
    private var outlines: Plane<UInt8>
    private let motion: MotionField
    private let meter: QualityMeter
    private let scratch: UnsafeMutablePointer<Int16>
    private var guardian = GlobalChangeGuard()
    private var lastTime: Double?
    private var clock = StageClock()

    /// - Parameters:
    ///   - pictureWidth: width of the pictures that will come, in pixels; at least 32, as the height.
    ///   - zones: `exclude` and `privacy` zones are honoured, `analysis` zones are the detectors' concern.
    public init(pictureWidth: Int, pictureHeight: Int, settings: AnalysisSettings, zones: [Zone]) {
        geometry = EvidenceGeometry(
            pictureWidth: pictureWidth, pictureHeight: pictureHeight, analysisWidth: settings.width)
        reduction = BoxReduction(
            sourceWidth: pictureWidth, sourceHeight: pictureHeight, width: geometry.width, height: geometry.height)
        history = LumaHistory(geometry: geometry)
        mask = ViewMask(geometry: geometry, zones: zones)
        model = BackgroundModel(geometry: geometry)
        bank = BackgroundBank(geometry: geometry)
        gradient = Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        cells = CellPlanes(geometry: geometry)
        outlineThreshold = OutlineThreshold(geometry: geometry)
        outlines = cells.gradient
        motion = MotionField(geometry: geometry)
        meter = QualityMeter(geometry: geometry)
        scratch = .allocate(capacity: 3 * geometry.width)
        scratch.initialize(repeating: 0, count: 3 * geometry.width)
    }

    deinit { scratch.deallocate() }

    /// Forgets every pixel: the source changed, or was away for long.
    public func reset() {
        history.reset()
        mask.reset()
        meter.reset()
        guardian.reset()
        bank.reset()
        forgetBackground()
        lastTime = nil
    }

    /// - Parameters:
    ///   - picture: the whole decoded luma plane, of the size given at the start.
    ///   - velocities: what the stream's vectors say, when motion is to be read from them.
    ///   - time: seconds since the stream's first frame; must grow.
    /// - Returns: evidence whose planes stay valid until the next call.
    public func perceive(
        _ picture: PlaneView<UInt8>, velocities: CodedVelocities? = nil, time: Double, frameIndex: Int
    ) -> Evidence {
        precondition(picture.width == geometry.pictureWidth && picture.height == geometry.pictureHeight)
        let interval = lastTime.map { max(0, time - $0) } ?? 0
        clock = StageClock()
        take(picture, time: time)
        cost.reduce += clock.lap()
        let isHeld = compare(time: time)
        // Until this frame is learnt: the one that makes the background usable has not been told apart from it.
        let hasStates = model.schedule.state(at: time) != .starting
        if !isHeld {
            model.learn(
                history.current.luma, time: time, frameInterval: interval, cells: cells)
        }
        cost.background += clock.lap()
        if !isHeld { measureMotion(velocities, hasStates: hasStates) }
        cost.motion += clock.lap()
        let quality = meter.measure(
            luma: history.current.luma, previous: history.previous.luma, model: model, valid: mask.cells,
            isHeld: isHeld, time: time)
        cost.quality += clock.lap()
        lastTime = time
        return evidence(time: time, interval: interval, frameIndex: frameIndex, isHeld: isHeld, quality: quality)
    }

    private func measureMotion(_ velocities: CodedVelocities?, hasStates: Bool) {
        if hasStates {
            motion.measure(history: history, velocities: velocities, state: model.state, cellMoving: cells.moving)
        } else {
            motion.measureChange(history: history)
        }
    }

    private func take(_ picture: PlaneView<UInt8>, time: Double) {
        let luma = history.advance(time: time)
        reduction.reduce(picture.base, stride: picture.stride, into: luma.base, stride: luma.width)
        mask.blacken(luma.base)
        mask.findBars(luma.base, time: time)
        history.reduceCurrent()
    }

    /// Compares the picture with what is known; returns whether every verdict is held.
    private func compare(time: Double) -> Bool {
        let luma = history.current.luma
        model.follow(light: luma, valid: mask.cells)
        guard model.schedule.state(at: time) != .starting else {
            // A picture that fades in, or a lamp that comes on: what was learnt so far is of something else.
            if abs(model.light.offset) > GlobalChangeGuard.offsetLimit { forgetBackground() }
            model.skip(to: time)
            return false
        }
        // While held the planes stay as they were: a changed light must not become a thousand objects.
        if !guardian.isHeld { classify(luma, time: time) }
        let share =
            guardian.isHeld
            ? model.farShare(luma, from: model.expected, valid: mask.cells) : cells.changedShare(valid: mask.cells)
        switch guardian.judge(offset: model.light.offset, changedShare: share, time: time) {
        case .steady:
            return false
        case .held:
            return hold(to: time)
        case .ask:
            return recallBackground(luma, time: time) ? false : hold(to: time)
        case .relearn:
            model.store(in: bank, valid: mask.cells, time: time)
            forgetBackground()
            return false
        }
    }

    private func hold(to time: Double) -> Bool {
        model.skip(to: time)
        motion.reset()
        return true
    }

    /// Goes on at once when the picture is a known one under other light.
    private func recallBackground(_ luma: Plane<UInt8>, time: Double) -> Bool {
        model.skip(to: time)
        guard
            model.recall(luma, previous: history.previous.luma, bank: bank, valid: mask.cells, time: time)
        else { return false }
        guardian.release(at: time)
        model.follow(light: luma, valid: mask.cells)
        classify(luma, time: time)
        return true
    }

    private func classify(_ luma: Plane<UInt8>, time: Double) {
        model.classify(luma, previous: history.previous.luma, time: time)
        clearInvalid()
        cost.background += clock.lap()
        compareGradients(luma)
        cells.pool(
            state: model.state, gradient: gradient, luma: luma, previous: history.previous.luma, valid: mask.cells)
        cells.correlate(luma: luma, background: model.expected)
        outlines = outlineThreshold.cells(
            usual: cells, luma: luma, model: model, valid: mask.cells, scratch: scratch, time: time)
        cost.cells += clock.lap()
    }

    private func compareGradients(_ luma: Plane<UInt8>) {
        kernels.gradientChange(
            luma.base, model.expected.base, width: geometry.width, height: geometry.height,
            threshold: Self.gradientThreshold, scratch: scratch, into: gradient.base)
    }

    private func clearInvalid() {
        for cell in 0..<geometry.cells where mask.cells.base[cell] == 0 {
            let corner = cell / geometry.columns * 8 * geometry.width + cell % geometry.columns * 8
            for y in 0..<8 { model.state.base.advanced(by: corner + y * geometry.width).update(repeating: 0, count: 8) }
        }
    }

    private func forgetBackground() {
        model.reset()
        cells.clear()
        outlineThreshold.reset()
        outlines = cells.gradient
        gradient.fill(0)
        motion.reset()
    }

    private func evidence(
        time: Double, interval: Double, frameIndex: Int, isHeld: Bool, quality: ImageQuality
    ) -> Evidence {
        Evidence(
            time: time, interval: interval, frameIndex: frameIndex, luma: history.current.luma.view,
            previousLuma: history.previous.luma.view, background: model.background.view, expected: model.expected.view,
            candidate: model.candidate.view, state: model.state.view, candidateAge: model.age.view,
            gradientChange: gradient.view, cellMoving: cells.moving.view, cellStill: cells.still.view,
            cellGradient: cells.gradient.view, cellFlicker: cells.flicker.view, cellOutline: outlines.view,
            faintness: outlineThreshold.faintness, cellStructure: cells.structure.view, cellValid: mask.cells.view,
            motionX: motion.x.view, motionY: motion.y.view, motionWeight: motion.weight.view,
            lightOffset: model.light.offset, isHeld: isHeld, backgroundState: model.schedule.state(at: time),
            quality: quality)
    }
}
