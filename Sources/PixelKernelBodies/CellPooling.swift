public import CPixel

/// What is pooled into cells, one stride for all.
public struct EvidencePlanes {
    public var state, gradient, luma, previous: UnsafePointer<UInt8>

    @inlinable
    public init(
        state: UnsafePointer<UInt8>, gradient: UnsafePointer<UInt8>, luma: UnsafePointer<UInt8>,
        previous: UnsafePointer<UInt8>
    ) {
        (self.state, self.gradient, self.luma, self.previous) = (state, gradient, luma, previous)
    }
}

/// Counts 0…64, one for each 8×8 cell.
public struct EvidenceCells {
    public var moving, still, gradient, flicker: UnsafeMutablePointer<UInt8>

    @inlinable
    public init(
        moving: UnsafeMutablePointer<UInt8>, still: UnsafeMutablePointer<UInt8>,
        gradient: UnsafeMutablePointer<UInt8>, flicker: UnsafeMutablePointer<UInt8>
    ) {
        (self.moving, self.still, self.gradient, self.flicker) = (moving, still, gradient, flicker)
    }
}

extension LumaKernels {
    @inlinable @inline(__always)
    public static func poolCells(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, bit: Int, into cells: UnsafeMutablePointer<UInt8>
    ) {
        let (columns, rows) = (width / 8, height / 8)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let shift = UInt64(truncatingIfNeeded: bit)
        for row in 0..<rows {
            for column in 0..<columns {
                let corner: Int = row &* 8 &* width &+ column &* 8
                let first = UnsafeRawPointer(plane + corner)
                // Eight pixels a word: each byte counts one column of the cell, at most 8.
                var sums: UInt64 = 0
                for y in 0..<8 {
                    let word: UInt64 = first.loadUnaligned(fromByteOffset: y &* width, as: UInt64.self)
                    sums = sums &+ ((word &>> shift) & ones)
                }
                cells[row &* columns &+ column] = UInt8(truncatingIfNeeded: (sums &* ones) &>> 56)
            }
        }
    }

    @inlinable @inline(__always)
    public static func poolEvidence(
        _ planes: EvidencePlanes, width: Int, height: Int, threshold: UInt8, into cells: EvidenceCells
    ) {
        let columns = width / 8
        guard columns >= 4 else {
            ScalarKernels.poolEvidence(planes, width: width, height: height, threshold: threshold, into: cells)
            return
        }
        for row in 0..<height / 8 {
            let (pixel, cell) = (row &* 8 &* width, row &* columns)
            cpixel_pool_cells(
                planes.state + pixel, planes.gradient + pixel, planes.luma + pixel, planes.previous + pixel, width,
                threshold, cells.moving + cell, cells.still + cell, cells.gradient + cell, cells.flicker + cell,
                columns)
        }
    }
}

extension ScalarKernels {
    public static func poolCells(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, bit: Int, into cells: UnsafeMutablePointer<UInt8>
    ) {
        let columns = width / 8
        for row in 0..<height / 8 {
            for column in 0..<columns {
                cells[row * columns + column] = count(row: row, column: column, width: width) {
                    plane[$0] >> UInt8(bit) & 1 == 1
                }
            }
        }
    }

    public static func poolEvidence(
        _ planes: EvidencePlanes, width: Int, height: Int, threshold: UInt8, into cells: EvidenceCells
    ) {
        for row in 0..<height / 8 { poolRow(planes, row: row, width: width, threshold: threshold, into: cells) }
    }

    private static func poolRow(
        _ planes: EvidencePlanes, row: Int, width: Int, threshold: UInt8, into cells: EvidenceCells
    ) {
        for column in 0..<width / 8 {
            func pool(_ isCounted: (Int) -> Bool) -> UInt8 {
                count(row: row, column: column, width: width, isCounted)
            }
            let cell = row * (width / 8) + column
            cells.moving[cell] = pool { planes.state[$0] & 1 != 0 }
            cells.still[cell] = pool { planes.state[$0] & 2 != 0 }
            cells.gradient[cell] = pool { planes.gradient[$0] & 1 != 0 }
            cells.flicker[cell] = pool { abs(Int(planes.luma[$0]) - Int(planes.previous[$0])) > Int(threshold) }
        }
    }

    private static func count(row: Int, column: Int, width: Int, _ isCounted: (Int) -> Bool) -> UInt8 {
        var count: UInt8 = 0
        for y in row * 8..<row * 8 + 8 {
            for x in column * 8..<column * 8 + 8 where isCounted(y * width + x) { count += 1 }
        }
        return count
    }
}
