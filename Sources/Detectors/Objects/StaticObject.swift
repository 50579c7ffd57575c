internal import Perception

/// One static thing that is followed: where it is, its life, its owner, and what has been measured of it.
struct StaticObject: Sendable {
    /// Growth or loss of area from which on the region counts as another one, and the seconds for which it must last.
    static let resized = 1.6, resizeHold = 3.0
    /// Share of the first still pixels below which the object is not seen any more.
    static let goneShare = 0.3
    /// Share of moving pixels in its cells above which it is hidden, and below which it can be measured.
    static let hiddenShare = 0.25, calmShare = 0.15

    let id: String
    let putAt: Double
    var machine: AbandonedObjectStateMachine
    var owner: OwnerStateMachine
    private(set) var box: PixelBox
    var verdict = AbandonedObjectStateMachine.Verdict.pending
    var verifiedAt = -Double.infinity
    /// Running share of frames in which what surrounds it was static too, 0..1, and the seconds it rests on.
    private(set) var isolation = RunningMean(seconds: 4)
    /// Running share of its pixels that changed from one frame to the next, 0..1.
    private(set) var flicker = RunningMean(seconds: 10)
    private(set) var isHidden = false
    private(set) var isGone = false
    private var firstStill: Double
    private var resizedSince: Double?

    init(
        id: String, putAt: Double, box: PixelBox, times: AbandonedObjectStateMachine.Times, evidence: Evidence
    ) {
        self.id = id
        self.putAt = putAt
        self.box = box
        machine = AbandonedObjectStateMachine(times: times)
        owner = OwnerStateMachine(putAt: putAt)
        firstStill = 0
        firstStill = max(1, shares(evidence).still)
    }

    /// Cells that the object covers, upper bounds excluded.
    var cells: PixelBox {
        let size = Evidence.cellSize
        return PixelBox(
            left: box.left / size, top: box.top / size, right: (box.right + size - 1) / size,
            bottom: (box.bottom + size - 1) / size)
    }

    /// Looks at the object's own cells.
    mutating func look(_ evidence: Evidence) {
        let shares = shares(evidence)
        isHidden = shares.moving > Self.hiddenShare * shares.pixels
        isGone = shares.still < Self.goneShare * firstStill && shares.moving <= Self.calmShare * shares.pixels
        if shares.moving <= Self.calmShare * shares.pixels, !isGone {
            flicker.take(shares.flicker / shares.pixels, interval: evidence.interval)
        }
    }

    /// Takes whether what surrounds it is static on this frame.
    mutating func take(isolated: Bool, interval: Double) {
        isolation.take(isolated ? 1 : 0, interval: interval)
    }

    /// Takes the static region that was found in its place. A region of another size is believed when it stays.
    mutating func match(_ region: PixelBox, evidence: Evidence) {
        let ratio = Double(region.area) / Double(max(1, box.area))
        guard ratio > Self.resized || ratio < 1 / Self.resized else {
            resizedSince = nil
            return
        }
        resizedSince = resizedSince ?? evidence.time
        guard evidence.time - (resizedSince ?? evidence.time) >= Self.resizeHold, !isHidden else { return }
        box = region
        firstStill = max(1, shares(evidence).still)
        resizedSince = nil
    }

    private func shares(_ evidence: Evidence) -> (still: Double, moving: Double, flicker: Double, pixels: Double) {
        var (still, moving, flicker, pixels) = (0, 0, 0, 0)
        let cells = cells
        for row in cells.top..<min(cells.bottom, evidence.rows) {
            for column in cells.left..<min(cells.right, evidence.columns) {
                still += Int(evidence.cellStill[column, row])
                moving += Int(evidence.cellMoving[column, row])
                flicker += Int(evidence.cellFlicker[column, row])
                pixels += Evidence.cellSize * Evidence.cellSize
            }
        }
        return (Double(still), Double(moving), Double(flicker), Double(max(1, pixels)))
    }
}

/// Mean over about the last so many seconds, exact while it has seen less.
struct RunningMean: Sendable {
    let seconds: Double
    private(set) var value = 0.0
    /// Seconds that have been taken.
    private(set) var seen = 0.0

    init(seconds: Double) {
        self.seconds = seconds
    }

    mutating func take(_ sample: Double, interval: Double) {
        guard interval > 0 else { return }
        seen += interval
        value += (sample - value) * min(1, interval / min(seconds, seen))
    }
}
