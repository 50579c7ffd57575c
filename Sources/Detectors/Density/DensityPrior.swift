internal import Scene

/// What each feature is worth before anything was counted: learnt on rendered scenes, `models/density/prior.json`
/// (a test compares the two; the folder's README has the command that made it).
public enum DensityPrior {
    /// Persons for each unit of a feature: bodies in the far, middle and near band.
    public static let weights = SIMD3<Double>(0.768, 0.768, 0.768)
    /// Half width of the interval that held nine in ten counts of scenes left out, as a share of the count, and in persons.
    public static let relativeHalfWidth = 0.453
    public static let halfWidth = 2.21

    static func scaled(by gain: Double) -> [Double] { (0..<DensityFit.features).map { gain * weights[$0] } }
}
