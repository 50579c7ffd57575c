import PixelKernelBodies
import PixelKernels

/// What the picture as a whole is worth, measured twice a second; the content change at every frame.
final class QualityMeter {
    static let interval = 0.5
    /// The reference is taken from the background when it is so old, renewed every minute while the picture is good, and
    /// taken anew when the picture was bad for ten minutes: what stays is the new view.
    static let referenceAfter = 6.0
    static let renewEvery = 60.0
    static let giveUpAfter = 600.0
    static let goodEdges: Float = 0.7
    /// A reference is trusted when its edges were found again so many times in a row; until then it is taken anew every
    /// few seconds: in a crowd the young background shows people who have gone.
    static let trustedAfter = 4
    static let retryEvery = 3.0
    /// A shift is looked for below this share, at most every four seconds.
    static let shiftBelow: Float = 0.75
    static let shiftEvery = 4.0

    private(set) var quality = ImageQuality()
    private let reference: EdgeReference
    /// What may become the reference.
    private let candidate: EdgeReference
    private let geometry: EvidenceGeometry
    private var lastTime = 0.0
    private var nextMeasure = 0.0
    private var nextShift = 0.0
    private var search: ShiftSearch?
    private var shift = FollowedShift()
    private var renewAt: Double?
    private var lastGood = 0.0
    private var goodMeasures = 0
    private var occlusion = Occlusion()
    /// What was last said of the edges while people alone could hide them.
    private var lastWord: Float = 1
    private var isTrusted: Bool { goodMeasures >= Self.trustedAfter }

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        reference = EdgeReference(geometry: geometry)
        candidate = EdgeReference(geometry: geometry)
    }

    func reset() {
        reference.reset()
        quality = ImageQuality()
        (lastTime, nextMeasure, nextShift, renewAt, lastGood, goodMeasures) = (0, 0, 0, nil, 0, 0)
        (search, shift, occlusion, lastWord) = (nil, FollowedShift(), Occlusion(), 1)
    }

    /// - Parameter isHeld: the model's states are those of an older picture.
    func measure(
        luma: Plane<UInt8>, previous: Plane<UInt8>, model: BackgroundModel, valid: Plane<UInt8>, isHeld: Bool,
        time: Double
    ) -> ImageQuality {
        let change = kernels.sumOfAbsoluteDifferences(luma.base, previous.base, count: geometry.pixels)
        quality.contentChange = Float(change) / Float(geometry.pixels)
        searchShift(luma, interval: time - lastTime)
        lastTime = time
        guard time >= nextMeasure else { return quality }
        nextMeasure = time + Self.interval
        measureLight(luma, valid)
        let sums = kernels.sharpness(luma.base, width: geometry.width, height: geometry.height)
        quality.sharpness = sums.gradient > 0 ? Float(sums.laplacian) / Float(sums.gradient) : 0
        if reference.isUseful { measureEdges(luma, valid, model.state, isHeld, time) }
        keepReference(luma, model, valid, time)
        return quality
    }

    private func searchShift(_ luma: Plane<UInt8>, interval: Double) {
        guard let shift = search?.advance(reference, luma, interval: interval) else { return }
        take((shift.x, shift.y), time: shift.since)
        search = nil
    }

    private func take(_ shift: (x: Int, y: Int), time: Double) {
        self.shift.take(shift, time: time)
        tellShift()
    }

    private func tellShift() {
        (quality.shiftX, quality.shiftY, quality.shiftSince) = (Float(shift.x), Float(shift.y), shift.since)
    }

    private func measureLight(_ luma: Plane<UInt8>, _ valid: Plane<UInt8>) {
        var (sum, saturated, count) = (0, 0, 0)
        for cell in 0..<geometry.cells where valid.base[cell] != 0 {
            let corner = luma.base + cell / geometry.columns * 8 * geometry.width + cell % geometry.columns * 8
            for y in [1, 3, 5, 7] {
                for x in [0, 2, 4, 6] {
                    let value = corner[y &* geometry.width &+ x]
                    sum &+= Int(value)
                    saturated &+= value < 8 || value > 247 ? 1 : 0
                }
            }
            count += 16
        }
        guard count > 0 else { return }
        quality.brightness = Float(sum) / Float(count)
        quality.saturated = Float(saturated) / Float(count)
    }

    private func measureEdges(
        _ luma: Plane<UInt8>, _ valid: Plane<UInt8>, _ state: Plane<UInt8>, _ isHeld: Bool, _ time: Double
    ) {
        let edges = reference.kept(luma, hiddenBy: state)
        let isSudden = occlusion.isSudden(seen: edges.seen, time: time)
        let usual = edges.kept.map { Float($0) }
        guard isTrusted else {
            if let usual { goodMeasures = usual >= Self.goodEdges ? goodMeasures + 1 : 0 }
            return
        }
        if isHeld || isSudden {
            quality.edgesKept = Float(reference.kept(luma))
        } else {
            // What a crowd hides keeps its last word.
            lastWord = usual ?? lastWord
            quality.edgesKept = lastWord
        }
        if quality.edgesKept >= Self.shiftBelow { forgetShift() }
        guard isHeld || isSudden || usual != nil else { return }
        if quality.edgesKept < Self.shiftBelow { lookForShift(luma, valid, time) }
        if quality.edgesKept >= Self.goodEdges { lastGood = time }
    }

    private func forgetShift() {
        shift = FollowedShift()
        tellShift()
        quality.edgeRatio = 1
        search = nil
    }

    /// Everywhere now and then; round the shift that was found, whenever edges are measured: a camera may sink.
    private func lookForShift(_ luma: Plane<UInt8>, _ valid: Plane<UInt8>, _ time: Double) {
        if time >= nextShift {
            nextShift = time + Self.shiftEvery
            quality.edgeRatio = Float(reference.ratio(luma, valid: valid))
            search = ShiftSearch(unshifted: Double(quality.edgesKept), time: time)
            searchShift(luma, interval: Self.interval)
        } else if search == nil, !shift.isNone {
            take(ShiftSearch.follow((shift.x, shift.y), reference, luma), time: time)
        }
    }

    private func keepReference(_ luma: Plane<UInt8>, _ model: BackgroundModel, _ valid: Plane<UInt8>, _ time: Double) {
        guard model.schedule.age(at: time) >= Self.referenceAfter, model.schedule.state(at: time) != .starting else {
            return
        }
        let isDue = renewAt.map { time >= $0 } ?? true
        let isGood = !isTrusted || quality.edgesKept >= Self.goodEdges
        let isGivenUp = time - lastGood >= Self.giveUpAfter
        guard isDue, isGood || isGivenUp else { return }
        // After a tampering the background may show it for minutes, while the picture is good again.
        guard isGivenUp || !isTrusted || reference.kept(model.background) >= Double(Self.goodEdges) else { return }
        candidate.learn(model.background, valid: valid)
        // A background that is young again may have learnt what was never there: what the picture does not show is no edge.
        let seen = candidate.kept(luma, hiddenBy: model.state).kept ?? 0
        guard isGivenUp || !isTrusted || seen >= Double(Self.goodEdges) else {
            renewAt = time + Self.retryEvery
            return
        }
        reference.exchange(with: candidate)
        if isGivenUp {
            goodMeasures = 0
            quality.edgesKept = 1
            forgetShift()
        }
        renewAt = time + (isTrusted ? Self.renewEvery : Self.retryEvery)
        lastGood = time
    }
}
