/// Metres: x to the east, y to the north, z up. The camera stands over the origin.
typealias Vector3 = SIMD3<Double>

extension SIMD3<Double> {
    func dot(_ other: Self) -> Double {
        x * other.x + y * other.y + z * other.z
    }

    var length: Double { dot(self).squareRoot() }

    var normalised: Self {
        let length = length
        return length > 0 ? self / length : self
    }
}

extension SIMD2<Double> {
    var length: Double { (x * x + y * y).squareRoot() }

    /// Turned by a quarter to the left.
    var left: Self { Self(-y, x) }

    func distance(to other: Self) -> Double { (self - other).length }
}
