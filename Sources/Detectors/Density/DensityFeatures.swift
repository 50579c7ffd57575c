internal import Events
internal import Perception
internal import Scene

/// What one zone shows of persons, each feature already in units of one standing person where it is.
public struct DensityFeatures: Sendable, Hashable {
    /// Pixels whose gradient changed against the background (outlines and texture, little fooled by light) in the far,
    /// middle and near band of the zone.
    public var outline: SIMD3<Double>
    /// Cells that changed gradients fill: bodies, and not the scattered pixels of noise.
    public var area: Double
    /// Share of what changed, 0…1 and by persons, in rows of cells longer than ``DensityWeights/crowdedHeights``: people
    /// stand so close that they hide each other.
    public var crowding: Double
    /// Persons by the density network; `nil` before it first ran.
    public var network: Double?

    public init(outline: SIMD3<Double>, area: Double, crowding: Double = 0, network: Double? = nil) {
        self.outline = outline
        self.area = area
        (self.crowding, self.network) = (crowding, network)
    }

    public static let none = DensityFeatures(outline: .zero, area: 0)
    /// How many there are.
    public static let count = 4

    /// The order of ``/Scene/DensityFit``'s weights.
    var values: SIMD4<Double> { SIMD4(outline, area) }

    public static func + (a: DensityFeatures, b: DensityFeatures) -> DensityFeatures {
        let network = a.network.flatMap { a in b.network.map { a + $0 } }
        return DensityFeatures(
            outline: a.outline + b.outline, area: a.area + b.area, crowding: max(a.crowding, b.crowding),
            network: network ?? a.network ?? b.network)
    }
}

/// The cells of one zone and what a pixel there is worth, for one scale.
struct DensityWeights {
    /// Pixels of changed gradient for each pixel of a person's height: a band of three to four along a silhouette of 2.6
    /// heights. Grows with the height, not with its square, hence the square root of the ground's scale.
    static let outlinePerHeight = 10.0
    /// Cells that one person fills, for each cell of its height: mostly outline too, because cloth is plain.
    static let areaPerHeight = 2.2
    /// Changed pixels of a cell (of 64) that fill it.
    static let filledCell: UInt8 = 10
    /// Pixels of a person over the square of its height.
    static let bodyPerHeightSquared = 0.22

    /// Length of a row of filled cells, in heights of a person, from which on it is more than two side by side.
    static let crowdedHeights = 1.0
    static let crowdedCells = 3
    /// What is less tall than this share of a person is no body.
    static let leastHeight = 0.3
    /// Persons apart that are taken to be there too: three friends in an empty square are no crowd.
    static let personsApart = 5.0

    private let cells: [Int]
    private let columns: Int
    /// Of a person at each cell, in analysis pixels.
    private var heights: [Double]
    private var bands: [UInt8]
    private var outline: [Double]
    private var area: [Double]
    /// Persons that fill the zone: no count can be larger.
    private(set) var capacity = 1.0

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) {
        columns = geometry.columns
        cells = (0..<geometry.cells).filter { zone.polygon.contains(geometry.centre(ofCell: $0)) }
        heights = Array(repeating: 0, count: cells.count)
        bands = Array(repeating: 0, count: cells.count)
        outline = heights
        area = heights
        rescale(scale, geometry: geometry)
    }

    /// Works everything out anew for another scale, in place.
    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        var persons = 0.0
        for index in cells.indices {
            let bodyY = geometry.centre(ofCell: cells[index]).y
            let height = max(4, scale.personHeight(atBodyY: bodyY) * Double(geometry.height))
            heights[index] = height
            outline[index] = 1 / (Self.outlinePerHeight * height)
            area[index] = Double(Evidence.cellSize) / (Self.areaPerHeight * height)
            persons += 64 / (Self.bodyPerHeightSquared * height * height)
        }
        capacity = max(1, persons)
        fillBands()
    }

    func features(of evidence: Evidence, _ upright: UprightCells) -> DensityFeatures {
        var result = DensityFeatures.none
        let gradient = evidence.cellGradient.base
        var crowding = Crowding()
        for index in cells.indices {
            let stands = Double(upright.heights[cells[index]]) >= Self.leastHeight * heights[index]
            let changed = stands ? gradient[cells[index]] : 0
            let isFilled = changed >= Self.filledCell
            crowding.take(cells[index], isFilled: isFilled, columns: columns, height: heights[index])
            if changed == 0 { continue }
            result.outline[Int(bands[index])] += Double(changed) * outline[index]
            if isFilled { result.area += area[index] }
        }
        result.crowding = crowding.share
        return result
    }

    /// 0 far, 1 middle, 2 near: the range of heights cut into three equal ratios.
    private mutating func fillBands() {
        guard let low = heights.min(), let high = heights.max() else { return }
        let third = Self.cubeRoot(high / low)
        let cuts = (first: low * third, second: high / third)
        for index in heights.indices {
            bands[index] = heights[index] <= cuts.first ? 0 : heights[index] <= cuts.second ? 1 : 2
        }
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
