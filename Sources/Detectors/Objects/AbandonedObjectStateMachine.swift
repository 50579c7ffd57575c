/// The life of one static object: candidate → attended → unattended → abandoned → removed, cleared or fixture.
///
/// Pure: takes signs, answers the phase when it changes. `removed` and `cleared` are final.
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

        public init(time: Double, isGone: Bool, isAttended: Bool, ownerLeftAt: Double?, verdict: Verdict) {
            self.time = time
            self.isGone = isGone
            self.isAttended = isAttended
            self.ownerLeftAt = ownerLeftAt
            self.verdict = verdict
        }
    }

    /// Seconds for which the background must be visible before the object counts as gone, and for which the
    /// verification must refuse it before it is only a candidate again.
    public static let goneHold = 2.0, refusedHold = 3.0
    /// Seconds after the alert at which it is proposed as a fixture.
    public static let fixtureAfter = 1800.0

    public let times: Times
    public private(set) var phase = ObjectPhase.candidate
    private var goneSince: Double?
    private var refusedSince: Double?
    private var abandonedAt: Double?

    public init(times: Times) {
        self.times = times
    }

    /// `true` when nothing more can come.
    public var isFinal: Bool { phase == .removed || phase == .cleared }

    /// Takes the signs of one frame; answers the new phase when it changed.
    public mutating func ingest(_ signs: Signs) -> ObjectPhase? {
        guard !isFinal, let next = next(signs), next != phase else { return nil }
        if next == .abandoned { abandonedAt = signs.time }
        phase = next
        return next
    }

    private mutating func next(_ signs: Signs) -> ObjectPhase? {
        if held(signs.isGone, &goneSince, signs.time, Self.goneHold) { return wasObject ? .removed : .cleared }
        let isRefused = held(signs.verdict == .refused, &refusedSince, signs.time, Self.refusedHold)
        switch phase {
        case .abandoned: return signs.time - (abandonedAt ?? signs.time) >= Self.fixtureAfter ? .fixture : nil
        case .fixture, .removed, .cleared: return nil
        case .candidate, .attended, .staticChange, .unattended:
            return isRefused ? .candidate : waiting(signs)
        }
    }

    private func waiting(_ signs: Signs) -> ObjectPhase? {
        if signs.isAttended { return .attended }
        guard !signs.isGone, let left = signs.ownerLeftAt else { return nil }
        let alone = signs.time - left
        switch (phase, signs.verdict) {
        case (.unattended, .object): return alone >= times.alertAfter ? .abandoned : nil
        case (.unattended, .ambiguous): return .staticChange
        case (_, .object): return alone >= times.warnAfter ? .unattended : nil
        case (_, .ambiguous): return alone >= times.warnAfter ? .staticChange : nil
        default: return nil
        }
    }

    /// What was never more than a candidate is not "removed" when it goes.
    private var wasObject: Bool { phase != .candidate && phase != .staticChange }

    private func held(_ holds: Bool, _ since: inout Double?, _ time: Double, _ hold: Double) -> Bool {
        guard holds else {
            since = nil
            return false
        }
        since = since ?? time
        return time - (since ?? time) >= hold
    }
}
