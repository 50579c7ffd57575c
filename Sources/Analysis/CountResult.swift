internal import Events
public import Scene

/// What `vigie calibrate count` has to say.
public enum CountResult: Sendable, Hashable {
    /// Frames to count, and the table to fill in.
    case suggested(frames: [Int], table: String)
    /// The fit of one zone.
    case fitted(DensityFit, doubts: [String])

    /// One JSON object.
    public var line: String {
        switch self {
        case .suggested(let frames, let table):
            var json = LineJSON(kind: "suggested")
            json.add("frames", .array(frames.map { .integer(Int64($0)) }))
            json.add("table", .string(table))
            return json.finished
        case .fitted(let fit, let doubts):
            var json = LineJSON(kind: "fit")
            json.add("zone", .string(fit.zoneID))
            json.add("labels", .integer(Int64(fit.labels)))
            json.add("intercept", rounded: fit.intercept)
            json.add("weights", .array(fit.weights.map { LineJSON.rounded($0) }))
            json.add("half_width", rounded: fit.halfWidth)
            json.add("relative_half_width", rounded: fit.relativeHalfWidth)
            json.add("doubts", .array(doubts.map { .string($0) }))
            return json.finished
        }
    }

    /// For people.
    public var sentence: String {
        switch self {
        case .suggested(let frames, let table):
            return "\(frames.count) pictures to count; fill in \(table)."
        case .fitted(let fit, let doubts):
            let constant = (fit.halfWidth * 10).rounded() / 10
            let share = Int((fit.relativeHalfWidth * 100).rounded())
            return "zone \(fit.zoneID): fitted to \(fit.labels) counted frames; nine counts in ten are right within "
                + "\(constant) persons and \(share) % of the count."
                + doubts.map { "\n  doubtful: \($0)." }.joined()
        }
    }
}
