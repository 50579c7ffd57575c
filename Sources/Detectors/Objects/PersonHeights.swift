internal import Perception
internal import Scene

/// A standing person's height in analysis pixels, by the cell row on which the feet are.
struct PersonHeights: Sendable {
    let isCalibrated: Bool
    private var byRow: [Double]

    init(scale: PersonScale, geometry: EvidenceGeometry) {
        isCalibrated = scale.isCalibrated
        byRow = Array(repeating: 1, count: geometry.rows)
        rescale(scale, geometry: geometry)
    }

    /// Works the heights out anew for another scale, in place.
    mutating func rescale(_ scale: PersonScale, geometry: EvidenceGeometry) {
        for row in byRow.indices {
            let foot = Double((row + 1) * Evidence.cellSize) / Double(geometry.height)
            byRow[row] = max(1, scale.personHeight(atFootY: foot) * Double(geometry.height))
        }
    }

    subscript(atRow row: Int) -> Double { byRow[min(max(row, 0), byRow.count - 1)] }

    /// For a foot at this analysis row of pixels.
    subscript(atPixel y: Int) -> Double { self[atRow: (y - 1) / Evidence.cellSize] }
}
