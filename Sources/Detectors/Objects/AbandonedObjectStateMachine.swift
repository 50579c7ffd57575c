/// The life of one static object: candidate → attended → unattended → abandoned → acknowledged, removed or fixture.
///
/// Pure: takes signs, answers the phase when it changes. `removed` and `cleared` are final. What was taken away has a
/// short life beside it: candidate → taken → cleared.
public struct AbandonedObjectStateMachine: Sendable {
    /// When the rule warns and alerts, seconds after the owner left.
    public struct Times: Sendable, Hashable {
        public var warnAfter, alertAfter: Double

        public init(warnAfter: Double, alertAfter: Double) {
            (self.warnAfter, self.alertAfter) = (warnAfter, max(warnAfter, alertAfter))
        }
    }

    /// What the verification says about the static region.
    public enum Verdict: Sendable, Hashable, CaseIterable {
        /// Not decided yet, or not to be seen now.
        case pending
        /// An object that was put there.
        case object
        /// Something changed, but whether it was put or taken cannot be said.
        case ambiguous
        /// Something that stood there before was taken away.
        case taken
        /// A person, light, or something of another size: never an object.
        case refused
    }

    /// What is seen of the object on one frame.
    public struct Signs: Sendable, Hashable {
        /// Seconds since the first frame.
        public var time: Double
        /// The background is visible again where it stood.
        public var isGone: Bool
        /// A person stands within the owner radius.
        public var isAttended: Bool
        /// When the last person went from it; `nil` while that is not known.
        public var ownerLeftAt: Double?
        public var verdict: Verdict
        /// Something passes in front of it: the verdict is of before.
        public var isHidden: Bool
        /// "Object" was measured often enough to be believed, not only for long enough.
        public var isMeasured: Bool

        public init(
            time: Double, isGone: Bool, isAttended: Bool, ownerLeftAt: Double?, verdict: Verdict,
            isHidden: Bool = false, isMeasured: Bool = true
        ) {
            self.time = time
            self.isGone = isGone
            self.isAttended = isAttended
            self.ownerLeftAt = ownerLeftAt
            self.verdict = verdict
            self.isHidden = isHidden
            self.isMeasured = isMeasured
        }
    }

    /// Seconds for which the background must be visible before the object counts as gone, and for which the
    /// verification must refuse it before it is only a candidate again.
    public static let goneHold = 2.0, refusedHold = 3.0
    /// Seconds for which the verification must say "object" without a break before the alert: of somebody who sits it
    /// says so now and then.
    public static let objectHold = 4.0
    /// Seconds of refusal that are remembered: the verification must say "object" for as long as it refused before. Of
    /// somebody who stands still now and then it says "object" for a while, too.
    public static let mostDoubt = 30.0
    /// Seconds after the alert at which it is proposed as a fixture, and seconds for which it is one: what is still there
    /// then is judged anew.
    public static let fixtureAfter = 1800.0, fixtureExpiry = 86_400.0

    public let times: Times
    public private(set) var phase = ObjectPhase.candidate
    private var goneSince: Double?
    private var refusedSince: Double?
    private var abandonedAt: Double?
    private var fixtureAt: Double?
    private var objectSince: Double?
    /// Seconds of refusal that "object" has not outweighed yet.
    public private(set) var doubt: Double
    private var lastTime: Double?

    /// - Parameter doubt: what is left of it in the same place.
    public init(times: Times, doubt: Double = 0) {
        (self.times, self.doubt) = (times, doubt)
    }

    /// `true` when nothing more can come.
    public var isFinal: Bool { phase == .removed || phase == .cleared }

    /// Takes the signs of one frame; answers the new phase when it changed.
    public mutating func ingest(_ signs: Signs) -> ObjectPhase? {
        weigh(signs)
        lastTime = signs.time
        if !signs.isHidden { objectSince = signs.verdict == .object ? objectSince ?? signs.time : nil }
        guard !isFinal, let next = next(signs), next != phase else { return nil }
        if next == .abandoned { abandonedAt = signs.time }
        if next == .fixture { fixtureAt = signs.time }
        phase = next
        return next
    }

    private mutating func weigh(_ signs: Signs) {
        let elapsed = signs.time - (lastTime ?? signs.time)
        switch signs.verdict {
        case .refused: doubt = min(Self.mostDoubt, doubt + elapsed)
        case .object: doubt = max(0, doubt - elapsed)
        case .pending, .ambiguous, .taken: break
        }
    }

    /// Somebody has seen to it: it is followed until it goes, and nothing more is said of it. Answers the new phase when
    /// there was something to acknowledge.
    public mutating func acknowledge() -> ObjectPhase? {
        guard phase == .unattended || phase == .abandoned else { return nil }
        abandonedAt = abandonedAt ?? lastTime
        phase = .acknowledged
        return phase
    }

    private mutating func next(_ signs: Signs) -> ObjectPhase? {
        if held(signs.isGone, &goneSince, signs.time, Self.goneHold) { return wasObject ? .removed : .cleared }
        let isRefused = held(signs.verdict == .refused, &refusedSince, signs.time, Self.refusedHold)
        switch phase {
        case .abandoned, .acknowledged: return isOver(abandonedAt, Self.fixtureAfter, signs.time) ? .fixture : nil
        case .fixture: return isOver(fixtureAt, Self.fixtureExpiry, signs.time) ? .candidate : nil
        case .taken: return isRefused ? .cleared : nil
        case .removed, .cleared: return nil
        case .candidate, .attended, .staticChange, .unattended:
            return isRefused ? .candidate : waiting(signs)
        }
    }

    private func isOver(_ since: Double?, _ seconds: Double, _ time: Double) -> Bool {
        since.map { time - $0 >= seconds } ?? false
    }

    private func waiting(_ signs: Signs) -> ObjectPhase? {
        if signs.verdict == .taken, phase != .unattended { return .taken }
        if signs.isAttended { return .attended }
        guard !signs.isGone, let left = signs.ownerLeftAt else { return nil }
        let alone = signs.time - left
        switch (phase, signs.verdict) {
        case (.unattended, .object):
            let isSure = doubt == 0 && signs.isMeasured && isOver(objectSince, Self.objectHold, signs.time)
            return alone >= times.alertAfter && isSure ? .abandoned : nil
        case (.unattended, .ambiguous), (.unattended, .taken): return .staticChange
        case (_, .object): return alone >= times.warnAfter ? .unattended : nil
        case (_, .ambiguous): return alone >= times.warnAfter ? .staticChange : nil
        default: return nil
        }
    }

    /// What was never more than a candidate is not "removed" when it goes.
    private var wasObject: Bool { phase != .candidate && phase != .staticChange && phase != .taken }

    private func held(_ holds: Bool, _ since: inout Double?, _ time: Double, _ hold: Double) -> Bool {
        guard holds else {
            since = nil
            return false
        }
        since = since ?? time
        return time - (since ?? time) >= hold
    }
}
