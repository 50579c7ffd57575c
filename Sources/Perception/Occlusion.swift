/// Decides whether what moves in front of the view may hide its edges: people may, who come one by one. What hides many
/// edges of an open view from one measure to the next is another picture, and all of them are asked for until the pixels'
/// states are at rest. Pure.
struct Occlusion: Sendable {
    /// Share of the edges that nothing moves in front of, above which the view is open, and by how much it falls at once.
    static let openAbove = 0.5, suddenFall = 0.2
    /// Seconds in which the states of a new view are at rest.
    static let restAfter = 5.0

    private var seenBefore = 0.0
    private var suddenSince: Double?

    /// - Parameter seen: share of the edges that nothing moves in front of.
    /// - Returns: whether much was hidden at once, a short while ago.
    mutating func isSudden(seen: Double, time: Double) -> Bool {
        defer { seenBefore = seen }
        if let since = suddenSince, time - since < Self.restAfter { return true }
        let falls = seenBefore >= Self.openAbove && seenBefore - seen >= Self.suddenFall
        suddenSince = falls ? time : nil
        return falls
    }
}
