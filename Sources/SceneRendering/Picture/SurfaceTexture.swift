/// The look of ground, walls and boxes: luma at a point of a surface, from a pattern and noise of several sizes.
struct SurfaceTexture {
    let material: SceneMaterial
    let seed: UInt64

    /// - Parameters: `u` along and `v` across the surface, in metres.
    func luma(u: Double, v: Double) -> Double {
        // Stains of metres, wear of decimetres, grain of centimetres.
        var value =
            0.45 * smooth(u / 2.3, v / 2.3, 1) + 0.3 * smooth(u / 0.31, v / 0.31, 2) + 0.35
            * smooth(u / 0.06, v / 0.06, 3)
        value += pattern(u, v)
        return material.luma + material.contrast * value
    }

    /// How much of a place lies under water, 0..1.
    func puddle(u: Double, v: Double) -> Double {
        let hollow = smooth(u / 1.7, v / 1.7, 6) + 0.4 * smooth(u / 0.4, v / 0.4, 7)
        return min(1, max(0, (hollow - 0.08) * 8))
    }

    private func pattern(_ u: Double, _ v: Double) -> Double {
        let size = material.sizeMetres
        switch material.pattern {
        case .plain: return 0
        case .asphalt: return 0.6 * (hash(Int((u / 0.03).rounded(.down)), Int((v / 0.03).rounded(.down)), 4) - 0.5)
        case .tiles: return cells(u, v, size, size, joint: 0.02, shift: 0)
        case .planks: return cells(u, v, size * 6, size, joint: 0.012, shift: 0.37)
        case .bricks: return cells(u, v, size, size / 3, joint: 0.015, shift: 0.5)
        case .panels: return cells(u, v, size, size * 2, joint: 0.03, shift: 0)
        }
    }

    /// Tiles with dark joints, each tile a little different; every row is shifted by a share of a tile.
    private func cells(_ u: Double, _ v: Double, _ width: Double, _ height: Double, joint: Double, shift: Double)
        -> Double
    {
        let row = (v / height).rounded(.down)
        let across = u / width + row * shift
        let column = across.rounded(.down)
        let (x, y) = ((across - column) * width, v - row * height)
        if x < joint || y < joint { return -1.6 }
        return 1.1 * (hash(Int(column), Int(row), 5) - 0.5)
    }

    /// Value noise in −0.5..0.5, smooth between the corners of a unit grid.
    private func smooth(_ u: Double, _ v: Double, _ salt: UInt64) -> Double {
        let (column, row) = (u.rounded(.down), v.rounded(.down))
        let (x, y) = (fade(u - column), fade(v - row))
        let (i, j) = (Int(column), Int(row))
        let top = hash(i, j, salt) * (1 - x) + hash(i + 1, j, salt) * x
        let bottom = hash(i, j + 1, salt) * (1 - x) + hash(i + 1, j + 1, salt) * x
        return top * (1 - y) + bottom * y - 0.5
    }

    private func fade(_ x: Double) -> Double { x * x * (3 - 2 * x) }

    /// 0..<1 for a cell of the grid.
    private func hash(_ i: Int, _ j: Int, _ salt: UInt64) -> Double {
        let cell =
            UInt64(bitPattern: Int64(i)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(j))
            &* 0xC2B2_AE3D_27D4_EB4F
        return Double(SplitMix64.mix(cell ^ (seed &+ salt &* 0x1656_67B1_9E37_79F9)) >> 11) * 0x1p-53
    }
}
