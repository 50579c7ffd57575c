/// Decides when the whole picture has changed (light switched, infra-red filter, bump) and what to do about it. Pure.
struct GlobalChangeGuard {
    enum Verdict { case steady, held, relearn }

    /// Median brightness may move so far before everything is held, grey levels.
    static let offsetLimit = 25
    /// Share of the cells that may change at once.
    static let changedLimit = 0.6
    /// A change that is gone for so long is over; one that stays for so long is the new picture. Seconds.
    static let releaseAfter = 2.0
    static let relearnAfter = 5.0

    private var heldSince: Double?
    private var lastChange = 0.0

    var isHeld: Bool { heldSince != nil }

    mutating func judge(offset: Int, changedShare: Double, time: Double) -> Verdict {
        let isChanged = abs(offset) > Self.offsetLimit || changedShare > Self.changedLimit
        if isChanged { lastChange = time }
        guard let since = heldSince else {
            if isChanged { heldSince = time }
            return isChanged ? .held : .steady
        }
        if !isChanged, time - lastChange >= Self.releaseAfter {
            heldSince = nil
            return .steady
        }
        if isChanged, time - since >= Self.relearnAfter {
            heldSince = nil
            return .relearn
        }
        return .held
    }

    mutating func reset() { self = GlobalChangeGuard() }
}
