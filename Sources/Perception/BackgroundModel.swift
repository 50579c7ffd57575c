import PixelKernelBodies
import PixelKernels

/// Background, candidate layer and their pixel states.
///
/// The background is the running median of a ring of samples (``MedianRing``). Pixels under a live candidate get the
/// expected background as their sample: that keeps an object that was left from being absorbed. Two things end it: the
/// candidate lies there for longer than ``absorbAfter``, or it is a *ghost* (``GhostFinder``).
final class BackgroundModel {
    /// Tenths of a second after which a candidate is still.
    static let stillAfter: UInt16 = 30
    static let youngBelow: UInt16 = 10
    static let forgetAfter: UInt16 = 250
    /// What takes an older candidate's place must have stayed the same for 4 s (and for a quarter of its age).
    static let settleAfter: UInt16 = 40
    /// A candidate so old is held out of the background: longer in the first seconds, when the background itself may be
    /// wrong.
    static let holdAfter: UInt16 = 15
    static let holdAfterAtStart: UInt16 = 40
    static let startSeconds = 20.0
    /// After 90 minutes what lies there becomes background: a crowd that stands still for an hour must still be counted,
    /// and a fixture is proposed to the operator at 30 minutes whatever happens here.
    static let absorbAfter: UInt16 = 54000
    /// After 40 s only what lies where the background itself was seen for long enough before is held on: for 1.5 s, and
    /// for 38/256 of its age up to 25 s, tenths of a second. A background that nobody ever sees is wrong and must be free
    /// to change.
    static let doubtAfter: UInt16 = 400
    static let leastSupport: UInt16 = 15
    static let supportShare: UInt16 = 38
    static let longestDebt: UInt16 = 1700
    /// A background that moves by more than this at once is another one, grey levels.
    static let jump: UInt8 = 10
    /// Pixels of a cell (of 64) that must be held together.
    static let leastHeld: UInt8 = 20
    /// Least difference that counts, grey levels.
    static let floor: UInt8 = 14
    /// A sampling round is spread over at most so many frames.
    static let slices = 8
    /// Seconds between updates of the noise.
    static let noiseInterval = 0.2

    let background, expected, candidate, state: Plane<UInt8>
    let age: Plane<UInt16>
    let missing: Plane<UInt16>
    private let noise, held, steady, support: Plane<UInt8>
    /// The background before a sample was put in; between two samples, room for another one.
    let before: Plane<UInt8>
    private let heldCells: Plane<UInt8>
    let ring: MedianRing
    let ghosts: GhostFinder
    let bins: UnsafeMutablePointer<UInt32>
    let geometry: EvidenceGeometry
    var schedule = SamplingSchedule()
    var light = LightModel()
    var round: Round?
    private var nextNoise = 0.0
    private var noiseTurn = 0
    private var tenths = 0

    /// A sampling round in progress.
    struct Round {
        var slot, filled, slice, slices: Int
    }

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        func plane(_ value: UInt8) -> Plane<UInt8> {
            Plane(width: geometry.width, height: geometry.height, filledWith: value)
        }
        background = plane(0)
        expected = plane(0)
        candidate = plane(0)
        state = plane(0)
        noise = plane(16)
        held = plane(0)
        steady = plane(0)
        support = plane(0)
        before = plane(0)
        heldCells = Plane(width: geometry.columns, height: geometry.rows, filledWith: 0)
        age = Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        missing = Plane(width: geometry.width, height: geometry.height, filledWith: 0)
        ring = MedianRing(pixels: geometry.pixels, capacity: SamplingSchedule.capacity)
        ghosts = GhostFinder(geometry: geometry)
        bins = .allocate(capacity: LightModel.scratchBins)
        bins.initialize(repeating: 0, count: LightModel.scratchBins)
    }

    deinit { bins.deallocate() }

    /// Forgets everything; the ring fills anew.
    func reset() {
        schedule.reset()
        light.reset()
        ghosts.reset()
        (round, nextNoise, noiseTurn, tenths) = (nil, 0, 0, 0)
        for plane in [state, candidate, held, steady, support] { plane.fill(0) }
        noise.fill(16)
        age.fill(0)
        missing.fill(0)
    }

    /// Brings the expected background up to date with the light: before anything is compared.
    func follow(light luma: Plane<UInt8>, valid: Plane<UInt8>) {
        guard schedule.samples > 0 else { return }
        light.measure(
            luma: luma.base, background: background.base, valid: valid.base, geometry: geometry, scratch: bins)
        kernels.lightCorrection(
            background.base, offset: Int16(light.pivotOffset), slope: Int16(light.slope), pivot: Int16(light.pivot),
            into: expected.base, count: geometry.pixels)
    }

    /// Tells background, moving and still apart.
    func classify(_ luma: Plane<UInt8>, previous: Plane<UInt8>, time: Double) {
        let now = Int((time * 10).rounded(.down))
        let ticks = UInt16(clamping: now - tenths)
        tenths = now
        let planes = LayerPlanes(
            candidate: candidate.base, age: age.base, missing: missing.base, steady: steady.base, noise: noise.base,
            state: state.base, support: support.base)
        let limits = LayerLimits(
            ticks: ticks, youngTicks: Self.youngBelow, forgetTicks: Self.forgetAfter, stillTicks: Self.stillAfter,
            settleTicks: Self.settleAfter, floor: Self.floor, noise: noiseUpdate(at: time))
        kernels.updateLayers(
            luma: luma.base, previous: previous.base, expected: expected.base, planes: planes, limits: limits,
            count: geometry.pixels)
    }

    /// Five times a second, every fourth time where something moves too.
    private func noiseUpdate(at time: Double) -> LayerLimits.Noise {
        guard time >= nextNoise else { return .untouched }
        nextNoise = time + Self.noiseInterval
        noiseTurn = (noiseTurn + 1) % 4
        return noiseTurn == 0 ? .ofBackgroundAndMoving : .ofBackground
    }

    /// Time that passed while nothing was compared ages no candidate.
    func skip(to time: Double) { tenths = Int((time * 10).rounded(.down)) }

    /// Takes a sample when one is due, or the next slice of one that is spread over frames.
    func learn(
        _ luma: Plane<UInt8>, time: Double, frameInterval: Double, cells: CellPlanes
    ) {
        if round == nil, let due = schedule.sample(at: time) {
            let frames = frameInterval > 0 ? schedule.interval(at: time) / frameInterval : 1
            round = Round(
                slot: due.slot, filled: due.filled, slice: 0,
                slices: due.filled == 1 ? 1 : min(Self.slices, max(1, Int(frames))))
            healGhosts(luma, cells: cells, time: time)
            hold(time: time)
        }
        guard var current = round else { return }
        let first = ring.chunks * current.slice / current.slices
        let end = ring.chunks * (current.slice + 1) / current.slices
        let (start, count) = (
            first * MedianRing.lanes, min(end * MedianRing.lanes, geometry.pixels) - first * MedianRing.lanes
        )
        before.base.advanced(by: start).update(from: background.base + start, count: count)
        ring.insert(
            luma: luma.base, stand: expected.base, held: held.base, slot: current.slot, filled: current.filled,
            chunks: first..<end, median: background.base)
        kernels.dropSupport(
            before.base + start, background.base + start, threshold: Self.jump, support: support.base + start,
            count: count)
        current.slice += 1
        round = current.slice < current.slices ? current : nil
        if schedule.samples == 1 { expected.copy(from: background) }
    }

    /// Marks the pixels whose candidate must not get into the background.
    private func hold(time: Double) {
        let limits = HoldLimits(
            youngest: schedule.age(at: time) < Self.startSeconds ? Self.holdAfterAtStart : Self.holdAfter,
            oldest: Self.absorbAfter, doubt: Self.doubtAfter,
            alive: UInt16(clamping: Int(schedule.age(at: time) * 10)), leastSupport: Self.leastSupport,
            supportShare: Self.supportShare, longestDebt: Self.longestDebt)
        kernels.holdCandidates(
            state: state.base, age: age.base, support: support.base, limits: limits, into: held.base,
            count: geometry.pixels)
        releaseScattered()
    }

    /// Single pixels are no object: where a crowd passes, a background that is wrong would hold itself for ever.
    private func releaseScattered() {
        kernels.poolCells(
            held.base, width: geometry.width, height: geometry.height, bit: 0, into: heldCells.base)
        for cell in 0..<geometry.cells where heldCells.base[cell] < Self.leastHeld && heldCells.base[cell] > 0 {
            let corner = held.base + cell / geometry.columns * 8 * geometry.width + cell % geometry.columns * 8
            for y in 0..<8 { corner.advanced(by: y * geometry.width).update(repeating: 0, count: 8) }
        }
    }

    /// What only the background shows is learnt at once, from the still pixels of a ghost's cell.
    private func healGhosts(_ luma: Plane<UInt8>, cells: CellPlanes, time: Double) {
        ghosts.find(luma: luma, expected: expected, state: state, cells: cells, time: time) { corner in
            for y in 0..<8 {
                for pixel in corner + y * geometry.width..<corner + y * geometry.width + 8
                where state.base[pixel] == PixelState.still {
                    let value = luma.base[pixel]
                    ring.restart(pixel: pixel, value: value)
                    background.base[pixel] = value
                    support.base[pixel] = 0
                    age.base[pixel] = 0
                    held.base[pixel] = 0
                }
            }
        }
    }
}
