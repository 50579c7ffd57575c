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

    public init(outline: SIMD3<Double>, area: Double) {
        self.outline = outline
        self.area = area
    }

    public static let none = DensityFeatures(outline: .zero, area: 0)
    /// How many there are.
    public static let count = 4

    /// The order of ``/Scene/DensityFit``'s weights.
    var values: SIMD4<Double> { SIMD4(outline, area) }

    public static func + (a: DensityFeatures, b: DensityFeatures) -> DensityFeatures {
        DensityFeatures(outline: a.outline + b.outline, area: a.area + b.area)
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

    private let cells: [Int]
    private let bands: [UInt8]
    private let outline: [Double]
    private let area: [Double]
    /// Persons that fill the zone: no count can be larger.
    let capacity: Double

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) {
        let cells = (0..<geometry.cells).filter { zone.polygon.contains(geometry.centre(ofCell: $0)) }
        let heights = cells.map { cell in
            max(4, scale.personHeight(atBodyY: geometry.centre(ofCell: cell).y) * Double(geometry.height))
        }
        self.cells = cells
        bands = Self.bands(of: heights)
        outline = heights.map { 1 / (Self.outlinePerHeight * $0) }
        area = heights.map { Double(Evidence.cellSize) / (Self.areaPerHeight * $0) }
        capacity = max(1, heights.reduce(0) { $0 + 64 / (Self.bodyPerHeightSquared * $1 * $1) })
    }

    func features(of evidence: Evidence) -> DensityFeatures {
        var result = DensityFeatures.none
        let gradient = evidence.cellGradient.base
        for index in cells.indices {
            let changed = gradient[cells[index]]
            if changed == 0 { continue }
            result.outline[Int(bands[index])] += Double(changed) * outline[index]
            if changed >= Self.filledCell { result.area += area[index] }
        }
        return result
    }

    /// 0 far, 1 middle, 2 near: the range of heights cut into three equal ratios.
    private static func bands(of heights: [Double]) -> [UInt8] {
        guard let low = heights.min(), let high = heights.max() else { return [] }
        let cuts = (first: low * cubeRoot(high / low), second: high / cubeRoot(high / low))
        return heights.map { $0 <= cuts.first ? 0 : $0 <= cuts.second ? 1 : 2 }
    }

    /// Newton's method: the same bits on every machine.
    private static func cubeRoot(_ value: Double) -> Double {
        var root = max(1, value / 3)
        for _ in 0..<40 { root -= (root - value / (root * root)) / 3 }
        return root
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
