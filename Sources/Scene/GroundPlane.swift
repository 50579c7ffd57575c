public import Events

/// The flat ground that the camera looks at: picture points ↔ metres, by a homography.
public struct GroundPlane: Sendable, Hashable {
    /// Row-major 3×3, picture (0..1) → ground (metres): `(X, Y, W) = H · (x, y, 1)`, place = (X/W, Y/W), W > 0 on the
    /// side of the horizon that can be seen.
    let h: [Double]
    /// Straightens picture points before the homography.
    let lens: LensModel

    /// - Parameter coefficients: nine, row-major, scaled so that W > 0 for visible ground.
    init(coefficients: [Double], lens: LensModel) {
        precondition(coefficients.count == 9)
        h = coefficients
        self.lens = lens
    }

    /// Metres east and north of the local origin (sideways and away from the camera when calibrated by bars); `nil` at
    /// and above the horizon.
    public func metres(at point: PicturePoint) -> (east: Double, north: Double)? {
        let point = lens.straightened(point)
        let w = h[6] * point.x + h[7] * point.y + h[8]
        guard w > 1e-9 else { return nil }
        return (
            (h[0] * point.x + h[1] * point.y + h[2]) / w,
            (h[3] * point.x + h[4] * point.y + h[5]) / w
        )
    }

    /// Metres on the ground between two picture points; `nil` when one is not on visible ground.
    public func distance(_ a: PicturePoint, _ b: PicturePoint) -> Double? {
        guard let p = metres(at: a), let q = metres(at: b) else { return nil }
        return ((p.east - q.east) * (p.east - q.east) + (p.north - q.north) * (p.north - q.north)).squareRoot()
    }

    /// Square metres of ground for each unit of picture area (the whole picture is 1) at a point: the determinant of
    /// the homography's Jacobian, |det H| / W³. `nil` at and above the horizon.
    public func squareMetresPerArea(at point: PicturePoint) -> Double? {
        let straight = lens.straightened(point)
        let w = h[6] * straight.x + h[7] * straight.y + h[8]
        guard w > 1e-9 else { return nil }
        return abs(determinant) / (w * w * w) * lens.areaFactor(at: point)
    }

    /// Where a place on the ground is in the straightened picture; `nil` behind the camera.
    func straightPicturePoint(east: Double, north: Double) -> PicturePoint? {
        // Adjugate of H, up to the determinant, which divides out.
        let a = h[4] * h[8] - h[5] * h[7]
        let b = h[2] * h[7] - h[1] * h[8]
        let c = h[1] * h[5] - h[2] * h[4]
        let d = h[5] * h[6] - h[3] * h[8]
        let e = h[0] * h[8] - h[2] * h[6]
        let f = h[2] * h[3] - h[0] * h[5]
        let g = h[3] * h[7] - h[4] * h[6]
        let i = h[1] * h[6] - h[0] * h[7]
        let j = h[0] * h[4] - h[1] * h[3]
        let w = (g * east + i * north + j) / determinant
        guard w > 0 else { return nil }
        let scale = 1 / (w * determinant)
        return PicturePoint(x: (a * east + b * north + c) * scale, y: (d * east + e * north + f) * scale)
    }

    /// The row of the horizon in the middle of the straightened picture, 0 at the top; `nil` when the camera looks straight
    /// down.
    public var horizonY: Double? {
        abs(h[7]) > 1e-12 ? -(h[6] * 0.5 + h[8]) / h[7] : nil
    }

    /// Length in metres of a short step along the picture's row, for each unit of picture width; `nil` above the horizon.
    public func metresPerPictureWidth(at point: PicturePoint) -> Double? {
        let point = lens.straightened(point)
        let w = h[6] * point.x + h[7] * point.y + h[8]
        guard w > 1e-9 else { return nil }
        let place = (
            east: (h[0] * point.x + h[1] * point.y + h[2]) / w, north: (h[3] * point.x + h[4] * point.y + h[5]) / w
        )
        let (dx, dy) = ((h[0] - place.east * h[6]) / w, (h[3] - place.north * h[6]) / w)
        return (dx * dx + dy * dy).squareRoot()
    }

    var determinant: Double {
        h[0] * (h[4] * h[8] - h[5] * h[7]) - h[1] * (h[3] * h[8] - h[5] * h[6]) + h[2] * (h[3] * h[7] - h[4] * h[6])
    }
}
