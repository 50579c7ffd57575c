internal import Events
internal import Perception
internal import Scene

/// What one zone shows of persons, each feature already in units of one standing person where it is.
public struct DensityFeatures: Sendable, Hashable {
    /// Pixels whose gradient changed against the background: outlines and texture. Little fooled by light.
    public var outline: Double
    /// Foreground pixels that are not light or shadow: bodies.
    public var body: Double

    public init(outline: Double, body: Double) {
        self.outline = outline
        self.body = body
    }

    /// The order of ``/Scene/DensityFit``'s weights.
    public var vector: [Double] { [outline, body] }
}

/// The cells of one zone and what a pixel there is worth, for one scale.
struct DensityWeights {
    /// Pixels of changed gradient for each pixel of a person's height: a band of three to four along a silhouette of 2.6
    /// heights. Grows with the height, not with its square, hence the square root of the ground's scale.
    static let outlinePerHeight = 10.0
    /// Foreground pixels of a person over the square of its height: 0.22 of body and what shadow adds.
    static let bodyPerHeightSquared = 0.30
    /// Structure above which foreground without changed gradients is light or shadow: 0.7.
    static let lightStructure: Int8 = 89
    static let litGradient = 4

    private let cells: [Int]
    private let outline: [Double]
    private let body: [Double]
    /// Persons that fill the zone: no count can be larger.
    let capacity: Double

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) {
        var (cells, outline, body, capacity) = ([Int](), [Double](), [Double](), 0.0)
        for cell in 0..<geometry.cells {
            let centre = geometry.centre(ofCell: cell)
            guard zone.polygon.contains(centre) else { continue }
            let height = max(4, scale.personHeight(atBodyY: centre.y) * Double(geometry.height))
            cells.append(cell)
            outline.append(1 / (Self.outlinePerHeight * height))
            body.append(1 / (Self.bodyPerHeightSquared * height * height))
            capacity += 64 / (Self.bodyPerHeightSquared * height * height)
        }
        (self.cells, self.outline, self.body) = (cells, outline, body)
        self.capacity = max(1, capacity)
    }

    func features(of evidence: Evidence) -> DensityFeatures {
        var result = DensityFeatures(outline: 0, body: 0)
        for (index, cell) in cells.enumerated() {
            let gradient = Int(evidence.cellGradient.base[cell])
            let foreground = Int(evidence.cellMoving.base[cell]) + Int(evidence.cellStill.base[cell])
            result.outline += Double(gradient) * outline[index]
            let isLight = evidence.cellStructure.base[cell] > Self.lightStructure && gradient < Self.litGradient
            if !isLight { result.body += Double(foreground) * body[index] }
        }
        return result
    }
}

extension EvidenceGeometry {
    /// The middle of a cell in 0..1 of the picture.
    func centre(ofCell cell: Int) -> PicturePoint {
        let size = Double(Evidence.cellSize)
        return PicturePoint(
            x: (Double(cell % columns) + 0.5) * size / Double(width),
            y: (Double(cell / columns) + 0.5) * size / Double(height))
    }
}
