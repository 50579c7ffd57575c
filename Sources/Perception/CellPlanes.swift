import PixelKernelBodies
import PixelKernels

/// What the pixels of each 8×8 cell are.
final class CellPlanes {
    /// Change between analysed frames that counts as flicker, grey levels.
    static let flickerThreshold: UInt8 = 10
    /// Foreground pixels that make a cell's structure worth comparing.
    static let leastForeground = 8

    let moving, still, gradient, flicker: Plane<UInt8>
    let structure: Plane<Int8>
    private let geometry: EvidenceGeometry

    init(geometry: EvidenceGeometry) {
        self.geometry = geometry
        func cells() -> Plane<UInt8> { Plane(width: geometry.columns, height: geometry.rows, filledWith: 0) }
        (moving, still, gradient, flicker) = (cells(), cells(), cells(), cells())
        structure = Plane(width: geometry.columns, height: geometry.rows, filledWith: 127)
    }

    func clear() {
        for plane in [moving, still, gradient, flicker] { plane.fill(0) }
        structure.fill(127)
    }

    func pool(
        state: Plane<UInt8>, gradient mask: Plane<UInt8>, luma: Plane<UInt8>, previous: Plane<UInt8>,
        valid: Plane<UInt8>
    ) {
        kernels.poolEvidence(
            EvidencePlanes(state: state.base, gradient: mask.base, luma: luma.base, previous: previous.base),
            width: geometry.width, height: geometry.height, threshold: Self.flickerThreshold,
            into: EvidenceCells(
                moving: moving.base, still: still.base, gradient: gradient.base, flicker: flicker.base))
        for cell in 0..<geometry.cells where valid.base[cell] == 0 {
            moving.base[cell] = 0
            still.base[cell] = 0
            gradient.base[cell] = 0
            flicker.base[cell] = 0
        }
    }

    /// Compares the structure of picture and background over the 16×16 pixels around each cell with foreground.
    func correlate(luma: Plane<UInt8>, background: Plane<UInt8>) {
        let (width, height) = (geometry.width, geometry.height)
        for row in 0..<geometry.rows {
            for column in 0..<geometry.columns {
                let cell = row * geometry.columns + column
                guard Int(moving.base[cell]) + Int(still.base[cell]) >= Self.leastForeground else {
                    structure.base[cell] = 127
                    continue
                }
                let x = min(max(0, column * 8 - 4), width - 16)
                let y = min(max(0, row * 8 - 4), height - 16)
                structure.base[cell] = kernels.correlation(
                    luma.base + y * width + x, background.base + y * width + x, stride: width, width: 16, height: 16)
            }
        }
    }

    /// Share of the valid cells of which more than half is foreground.
    func changedShare(valid: Plane<UInt8>) -> Double {
        var (changed, seen) = (0, 0)
        for cell in 0..<geometry.cells where valid.base[cell] != 0 {
            seen += 1
            if Int(moving.base[cell]) + Int(still.base[cell]) > 32 { changed += 1 }
        }
        return seen > 0 ? Double(changed) / Double(seen) : 0
    }
}
