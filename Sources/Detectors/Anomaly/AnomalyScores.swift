internal import Events
internal import Glibc
internal import Perception

/// How strange one frame is, attribute by attribute, and where the strangest place is.
struct AnomalyScores: Sendable {
    /// The strangest place of one attribute.
    struct Peak: Sendable, Hashable {
        var score = 0.0
        /// The middle block of the 3×3 blocks that the score is the mean of the three highest of.
        var block = 0
    }

    /// Person heights per second below which a direction is noise: 0.5 m/s.
    static let leastDirectedSpeed = 0.3
    /// Highest values of the 3×3 neighbourhood that are averaged: one block alone is not believed.
    static let averaged = 3
    /// Silhouettes from which on a crowd can have stopped.
    static let leastCrowd = 4.0

    private let columns, rows: Int
    private var speeds: [Double]
    private var directions: [Double]
    private var presences: [Double]
    private var areas: [Double]
    private(set) var peaks = Array(repeating: Peak(), count: AnomalyAttribute.allCases.count)

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        speeds = Array(repeating: 0, count: columns * rows)
        directions = speeds
        presences = speeds
        areas = speeds
    }

    /// Speed against the speed that one in a hundred exceeds, and so are sizes and what the whole zone does; direction
    /// and presence as −log₁₀ of how often they are there. Blocks that are not looked at score nothing.
    mutating func take(_ places: PlaceMeasures, zone: ZoneMeasures, normals: BlockNormals, hours: [Double]) {
        for block in speeds.indices {
            (speeds[block], directions[block], presences[block], areas[block]) = (0, 0, 0, 0)
            guard places.looked[block] else { continue }
            if places.present[block] {
                let rate = normals.presence[block] * hours[places.regions[block]]
                presences[block] = -log10(max(BlockNormals.rarest, min(1, rate)))
                areas[block] = places.areas[block] / normals.areaHigh[places.bands[block]]
            }
            guard let motion = places.motions[block] else { continue }
            speeds[block] = motion.speed / max(1, normals.speedHigh[block])
            guard places.isDirected(block) else { continue }
            let sector = DirectionHistogram.bin(of: DirectionHistogram.degrees(motion.x, motion.y))
            directions[block] = normals.directionRarity[block * DirectionHistogram.bins + sector]
        }
        peaks[AnomalyAttribute.speed.index] = peak(of: speeds)
        peaks[AnomalyAttribute.direction.index] = peak(of: directions)
        peaks[AnomalyAttribute.presence.index] = peak(of: presences)
        peaks[AnomalyAttribute.area.index] = peak(of: areas)
        for position in AnomalyModel.zoneAttributes.indices {
            let score = zone.values[position] / normals.zoneHigh[position]
            peaks[AnomalyModel.zoneAttributes[position].index] = Peak(score: score)
        }
        peaks[AnomalyAttribute.novelty.index] = Peak(score: zone.novelty)
    }

    private func peak(of values: [Double]) -> Peak {
        var best = Peak()
        for block in values.indices where values[block] > 0 {
            let score = topMean(values, around: block)
            if score > best.score { best = Peak(score: score, block: block) }
        }
        return best
    }

    private func topMean(_ values: [Double], around block: Int) -> Double {
        let (column, row) = (block % columns, block / columns)
        var (first, second, third) = (0.0, 0.0, 0.0)
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
            for x in max(0, column - 1)...min(columns - 1, column + 1) {
                let value = values[y * columns + x]
                if value > first {
                    (first, second, third) = (value, first, second)
                } else if value > second {
                    (second, third) = (value, second)
                } else if value > third {
                    third = value
                }
            }
        }
        return (first + second + third) / Double(Self.averaged)
    }
}
