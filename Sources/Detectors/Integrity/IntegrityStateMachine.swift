/// Holds a camera's integrity: a trouble is raised within 10 s, a good picture of 10 s clears it. Pure.
struct IntegrityStateMachine {
    /// Counted from the first frame that speaks for it; a second is left for what is measured less often than frames come.
    static let raiseAfter = 9.0
    static let clearAfter = 10.0
    /// Seconds for which a good frame, or one of another trouble once one was raised, does not end a trouble: noise lets an
    /// edge be found now and then.
    static let lapse = 1.5

    private(set) var state = IntegrityState.good
    private var candidate = IntegrityState.good
    private var since = 0.0
    private var score = 0.0
    private var lastHeld = 0.0

    /// Good, and nothing speaks against it.
    var isSettledGood: Bool { state == .good && candidate == .good }

    /// The finding of one frame; returns the observation when the state changes.
    mutating func ingest(_ finding: IntegrityFinding, time: Double) -> IntegrityObservation? {
        if finding.state == candidate {
            lastHeld = time
        } else if state == .good, candidate != .good, finding.state != .good {
            // Trouble all the same, only its name was not certain yet.
            (candidate, lastHeld) = (finding.state, time)
        } else if candidate == .good || time - lastHeld > Self.lapse {
            (candidate, since, score, lastHeld) = (finding.state, finding.since ?? time, finding.score, time)
        }
        score = max(score, finding.score)
        let hold = candidate == .good ? Self.clearAfter : Self.raiseAfter
        guard candidate != state, lastHeld == time, time - since >= hold else { return nil }
        state = candidate
        return IntegrityObservation(state: state, score: state == .good ? 0 : min(1, score))
    }
}

/// What one frame says of the camera.
struct IntegrityFinding: Hashable {
    var state: IntegrityState
    /// 0..1, how far beyond the limit.
    var score: Double
    /// Time of the first frame that speaks for it, when that takes more than one.
    var since: Double? = nil

    static let good = IntegrityFinding(state: .good, score: 0)
}
