/// Sharpness of a picture against what is usual for the camera: a running median, moved one step of 1 % towards each
/// value (Robbins and Monro's stochastic approximation of the median), so that a passing blur does not move it.
struct UsualSharpness: Sendable {
    private static let step = 0.01
    private var usual: Double?

    /// 1 is usual, near 0 is blurred.
    mutating func ratio(_ sharpness: Double) -> Double {
        guard sharpness.isFinite, sharpness > 0 else { return usual == nil ? 1 : 0 }
        guard let median = usual else {
            usual = sharpness
            return 1
        }
        usual = sharpness > median ? median * (1 + Self.step) : median / (1 + Self.step)
        return sharpness / median
    }
}
