internal import Events
internal import Perception
internal import Scene

/// Persons that cross one line: the flux of what moves through it.
///
/// Each block of moving pixels is a share of a person (its pixels over those of a body there) with a velocity; what of it
/// passes the line in the time since the last frame is added up, each way by itself. Nobody is followed: who turns round
/// on the line counts both ways the share of the reach that was walked, and who stands on it not at all.
struct LineFlow {
    /// Analysis pixels to each side of the line in which movement is taken for crossing, at least: a block and a half.
    static let leastReach = 24.0
    /// Seconds between two frames beyond which nothing is known of what passed.
    static let longestInterval = 1.0

    let lineID: String
    /// Persons since the start, from the left of the line to its right and back, seen from its first point to its second;
    /// turned round for a line that counts from right to left.
    private(set) var observation: LineObservation
    private let blocks: [Block]

    /// A block near the line: persons for each moving pixel and analysis pixel of way, and the direction that counts as in.
    private struct Block {
        let index: Int
        let share, x, y: Double
    }

    init(_ line: Line, scale: PersonScale, geometry: EvidenceGeometry) {
        lineID = line.id
        observation = LineObservation(lineID: line.id)
        let (width, height) = (Double(geometry.width), Double(geometry.height))
        let start = (x: line.start.x * width, y: line.start.y * height)
        let (dx, dy) = (line.end.x * width - start.x, line.end.y * height - start.y)
        let length = (dx * dx + dy * dy).squareRoot()
        let sign = line.direction == .rightToLeft ? -1.0 : 1.0
        // Right of who looks along the line, with y pointing down.
        let (rightX, rightY) = (-dy / length, dx / length)
        blocks = (0..<geometry.blocks).compactMap { index in
            let centre = geometry.centre(ofBlock: index)
            let body = scale.personHeight(atBodyY: centre.y) * height
            // Where who has the middle of the body there stands.
            let (x, y) = (centre.x * width - start.x, centre.y * height + body / 2 - start.y)
            let (along, away) = ((x * dx + y * dy) / length, abs(x * rightX + y * rightY))
            let reach = max(Self.leastReach, line.mode.personHeights * body)
            guard along >= 0, along <= length, away < reach else { return nil }
            let persons = 1 / (DensityWeights.bodyPerHeightSquared * body * body)
            let share = persons * (1 - away / reach) / reach
            return Block(index: index, share: share, x: sign * rightX, y: sign * rightY)
        }
    }

    mutating func ingest(_ evidence: Evidence) {
        guard !evidence.isHeld, evidence.interval <= Self.longestInterval else { return }
        let (velocityX, velocityY) = (evidence.motionX.base, evidence.motionY.base)
        for block in blocks {
            let pixels = Double(evidence.motionWeight.base[block.index])
            guard pixels > 0 else { continue }
            let speed = Double(velocityX[block.index]) * block.x + Double(velocityY[block.index]) * block.y
            let passed = pixels * block.share * abs(speed) * evidence.interval
            if speed > 0 { observation.countIn += passed } else { observation.countOut += passed }
        }
    }
}
