/// Decides when the whole picture has changed (light switched, infra-red filter, bump) and what to do about it. Pure.
struct GlobalChangeGuard {
    enum Verdict {
        case steady, held
        /// Held, and it is time to ask whether the new picture is a known one.
        case ask
        case relearn
    }

    /// Median brightness may move so far before everything is held, grey levels.
    static let offsetLimit = 25
    /// Share of the cells that may change, and by how much it may rise at once: a crowd that gathers is no switched light.
    static let changedLimit = 0.6
    static let riseLimit = 0.3
    /// The usual share follows by so much per second.
    static let following = 0.1
    /// A change that is gone for so long is over; one that stays for so long is the new picture. Seconds.
    static let releaseAfter = 2.0
    static let relearnAfter = 5.0
    /// The first question comes when a flash would be over, the next ones at intervals. Seconds.
    static let askAfter = 0.6
    static let askEvery = 1.0

    private var heldSince: Double?
    private var lastChange = 0.0
    private var nextQuestion = 0.0
    private var usualShare = 0.0
    private var lastTime: Double?

    var isHeld: Bool { heldSince != nil }

    mutating func judge(offset: Int, changedShare: Double, time: Double) -> Verdict {
        let hasRisen = changedShare > Self.changedLimit && changedShare > usualShare + Self.riseLimit
        let isChanged = abs(offset) > Self.offsetLimit || hasRisen
        if isChanged { lastChange = time }
        guard let since = heldSince else {
            follow(changedShare, time: time)
            if isChanged { (heldSince, nextQuestion) = (time, time + Self.askAfter) }
            return isChanged ? .held : .steady
        }
        if !isChanged, time - lastChange >= Self.releaseAfter {
            release(at: time)
            return .steady
        }
        if isChanged, time - since >= Self.relearnAfter {
            self = GlobalChangeGuard()
            return .relearn
        }
        // Half a millisecond of tolerance: frame times are rounded.
        guard isChanged, time >= nextQuestion - 0.0005 else { return .held }
        nextQuestion = time + Self.askEvery
        return .ask
    }

    /// The picture is a known one: nothing is held any more.
    mutating func release(at time: Double) { (heldSince, lastTime) = (nil, time) }

    private mutating func follow(_ share: Double, time: Double) {
        let step = Self.following * min(1, max(0, time - (lastTime ?? time)))
        usualShare += min(step, max(-step, share - usualShare))
        lastTime = time
    }

    mutating func reset() { self = GlobalChangeGuard() }
}
