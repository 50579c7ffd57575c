internal import Perception

/// One static thing that is followed: where it is, its life, its owner, and what has been measured of it.
struct StaticObject: Sendable {
    /// Growth or loss of area from which on the region counts as another one, and the seconds for which it must last.
    static let resized = 1.6, resizeHold = 1.0
    /// Seconds after its appearance for which a region may still take shape; what grows onto it later is another thing.
    static let shaping = 5.0
    /// Share of the first foreground below which the object is not seen any more.
    static let goneShare = 0.3
    /// Share of its foreground cells that must still show what they showed when it appeared; below it is another thing
    /// that is seen there.
    static let ownShare = 0.3
    /// Share of restless cells above which it is hidden, and below which it can be measured.
    static let hiddenShare = 0.25, calmShare = 0.15

    /// Verifications in a row that must have said "object" before the alert: as many as the hold has when there is but
    /// one object. In a crowd each waits for its turn, and seconds in which nothing was measured prove nothing.
    static let leastAgreeing = Int(
        AbandonedObjectStateMachine.objectHold / AbandonedObjectDetector.verificationPeriod)

    let id: String
    var putAt: Double
    var machine: AbandonedObjectStateMachine
    var owner: OwnerStateMachine
    private var ownerTrace: OwnerTrace
    private(set) var box: PixelBox
    /// The region that was found first: part of it whatever else belongs to it.
    let core: PixelBox
    /// What the last verification measured.
    private(set) var measures: ObjectMeasures?
    private(set) var verdict = AbandonedObjectStateMachine.Verdict.pending
    /// How many verifications in a row have said "object".
    private var agreeing = 0
    /// It was hidden since: the verdict is of before.
    private var isVerdictOld = false
    var verifiedAt = -Double.infinity
    /// Nothing moved on the last frame in the foreground that touches it.
    var isCalm = false
    /// Running share of frames in which what surrounds it was static too, 0..1, and the seconds it rests on.
    private(set) var isolation = RunningMean(seconds: 6)
    /// Running share of its pixels that changed from one frame to the next, 0..1.
    private(set) var flicker = RunningMean(seconds: 10)
    /// Running share of looks at which it seemed put there rather than taken.
    private(set) var putShare = RunningMean(seconds: 6)
    /// What is seen in its place is not the object but the hole that it left in the background.
    var isReplaced = false
    private(set) var isHidden = false
    private(set) var isGone = false
    /// Seconds for which it was larger than an object while nothing moved that touched it: what shows less of itself
    /// later is somebody who lies there all the same.
    private(set) var largeFor = 0.0
    private var firstForeground = 1.0
    private var resizedSince: Double?
    private let appearedAt: Double

    init(
        id: String, putAt: Double, box: PixelBox, machine: AbandonedObjectStateMachine, evidence: Evidence
    ) {
        self.id = id
        self.putAt = putAt
        (self.box, core) = (box, box)
        appearedAt = evidence.time
        self.machine = machine
        owner = OwnerStateMachine(putAt: putAt)
        ownerTrace = OwnerTrace(putAt: putAt)
        firstForeground = max(1, shares(evidence).foreground)
    }

    var cells: PixelBox { box.cells }

    /// It can be measured.
    var isVisible: Bool { !isHidden && !isGone }

    /// Told of as standing alone.
    private var isTold: Bool {
        machine.phase == .unattended || isSettled
    }

    var isVerified: Bool { verdict == .object || isTold }

    /// How far it is in its life, then how large it is: of two fragments the higher goes on.
    var rank: Int { (isTold ? 1 << 32 : 0) + box.area }

    /// Its box is final: somebody may have been told of it.
    var isSettled: Bool {
        machine.phase == .abandoned || machine.phase == .acknowledged || machine.phase == .fixture
    }

    var ownerSight: OwnerSight { ownerTrace.sight }

    /// Follows the one who put it through the feet of one frame.
    mutating func follow(
        _ feet: some FootSource, at place: ObjectPlace, time: Double,
        where isSomebody: (PersonTrace.Foot) -> Bool = { _ in true }, isOccupied: (SIMD2<Double>) -> Bool
    ) {
        ownerTrace.ingest(feet, of: place, time: time, where: isSomebody, isOccupied: isOccupied)
    }

    /// Takes who is around. Its surroundings are judged anew once nobody attends it: until then they moved.
    mutating func take(_ presence: Presence, time: Double) {
        let wasAttended = owner.isAttended
        owner.ingest(presence, time: time)
        if wasAttended, !owner.isAttended { isolation = RunningMean(seconds: isolation.seconds) }
    }

    /// It was but a part of something.
    mutating func grow(to whole: PixelBox, evidence: Evidence) {
        box = whole
        firstForeground = max(1, shares(evidence).foreground)
        resizedSince = nil
    }

    /// Looks at the object's own cells.
    mutating func look(_ evidence: Evidence, memory: CellMemory) {
        let shares = shares(evidence)
        let restless = restlessShare(memory)
        isHidden = restless > Self.hiddenShare
        isGone = shares.foreground < Self.goneShare * firstForeground && restless <= Self.calmShare
        if isHidden { isVerdictOld = true }
        if !isHidden, !isGone {
            flicker.take(memory.flicker.excess(of: shares.flicker), interval: evidence.interval)
        }
    }

    /// Takes whether what surrounds it is static on this frame, as far as chance lets that be told. What was hidden by what
    /// moved may be seen now.
    mutating func take(isolated: Bool, interval: Double) {
        if !isCalm { largeFor = 0 }
        isolation.take(isolated ? 1 : 0, interval: interval)
    }

    /// Takes whether the whole that it is part of is larger than an object on this look.
    mutating func take(isLarge: Bool, interval: Double) {
        if isLarge { largeFor += interval }
    }

    /// Takes what a verification has measured.
    mutating func conclude(_ measured: ObjectMeasures) {
        (measures, verdict, isVerdictOld) = (measured, measured.verdict, false)
        agreeing = verdict == .object ? agreeing + 1 : 0
    }

    /// Takes whether it seems put there on this look.
    mutating func take(isPut: Bool, interval: Double) {
        putShare.take(isPut ? 1 : 0, interval: interval)
    }

    /// Takes the static region that was found in its place. A region of another size is believed when it stays.
    mutating func match(_ region: PixelBox, evidence: Evidence) {
        guard evidence.time - appearedAt <= Self.shaping else { return }
        let ratio = Double(region.area) / Double(max(1, box.area))
        guard ratio > Self.resized || ratio < 1 / Self.resized else {
            resizedSince = nil
            return
        }
        resizedSince = resizedSince ?? evidence.time
        guard evidence.time - (resizedSince ?? evidence.time) >= Self.resizeHold, !isHidden else { return }
        box = region
        firstForeground = max(1, shares(evidence).foreground)
        resizedSince = nil
    }

    /// Goes on in its life with what was seen of it on a frame; answers the new phase when it changed.
    mutating func advance(to time: Double) -> ObjectPhase? {
        machine.ingest(
            .init(
                time: time, isGone: isGone || isReplaced, isAttended: owner.isAttended,
                ownerLeftAt: owner.ownerLeftAt, verdict: isVerdictOld ? .pending : verdict, isHidden: isVerdictOld,
                isMeasured: agreeing >= Self.leastAgreeing))
    }

    /// Whether what its place shows came there after it.
    func showsAnother(_ memory: CellMemory) -> Bool {
        var (visible, own) = (0, 0)
        memory.isForeground.forEach(in: cells) { cell in
            visible += 1
            if memory.since(cell) <= appearedAt + Self.shaping { own += 1 }
        }
        return Double(own) < Self.ownShare * Double(visible)
    }

    private func restlessShare(_ memory: CellMemory) -> Double {
        let count = cells.clamped(columns: memory.columns, rows: memory.rows).area
        return Double(memory.isRestless.count(in: cells)) / Double(max(1, count))
    }

    /// Foreground pixels, and the share of all pixels that flicker.
    private func shares(_ evidence: Evidence) -> (foreground: Double, flicker: Double) {
        var (foreground, flicker, pixels) = (0, 0, 0)
        let cells = cells
        for row in cells.top..<min(cells.bottom, evidence.rows) {
            for column in cells.left..<min(cells.right, evidence.columns) {
                foreground += evidence.cellForeground(column, row)
                flicker += Int(evidence.cellFlicker[column, row])
                pixels += Evidence.cellSize * Evidence.cellSize
            }
        }
        return (Double(foreground), Double(flicker) / Double(max(1, pixels)))
    }
}

/// Mean over about the last so many seconds, exact while it has seen less.
struct RunningMean: Sendable, Hashable {
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
