internal import Events
internal import Perception
internal import PixelKernels
internal import Scene

/// The density network before the analysis picture, which it sees enlarged where people are small.
///
/// It learnt people of all sizes, and knows those of about ``usualHeight`` best: walkers of 45 pixels in little contrast count
/// for half a person each, and for 0.8 when they are enlarged to 70 (`fixtures/scenes/place_boulevard.yaml`).
struct NetworkView {
    /// Pixels of a person.
    static let usualHeight = 70.0

    let network: DensityNetwork
    /// How many times as large as the analysis picture it sees it.
    let zoom: Double
    /// The cell of the evidence in which the middle of each of the network's lies; beyond the last where the picture ends.
    let places: [(column: Int, row: Int)]
    private let enlargement: Enlargement?
    private let geometry: EvidenceGeometry

    /// - Parameter height: of the middle person of all zones, in analysis pixels; `nil` when nobody knows.
    init(file: DensityNetworkFile, geometry: EvidenceGeometry, height: Double?) {
        let wanted = height.map { Int((4 * Self.usualHeight / $0).rounded()) } ?? 4
        let quarters = min(max(wanted, Enlargement.quarters.lowerBound), Enlargement.quarters.upperBound)
        zoom = Double(quarters) / 4
        enlargement =
            quarters > 4 ? Enlargement(width: geometry.width, height: geometry.height, quarters: quarters) : nil
        let network = DensityNetwork(
            file: file, width: enlargement?.width ?? geometry.width, height: enlargement?.height ?? geometry.height)
        let size = zoom * Double(Evidence.cellSize) / Double(DensityNetwork.cellSize)
        places = (0..<network.columns * network.rows).map { cell in
            let (column, row) = (cell % network.columns, cell / network.columns)
            return (Int((Double(column) + 0.5) / size), Int((Double(row) + 0.5) / size))
        }
        (self.network, self.geometry) = (network, geometry)
    }

    var cellCount: Int { places.count }

    func run(_ picture: PlaneView<UInt8>) {
        guard let enlargement else { return network.run(picture.base, stride: picture.stride) }
        enlargement.enlarge(picture.base, stride: picture.stride)
        network.run(enlargement.pixels, stride: enlargement.width)
    }

    /// The middle of a cell in 0..1 of the picture; beyond 1 where the picture ends within the cell.
    func centre(ofCell cell: Int) -> PicturePoint {
        let size = Double(DensityNetwork.cellSize) / zoom
        let (x, y) = (Double(cell % network.columns) + 0.5, Double(cell / network.columns) + 0.5)
        return PicturePoint(x: x * size / Double(geometry.width), y: y * size / Double(geometry.height))
    }
}
