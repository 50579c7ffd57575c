internal import Events
internal import Perception
internal import Scene

/// Measures what the crowd of some blocks does as one body, in person heights and seconds.
struct CrowdMeter: Sendable {
    /// Silhouette of one person, in squares of its height: a little over a fifth.
    static let silhouette = 0.22
    /// Foreground pixels (of 256) from which on somebody is in a block.
    static let leastPixels = 32
    /// Person heights per second of a run (2.5 m/s), and below which one stands.
    static let fast = 1.5, standing = 0.12
    /// Silhouettes without which there is no crowd to measure.
    static let leastPersons = 0.3

    let blocks: [Int]
    private let personHeights: [Double]

    init(blocks: [Int], personHeights: [Double]) {
        (self.blocks, self.personHeights) = (blocks, personHeights)
    }

    func measure(_ evidence: Evidence, places: PlaceMeasures) -> CrowdState {
        var sums = CrowdSums()
        for block in blocks {
            let (column, row) = (block % evidence.blockColumns, block / evidence.blockColumns)
            let pixels = places.foreground[block]
            guard pixels >= Self.leastPixels else { continue }
            sums.take(pixels, places.motion(block), column: column, row: row, personHeight: personHeights[row])
        }
        return sums.state(blocks: blocks.count, width: evidence.width, height: evidence.height)
    }
}

/// Sums over the blocks of a crowd.
private struct CrowdSums {
    private var persons = 0.0, occupied = 0
    /// Squares of a person height that are occupied, in the plane of the picture.
    private var area = 0.0
    /// Foreground with a vector, without one or standing, and running.
    private var moving = 0.0, standing = 0.0, fast = 0.0
    private var vx = 0.0, vy = 0.0, speed = 0.0, square = 0.0
    private var px = 0.0, py = 0.0, spread = 0.0, outward = 0.0
    private var sectors = SIMD16<Float>.zero
    private var box: PixelBox?

    mutating func take(
        _ pixels: Int, _ motion: MotionPooling.Motion?, column: Int, row: Int, personHeight: Double
    ) {
        let weight = Double(pixels) / (CrowdMeter.silhouette * personHeight * personHeight)
        persons += weight
        occupied += 1
        let size = Evidence.blockSize
        area += Double(size * size) / (personHeight * personHeight)
        let place = PixelBox(left: column * size, top: row * size, right: (column + 1) * size, bottom: (row + 1) * size)
        box = box?.union(place) ?? place
        guard let motion, motion.speed >= CrowdMeter.standing * personHeight else {
            standing += weight
            return
        }
        let (x, y) = (motion.x / personHeight, motion.y / personHeight)
        moving += weight
        vx += weight * x
        vy += weight * y
        let length = motion.speed / personHeight
        speed += weight * length
        square += weight * length * length
        if length >= CrowdMeter.fast { fast += weight }
        // Positions in person heights too, so that the rate is one over seconds whatever the depth.
        let side = Double(size) / personHeight
        let (u, v) = ((Double(column) + 0.5) * side, (Double(row) + 0.5) * side)
        px += weight * u
        py += weight * v
        spread += weight * (u * u + v * v)
        outward += weight * (u * x + v * y)
        sectors[motion.sector] += Float(weight)
    }

    func state(blocks: Int, width: Int, height: Int) -> CrowdState {
        var state = CrowdState()
        state.persons = persons
        state.occupied = Double(occupied) / Double(max(1, blocks))
        state.box = box?.normalised(width: width, height: height)
        guard persons >= CrowdMeter.leastPersons else { return state }
        state.stoppedShare = standing / (standing + moving)
        guard moving > 0 else { return state }
        state.meanSpeed = speed / moving
        state.fastShare = fast / (standing + moving)
        state.flowVariance = max(0, square / moving - (vx * vx + vy * vy) / (moving * moving))
        state.pressure = persons / area * state.flowVariance
        let variance = spread - (px * px + py * py) / moving
        // Less than a person height across has no inside to spread from.
        if variance > 0.25 * moving { state.divergence = (outward - (px * vx + py * vy) / moving) / variance }
        state.oppositeShare = oppositeShare
        return state
    }

    /// Share of what moves that goes within 60° of the opposite of the main direction.
    private var oppositeShare: Double {
        var (main, most) = (0, Float(-1))
        for sector in 0..<DirectionHistogram.bins {
            let sum = window(sector)
            if sum > most { (main, most) = (sector, sum) }
        }
        let total = sectors.sum()
        return total > 0 ? Double(window(main + DirectionHistogram.bins / 2) / total) : 0
    }

    private func window(_ centre: Int) -> Float {
        var sum: Float = 0
        for near in -2...2 { sum += sectors[(centre + near) & (DirectionHistogram.bins - 1)] }
        return sum
    }
}
