public import Events

/// Radial distortion of a lens by one coefficient, the division model (Fitzgibbon, Simultaneous linear estimation of
/// multiple view geometry and lens distortion, 2001): straight = centre + (seen − centre) / (1 + k r²), with r in half
/// diagonals of the picture. Negative k for barrels, as wide lenses have.
public struct LensModel: Sendable, Hashable {
    /// 0 for a lens that keeps straight lines straight.
    public let distortion: Double
    /// Width over height of the picture.
    public let aspect: Double

    /// Coefficients that a lens may have: at ±0.5 the corner moves by half of its distance.
    public static let limits = -0.5...0.5

    public init(distortion: Double = 0, aspect: Double) {
        self.distortion = distortion
        self.aspect = aspect
    }

    /// Where a point would be without distortion, in 0..1 of the picture (beyond it near the corners of a barrel).
    public func straightened(_ point: PicturePoint) -> PicturePoint {
        guard distortion != 0 else { return point }
        let divisor = 1 + distortion * squaredRadius(point)
        return PicturePoint(x: 0.5 + (point.x - 0.5) / divisor, y: 0.5 + (point.y - 0.5) / divisor)
    }

    /// Area after straightening for each unit of area before, at a point: the determinant of the Jacobian.
    func areaFactor(at point: PicturePoint) -> Double {
        guard distortion != 0 else { return 1 }
        let term = distortion * squaredRadius(point)
        return (1 - term) / ((1 + term) * (1 + term) * (1 + term))
    }

    private func squaredRadius(_ point: PicturePoint) -> Double {
        let (dx, dy) = ((point.x - 0.5) * aspect, point.y - 0.5)
        return (dx * dx + dy * dy) / (0.25 * (aspect * aspect + 1))
    }
}
