internal import Events

/// The events of one rule: starts, updates and ends them as findings appear, change and go.
///
/// Holds the cooldown (at most one start of a kind of breach in so many seconds; what still holds after it starts then), and
/// gives each life one number: a finding with a key that comes back within ``reacquisition`` keeps its number.
struct RuleEventStateMachine: Sendable {
    /// Seconds within which the same object in the same place is the same event.
    static let reacquisition = 600.0
    /// Seconds between two updates of an event that goes on and does not get worse.
    static let updatePeriod = 30.0

    struct Running: Sendable, Hashable {
        var number: Int
        var finding: Finding
        /// When the rule first held and when it was last spoken of, seconds since the first frame.
        var heldSince, saidAt: Double
    }

    enum Step: Sendable, Hashable {
        case start(Running)
        case update(Running)
        case end(Running, EndReason)
    }

    let cooldown: Double
    private(set) var running: [Running] = []
    private var heldSince: [String: Double] = [:]
    private var lastStarts: [String: Double] = [:]
    private var past: [String: (number: Int, endedAt: Double)] = [:]

    init(cooldown: Double) {
        self.cooldown = cooldown
    }

    /// Takes what holds on a frame; `nextNumber` gives a new event its number.
    mutating func ingest(_ findings: Findings, time: Double, nextNumber: () -> Int) -> [Step] {
        var steps = endMissing(from: findings, time: time)
        if heldSince.contains(where: { !findings.holds($0.key) }) {
            heldSince = heldSince.filter { findings.holds($0.key) }
        }
        for finding in findings.holding {
            if let step = ingest(finding, time: time, nextNumber: nextNumber) { steps.append(step) }
        }
        return steps
    }

    /// Ends everything that runs, for one reason.
    mutating func endAll(_ reason: EndReason, time: Double) -> [Step] {
        let gone = running
        running.removeAll()
        heldSince.removeAll()
        return gone.map { end($0, reason, time: time) }
    }

    private mutating func endMissing(from findings: Findings, time: Double) -> [Step] {
        let gone = running.filter { !findings.holds($0.finding.key) }
        running.removeAll { gone.contains($0) }
        return gone.map { end($0, findings.endReason(of: $0.finding.key), time: time) }
    }

    private mutating func ingest(_ finding: Finding, time: Double, nextNumber: () -> Int) -> Step? {
        if let index = running.firstIndex(where: { $0.finding.key == finding.key }) {
            return update(index, finding, time: time)
        }
        let held = heldSince[finding.key] ?? time
        heldSince[finding.key] = held
        guard time - (lastStarts[finding.breach] ?? -.infinity) >= cooldown else { return nil }
        lastStarts[finding.breach] = time
        let number = pastNumber(finding.key, time: time) ?? nextNumber()
        let event = Running(number: number, finding: finding, heldSince: held, saidAt: time)
        running.append(event)
        return .start(event)
    }

    private mutating func update(_ index: Int, _ finding: Finding, time: Double) -> Step? {
        let worse = finding.severity.number > running[index].finding.severity.number
        let isNews = worse || finding.isAcknowledged != running[index].finding.isAcknowledged
        let beganAt = running[index].finding.beganAt
        running[index].finding = finding
        running[index].finding.beganAt = beganAt
        guard isNews || time - running[index].saidAt >= Self.updatePeriod else { return nil }
        running[index].saidAt = time
        return .update(running[index])
    }
}

extension RuleEventStateMachine {
    private mutating func end(_ event: Running, _ reason: EndReason, time: Double) -> Step {
        if !event.finding.key.isEmpty { past[event.finding.key] = (event.number, time) }
        return .end(event, reason)
    }

    private mutating func pastNumber(_ key: String, time: Double) -> Int? {
        past = past.filter { time - $0.value.endedAt <= Self.reacquisition }
        return past.removeValue(forKey: key)?.number
    }
}
