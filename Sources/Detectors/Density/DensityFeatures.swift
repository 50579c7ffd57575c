internal import Events
internal import Perception
internal import Scene

/// What one zone shows of persons.
public struct DensityFeatures: Sendable, Hashable {
    /// Cells that bodies fill in the far, middle and near band of the zone, in units of about one standing person: what
    /// differs from the background in its gradients (little fooled by light) and stands upright.
    public var bodies: SIMD3<Double>
    /// Share of what changed, 0…1 and by persons, in rows of cells longer than ``DensityWeights/crowdedHeights``: people
    /// stand so close that they hide each other.
    public var crowding: Double
    /// Persons by the density network; `nil` before it first ran.
    public var network: Double?

    public init(bodies: SIMD3<Double>, crowding: Double = 0, network: Double? = nil) {
        self.bodies = bodies
        (self.crowding, self.network) = (crowding, network)
    }

    public static let none = DensityFeatures(bodies: .zero)

    public static func + (a: DensityFeatures, b: DensityFeatures) -> DensityFeatures {
        let network = a.network.flatMap { a in b.network.map { a + $0 } }
        return DensityFeatures(
            bodies: a.bodies + b.bodies, crowding: max(a.crowding, b.crowding),
            network: network ?? a.network ?? b.network)
    }
}

/// The cells of one zone and what each is worth, for one scale.
///
/// A cell belongs to the zone when somebody whose middle is there stands in it: bodies reach beyond the far edge of the
/// zone where they stand, and those who stand nearer than its near edge reach into it.
struct DensityWeights {
    /// Cells that one person fills, for each cell of its height: mostly outline, because cloth is plain. Grows with the
    /// height, not with its square.
    static let cellsPerHeight = 2.2
    /// Pixels of a person over the square of its height.
    static let bodyPerHeightSquared = 0.22

    /// Length of a row of filled cells, in heights of a person, from which on it is more than two side by side.
    static let crowdedHeights = 1.0
    static let crowdedCells = 3
    /// What is less tall than this share of a person is no body.
    static let leastHeight = 0.4
    /// Persons apart that are taken to be there too: three friends in an empty square are no crowd.
    static let personsApart = 5.0

    private let zone: Zone
    private let columns: Int
    private var cells: [Int] = []
    /// Of a person at each cell, in analysis pixels.
    private var heights: [Double] = []
    private var bands: [UInt8] = []
    private var bodies: [Double] = []
    /// Persons that fill the zone: no count can be larger.
    private(set) var capacity = 1.0

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) {
        self.zone = zone
        columns = geometry.columns
        cells.reserveCapacity(geometry.cells)
        heights.reserveCapacity(geometry.cells)
        bands.reserveCapacity(geometry.cells)
        bodies.reserveCapacity(geometry.cells)
        rescale(scale, geometry: geometry)
    }

    /// Works everything out anew for another scale, in place.
    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        cells.removeAll(keepingCapacity: true)
        heights.removeAll(keepingCapacity: true)
        bodies.removeAll(keepingCapacity: true)
        var persons = 0.0
        for cell in 0..<geometry.cells {
            let middle = geometry.centre(ofCell: cell)
            let share = scale.personHeight(atBodyY: middle.y)
            guard zone.polygon.contains(PicturePoint(x: middle.x, y: middle.y + share / 2)) else { continue }
            let height = max(4, share * Double(geometry.height))
            cells.append(cell)
            heights.append(height)
            bodies.append(Double(Evidence.cellSize) / (Self.cellsPerHeight * height))
            persons += 64 / (Self.bodyPerHeightSquared * height * height)
        }
        capacity = max(1, persons)
        fillBands()
    }

    func features(of evidence: Evidence, _ upright: UprightCells) -> DensityFeatures {
        var result = DensityFeatures.none
        let gradient = evidence.cellOutline.base
        var crowding = Crowding()
        for index in cells.indices {
            let cell = cells[index]
            let stands = Double(upright.heights[cell]) >= Self.leastHeight * heights[index]
            let isFilled = stands && gradient[cell] >= UprightCells.filledCell
            crowding.take(cell, isFilled: isFilled, columns: columns, height: heights[index])
            if stands { result.bodies[Int(bands[index])] += bodies[index] }
        }
        result.crowding = crowding.share
        return result
    }

    /// 0 far, 1 middle, 2 near: the range of heights cut into three equal ratios.
    private mutating func fillBands() {
        bands.removeAll(keepingCapacity: true)
        guard let low = heights.min(), let high = heights.max() else { return }
        let third = Self.cubeRoot(high / low)
        let cuts = (first: low * third, second: high / third)
        for height in heights { bands.append(height <= cuts.first ? 0 : height <= cuts.second ? 1 : 2) }
    }

    /// Newton's method: the same bits on every machine.
    private static func cubeRoot(_ value: Double) -> Double {
        var root = max(1, value / 3)
        for _ in 0..<40 { root -= (root - value / (root * root)) / 3 }
        return root
    }
}

/// How much of what is filled lies in long rows.
private struct Crowding {
    private var (run, last, persons) = (0, -2, 0.0)
    private var (filled, crowded) = (0.0, 0.0)

    /// Cells come in the order of the picture.
    mutating func take(_ cell: Int, isFilled: Bool, columns: Int, height: Double) {
        let goesOn = isFilled && run > 0 && cell == last + 1 && cell % columns != 0
        if !goesOn { finish() }
        guard isFilled else { return }
        let share = 1 / (height * height)
        run += 1
        last = cell
        persons += share
        filled += share
        let limit = DensityWeights.crowdedHeights * height / Double(Evidence.cellSize)
        isLong = run >= DensityWeights.crowdedCells && Double(run) > limit
    }

    private var isLong = false

    private mutating func finish() {
        if isLong { crowded += persons }
        (run, persons, isLong) = (0, 0, false)
    }

    var share: Double {
        var ended = self
        ended.finish()
        let apart = DensityWeights.personsApart * DensityWeights.bodyPerHeightSquared / 64
        return ended.crowded / (ended.filled + apart)
    }
}

extension EvidenceGeometry {
    /// The middle of a block in 0..1 of the picture.
    func centre(ofBlock block: Int) -> PicturePoint {
        let size = Double(Evidence.blockSize)
        let (x, y) = (Double(block % blockColumns) + 0.5, Double(block / blockColumns) + 0.5)
        return PicturePoint(x: x * size / Double(width), y: y * size / Double(height))
    }

    /// The middle of a cell in 0..1 of the picture.
    func centre(ofCell cell: Int) -> PicturePoint {
        let size = Double(Evidence.cellSize)
        return PicturePoint(
            x: (Double(cell % columns) + 0.5) * size / Double(width),
            y: (Double(cell / columns) + 0.5) * size / Double(height))
    }
}
