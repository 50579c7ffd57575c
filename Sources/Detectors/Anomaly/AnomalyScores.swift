internal import Events
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
    /// Shares of changed pattern below which one is as smooth as another.
    static let leastTexture = 1.0 / 16

    private let columns, rows: Int
    private var speeds: [Double]
    private var directions: [Double]
    private var presences: [Double]
    private var areas: [Double]
    private var textures: [Double]
    /// The highest of each value and its neighbours in the row.
    private var widest: [Double]
    private(set) var peaks = Array(repeating: Peak(), count: AnomalyAttribute.allCases.count)

    init(columns: Int, rows: Int) {
        (self.columns, self.rows) = (columns, rows)
        speeds = Array(repeating: 0, count: columns * rows)
        directions = speeds
        presences = speeds
        areas = speeds
        textures = speeds
        widest = speeds
    }

    /// Speed against the speed that one in a hundred exceeds, and so are sizes and what the whole zone does; direction
    /// and presence as −log₁₀ of how often they are there. Blocks that are not looked at score nothing.
    mutating func take(_ places: PlaceMeasures, zone: ZoneMeasures, normals: BlockNormals, hourRarity: [Double]) {
        for block in speeds.indices { take(block, places, normals, hourRarity) }
        peaks[AnomalyAttribute.speed.index] = peak(of: speeds)
        peaks[AnomalyAttribute.direction.index] = peak(of: directions)
        peaks[AnomalyAttribute.presence.index] = peak(of: presences)
        peaks[AnomalyAttribute.area.index] = peak(of: areas)
        peaks[AnomalyAttribute.texture.index] = peak(of: textures)
        for position in AnomalyModel.zoneAttributes.indices {
            let score = zone.values[position] / normals.zoneHigh[position]
            peaks[AnomalyModel.zoneAttributes[position].index] = Peak(score: score)
        }
        peaks[AnomalyAttribute.novelty.index] = Peak(score: zone.novelty)
    }

    @inline(__always)
    private mutating func take(_ block: Int, _ places: PlaceMeasures, _ normals: BlockNormals, _ hourRarity: [Double]) {
        var (speed, direction, presence, area, texture) = (0.0, 0.0, 0.0, 0.0, 0.0)
        if places.looked[block] {
            if places.present[block] {
                let rarity = normals.presenceRarity[block] + hourRarity[places.regions[block]]
                presence = max(0, min(BlockNormals.rarest, rarity))
                area = places.areas[block] / normals.areaHigh[places.bands[block]]
                if let seen = places.textures[block] {
                    texture = Self.strangeness(seen, normals, band: places.bands[block])
                }
            }
            if let motion = places.motion(block) {
                speed = motion.speed / max(1, normals.speedHigh[block])
                if places.isDirected(block) {
                    direction = normals.directionRarity[block * DirectionHistogram.bins + motion.sector]
                }
            }
        }
        (speeds[block], directions[block], presences[block], areas[block]) = (speed, direction, presence, area)
        textures[block] = texture
    }

    /// One value for each block; `nil` for an attribute of the whole zone.
    func values(_ attribute: AnomalyAttribute) -> [Double]? {
        switch attribute {
        case .speed: speeds
        case .direction: directions
        case .presence: presences
        case .area: areas
        case .texture: textures
        default: nil
        }
    }

    /// How far above what is usual a pattern is, or how far below.
    private static func strangeness(_ texture: Double, _ normals: BlockNormals, band: Int) -> Double {
        max(
            texture / max(leastTexture, normals.textureHigh[band]),
            normals.textureLow[band] / max(leastTexture, texture))
    }

    private mutating func peak(of values: [Double]) -> Peak {
        let (columns, rows) = (columns, rows)
        // Read and written without checks: five attributes of every block on every frame.
        return widest.withUnsafeMutableBufferPointer { widest in
            values.withUnsafeBufferPointer { values in
                Self.widen(values, to: widest, columns: columns)
                var best = Peak()
                for block in values.indices where values[block] > 0 {
                    // No mean is above the highest: most places need not be looked at.
                    var highest = widest[block]
                    if block >= columns { highest = max(highest, widest[block - columns]) }
                    if block + columns < widest.count { highest = max(highest, widest[block + columns]) }
                    guard highest > best.score else { continue }
                    let score = Self.topMean(values, around: block, columns, rows)
                    if score > best.score { best = Peak(score: score, block: block) }
                }
                return best
            }
        }
    }

    private static func widen(
        _ values: UnsafeBufferPointer<Double>, to widest: UnsafeMutableBufferPointer<Double>, columns: Int
    ) {
        for first in stride(from: 0, to: values.count, by: columns) {
            let last = first + columns - 1
            for block in first...last {
                widest[block] = max(values[max(first, block - 1)], values[block], values[min(last, block + 1)])
            }
        }
    }

    private static func topMean(
        _ values: UnsafeBufferPointer<Double>, around block: Int, _ columns: Int, _ rows: Int
    ) -> Double {
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
        return (first + second + third) / Double(averaged)
    }
}
