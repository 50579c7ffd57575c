internal import Scene

/// What each feature is worth before anything was counted: learnt on rendered scenes, `models/density/prior.json`
/// (a test compares the two; the folder's README has the command that made it).
public enum DensityPrior {
    /// Persons for each unit of a feature: bodies in the far, middle and near band.
    public static let weights = SIMD3<Double>(1.006, 1.006, 1.006)
    /// Half width of the interval that held nine in ten counts of scenes left out, as a share of the count, and in persons.
    public static let relativeHalfWidth = 0.405
    public static let halfWidth = 1.403

    /// Changed pixels of a body's cells (of 64) at which ``weights`` hold. Persons are worth the inverse: plain cloth shows only
    /// its outline, patterned cloth fills its cells and those beside them.
    public static let usualOutline = 15.1
    /// Beyond them nothing was learnt.
    public static let outlines = 11.7...21.4

    /// What bodies of this outline are worth.
    public static func share(outline: Double) -> Double {
        usualOutline / min(max(outline, outlines.lowerBound), outlines.upperBound)
    }

    static func scaled(by gain: Double) -> [Double] { (0..<DensityFit.features).map { gain * weights[$0] } }
}
