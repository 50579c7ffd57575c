/// What each feature is worth before anything was counted: learnt on rendered scenes, `models/density/prior.json`
/// (a test compares the two; the folder's README has the command that made it).
public enum DensityPrior {
    /// Persons for each unit of a feature: far, middle and near outline, area.
    public static let weights = SIMD4<Double>(0.5431, 0.5431, 0.5431, 0.5421)
    /// Half width of the interval that held nine in ten counts of scenes left out, as a share of the count, and in persons.
    public static let relativeHalfWidth = 0.678
    public static let halfWidth = 0.678

    static func scaled(by gain: Double) -> [Double] { (0..<DensityFeatures.count).map { gain * weights[$0] } }
}
