extension Kernels {
    /// Counts, for each 8×8 cell, the pixels whose `bit` is set: 0…64. Rows and columns that fill no cell are left out.
    public static func poolCells(
        _ plane: UnsafePointer<UInt8>, width: Int, height: Int, bit: Int, into cells: UnsafeMutablePointer<UInt8>
    ) {
        let (columns, rows) = (width / 8, height / 8)
        let ones: UInt64 = 0x0101_0101_0101_0101
        let shift = UInt64(bit)
        for row in 0..<rows {
            for column in 0..<columns {
                let corner: Int = row &* 8 &* width &+ column &* 8
                let first = UnsafeRawPointer(plane + corner)
                // Eight pixels a word: each byte counts one column of the cell, at most 8.
                var sums: UInt64 = 0
                for y in 0..<8 {
                    let word: UInt64 = first.loadUnaligned(fromByteOffset: y &* width, as: UInt64.self)
                    let bits: UInt64 = (word &>> shift) & ones
                    sums = sums &+ bits
                }
                let total: UInt64 = (sums &* ones) &>> 56
                cells[row &* columns &+ column] = UInt8(truncatingIfNeeded: total)
            }
        }
    }
}

extension ReferenceKernels {
    public static func poolCells(_ plane: [UInt8], width: Int, height: Int, bit: Int) -> [UInt8] {
        var cells: [UInt8] = []
        for row in 0..<height / 8 {
            for column in 0..<width / 8 {
                var count: UInt8 = 0
                for y in row * 8..<row * 8 + 8 {
                    for x in column * 8..<column * 8 + 8 { count += plane[y * width + x] >> UInt8(bit) & 1 }
                }
                cells.append(count)
            }
        }
        return cells
    }
}
