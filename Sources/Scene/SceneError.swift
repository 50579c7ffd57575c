/// Why what a technician said about a scene cannot be used: what, where, and how to fix it.
public struct SceneError: Error, Sendable, Hashable {
    /// Stable identifiers, named in the documentation.
    public enum Code: String, CaseIterable, Sendable, Hashable {
        case tooFewPoints = "E-SCN-001"
        case coincidentPoints = "E-SCN-002"
        case collinearPoints = "E-SCN-003"
        case inconsistentPoints = "E-SCN-004"
        case mirroredPoints = "E-SCN-005"
        case inaccurateGround = "E-SCN-006"
        case noBars = "E-SCN-010"
        case shortBar = "E-SCN-011"
        case upsideDownBar = "E-SCN-012"
        case barHeight = "E-SCN-013"
        case contradictoryBars = "E-SCN-014"
    }

    public let code: Code
    /// What is wrong, one sentence without its full stop.
    public let message: String
    /// The entry concerned, such as `calibration.bars[1]`.
    public let context: String

    public init(_ code: Code, _ message: String, context: String) {
        self.code = code
        self.message = message
        self.context = context
    }

    /// What to do about it, one sentence.
    public var remedy: String {
        switch code {
        case .tooFewPoints: "Give at least four ground points, spread over the area that matters."
        case .coincidentPoints:
            "Move the points apart: each must be a place of its own in the picture and on the ground."
        case .collinearPoints:
            "Choose four points of which no three lie on one line, such as the corners of a crossing."
        case .inconsistentPoints:
            "Check the world coordinates (metres east, metres north) and that every point is on the ground."
        case .mirroredPoints: "Check east and north: seen from above the points turn the other way than in the picture."
        case .inaccurateGround:
            "Correct this entry first; `accept_inaccurate: true` in the calibration uses it all the same, and says so."
        case .noBars: "Give at least one bar, better three from the front to the back of the scene."
        case .shortBar: "Draw the bar from the foot to the head of an upright person."
        case .upsideDownBar: "Swap foot and head: the head is above the foot in the picture."
        case .barHeight: "Give the height in metres, between 0.5 and 10."
        case .contradictoryBars: "Check the bars: persons must get taller toward the bottom of the picture."
        }
    }
}

extension SceneError: CustomStringConvertible {
    public var description: String { "\(code.rawValue) \(context): \(message). \(remedy)" }
}
