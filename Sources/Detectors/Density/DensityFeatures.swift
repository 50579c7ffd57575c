internal import Events
internal import Perception
internal import Scene

/// What one zone shows of persons.
public struct DensityFeatures: Sendable, Hashable {
    /// Cells that bodies fill in the far, middle and near band of the zone, in units of about one standing person: what
    /// differs from the background in its gradients (little fooled by light) and stands upright.
    public var bodies: SIMD3<Double>
    /// How full it is around who stands there, 0…1: where people fill two fifths of each other's surroundings they begin to
    /// hide each other.
    public var crowding: Double
    /// Changed pixels of a body's cells, 0…64 in the mean; `nil` without bodies.
    public var outline: Double?
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
    /// Cells that one person of the usual height (analysis pixels) fills, for each cell of it. They grow with the power 1.25 of the
    /// height: between an outline, which grows as the height does, and an area. Of the generic model's rendered scenes, with
    /// persons of 25 to 84 pixels, what is visible grows with 1.4, and whole persons, who hide each other more the nearer
    /// they are, with 1.2.
    static let cellsPerHeight = 2.2
    static let usualHeight = 48.0
    /// Pixels of a person over the square of its height.
    static let bodyPerHeightSquared = 0.22

    /// The surroundings of a cell, in heights of a person to both sides, and up and down.
    static let surroundings = (across: 1.0, along: 0.5)
    /// What is less tall than this share of a person is no body. Changed cells reach beyond it by one in the mean.
    static let leastHeight = 0.33
    /// Persons in empty surroundings that are taken to be there too: three friends in an empty square are no crowd.
    static let personsApart = 2.0

    private let zone: Zone
    private let columns: Int
    private var cells: [Int] = []
    /// Of a person at each cell, in analysis pixels.
    private(set) var heights: [Double] = []
    private var bands: [UInt8] = []
    private var bodies: [Double] = []
    /// Of each cell its surroundings, in cells.
    private var windows: [PixelBox] = []
    /// Persons that fill the zone: no count can be larger.
    private(set) var capacity = 1.0

    init(zone: Zone, scale: PersonScale, geometry: EvidenceGeometry) {
        self.zone = zone
        columns = geometry.columns
        cells.reserveCapacity(geometry.cells)
        heights.reserveCapacity(geometry.cells)
        bands.reserveCapacity(geometry.cells)
        bodies.reserveCapacity(geometry.cells)
        windows.reserveCapacity(geometry.cells)
        rescale(scale, geometry: geometry)
    }

    /// Works everything out anew for another scale, in place.
    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        cells.removeAll(keepingCapacity: true)
        heights.removeAll(keepingCapacity: true)
        bodies.removeAll(keepingCapacity: true)
        windows.removeAll(keepingCapacity: true)
        var persons = 0.0
        for cell in 0..<geometry.cells {
            let middle = geometry.centre(ofCell: cell)
            let share = scale.personHeight(atBodyY: middle.y)
            guard zone.polygon.contains(PicturePoint(x: middle.x, y: middle.y + share / 2)) else { continue }
            let height = max(4, share * Double(geometry.height))
            cells.append(cell)
            heights.append(height)
            let size = (Self.usualHeight / height).squareRoot().squareRoot()
            bodies.append(size * Double(Evidence.cellSize) / (Self.cellsPerHeight * height))
            windows.append(Self.window(around: cell, height: height, geometry))
            persons += 64 / (Self.bodyPerHeightSquared * height * height)
        }
        capacity = max(1, persons)
        fillBands()
    }

    func features(of evidence: Evidence, _ upright: UprightCells) -> DensityFeatures {
        var result = DensityFeatures.none
        var (filled, outline) = (0.0, 0.0)
        for index in cells.indices {
            guard isBody(index, upright) else { continue }
            result.bodies[Int(bands[index])] += bodies[index]
            filled += bodies[index] * upright.filledShare(windows[index])
            outline += bodies[index] * Double(evidence.cellOutline.base[cells[index]])
        }
        let persons = result.bodies.sum()
        result.crowding = filled / (persons + Self.personsApart)
        if persons > 0 { result.outline = outline / persons }
        return result
    }

    /// What each cell of the evidence is worth, in persons; 0 where no body is.
    func spread(_ upright: UprightCells, into bodies: inout [Double]) {
        for cell in bodies.indices { bodies[cell] = 0 }
        for index in cells.indices where isBody(index, upright) { bodies[cells[index]] = self.bodies[index] }
    }

    private func isBody(_ index: Int, _ upright: UprightCells) -> Bool {
        Double(upright.heights[cells[index]] - Evidence.cellSize) >= Self.leastHeight * heights[index]
    }

    private static func window(around cell: Int, height: Double, _ geometry: EvidenceGeometry) -> PixelBox {
        let (column, row) = (cell % geometry.columns, cell / geometry.columns)
        let size = height / Double(Evidence.cellSize)
        let (across, along) = (
            Int((surroundings.across * size).rounded()), Int((surroundings.along * size).rounded())
        )
        return PixelBox(
            left: column - across, top: row - along, right: column + across + 1, bottom: row + along + 1
        ).clamped(columns: geometry.columns, rows: geometry.rows)
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
