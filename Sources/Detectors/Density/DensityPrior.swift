internal import Scene

/// What each feature is worth before anything was counted: learnt on rendered scenes, `models/density/prior.json`
/// (a test compares the two; the folder's README has the command that made it).
public enum DensityPrior {
    /// Persons for each unit of a feature: bodies in the far, middle and near band.
    public static let weights = SIMD3<Double>(0.852, 0.852, 0.852)
    /// Half width of the interval that held nine in ten counts of scenes left out, as a share of the count, and in persons.
    public static let relativeHalfWidth = 0.425
    public static let halfWidth = 2.239

    /// Changed pixels of a body's cells (of 64) at which ``weights`` hold, and the share of them that each pixel more costs:
    /// plain cloth shows only its outline, patterned cloth fills its cells and those beside them.
    public static let usualOutline = 15.47
    public static let outlineSlope = 0.0244
    /// Beyond it nothing was learnt.
    static let outlineShares = 0.7...1.15

    /// What bodies of this outline are worth.
    public static func share(outline: Double) -> Double {
        let share = 1 - outlineSlope * (outline - usualOutline)
        return min(max(share, outlineShares.lowerBound), outlineShares.upperBound)
    }

    static func scaled(by gain: Double) -> [Double] { (0..<DensityFit.features).map { gain * weights[$0] } }
}
