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

    /// Eight pixels from (x, y) on: a byte for each, the first the lowest, 1 where it is not background. States are 0, 1 and 2.
    @inline(__always)
    func foreground(_ x: Int, _ y: Int) -> UInt64 {
        let states = state.eight(x, y)
        return (states | states >> 1) & PlaneView<UInt8>.ones
    }

    /// The same for the eight lines of a cell.
    @inline(__always)
    func cellForegroundLines(_ column: Int, _ row: Int) -> SIMD8<UInt64> {
        let (x, y) = (column &* Self.cellSize, row &* Self.cellSize)
        return SIMD8(
            foreground(x, y), foreground(x, y &+ 1), foreground(x, y &+ 2), foreground(x, y &+ 3),
            foreground(x, y &+ 4), foreground(x, y &+ 5), foreground(x, y &+ 6), foreground(x, y &+ 7))
    }

    /// Calls `body` for eight pixels after eight of a box within the picture, with the first of them and a mask of the bytes
    /// that are in the box and were not taken before.
    @inline(__always)
    func forEachEight(in box: PixelBox, _ body: (_ x: Int, _ y: Int, _ mask: UInt64) -> Void) {
        for y in box.top..<box.bottom {
            var taken = box.left
            while taken < box.right {
                let x = min(taken, width &- 8)
                let beyond = max(0, x &+ 8 &- box.right)
                body(x, y, (~0 &<< UInt64(8 &* (taken &- x))) & (~0 &>> UInt64(8 &* beyond)))
                taken = x &+ 8
            }
        }
    }
}

extension PlaneView<UInt8> {
    /// The lowest bit of each of eight bytes.
    static var ones: UInt64 { 0x0101_0101_0101_0101 }

    /// Eight elements side by side, the first in the lowest byte.
    @inline(__always)
    func eight(_ x: Int, _ y: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(base + (y &* stride &+ x)).loadUnaligned(as: UInt64.self))
    }
}
