public import Footage
public import Scene

/// How much is decoded while the machine does, or does not, keep up. Pure: it is told whether the agent is behind.
///
/// Only the policy `auto` moves, one step at a time in the order of ``/Footage/DecodeEffort``: down when the agent has
/// been behind for long enough to be called behind, up again after a calm time that doubles whenever a step up had to be
/// taken back soon.
public struct DecodeGovernor: Sendable {
    /// Seconds after a step during which a backlog is only worked off.
    public static let settling = 5.0
    /// Seconds without a backlog before a step up, at first and at most.
    public static let firstCalm = 60.0
    public static let longestCalm = 960.0
    /// A step up that is taken back within so many seconds was a mistake.
    public static let relapse = 120.0

    private let usual: DecodeEffort
    private let isAdaptive: Bool
    private var calm = firstCalm
    private var steppedAt = -Double.infinity
    private var steppedUpAt = -Double.infinity
    private var calmSince: Double?

    public private(set) var effort: DecodeEffort

    public init(policy: DecodePolicy) {
        usual = policy.effort
        effort = policy.effort
        isAdaptive = policy == .auto
    }

    /// Whether less is decoded than the policy asks for.
    public var isReduced: Bool { effort > usual }

    /// Takes the state of one frame; answers whether ``effort`` has changed.
    /// - Parameter now: monotonic seconds.
    public mutating func ingest(isBehind: Bool, at now: Double) -> Bool {
        guard isAdaptive else { return false }
        return isBehind ? stepDown(at: now) : stepUp(at: now)
    }

    private mutating func stepDown(at now: Double) -> Bool {
        calmSince = nil
        guard now - steppedAt >= Self.settling, let next = DecodeEffort(rawValue: effort.rawValue + 1) else {
            return false
        }
        if now - steppedUpAt < Self.relapse { calm = min(Self.longestCalm, 2 * calm) }
        effort = next
        steppedAt = now
        return true
    }

    private mutating func stepUp(at now: Double) -> Bool {
        let since = calmSince ?? now
        calmSince = since
        guard isReduced else {
            // A long time at the usual effort: what was learnt about this machine's load is old.
            if now - since >= Self.longestCalm { calm = Self.firstCalm }
            return false
        }
        guard now - since >= calm, let next = DecodeEffort(rawValue: effort.rawValue - 1) else { return false }
        effort = next
        (steppedAt, steppedUpAt, calmSince) = (now, now, now)
        return true
    }
}
