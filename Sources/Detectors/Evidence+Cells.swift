internal import Perception

/// What several detectors read of one 8×8 cell.
extension Evidence {
    /// Pixels of a cell, 0…64, that show no background.
    @inline(__always)
    func cellForeground(_ column: Int, _ row: Int) -> Int {
        Int(cellMoving[column, row]) + Int(cellStill[column, row])
    }

    /// Line `y`, 0…7, of a cell of a plane.
    @inline(__always)
    func cellLine(of plane: PlaneView<UInt8>, _ column: Int, _ row: Int, _ y: Int) -> SIMD8<UInt8> {
        let start = plane.base + (row * Self.cellSize + y) * plane.stride + column * Self.cellSize
        return UnsafeRawPointer(start).loadUnaligned(as: SIMD8<UInt8>.self)
    }

    /// The same in sixteen bits, in which 64 pixels can be added up.
    @inline(__always)
    func wideCellLine(of plane: PlaneView<UInt8>, _ column: Int, _ row: Int, _ y: Int) -> SIMD8<UInt16> {
        SIMD8<UInt16>(truncatingIfNeeded: cellLine(of: plane, column, row, y))
    }
}
