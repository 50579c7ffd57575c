public import Scene

/// What one more count by a human changes, years after the calibration: the offset follows slowly, the interval at once.
public enum SpotCount {
    /// Share of an error that becomes offset: a Kalman gain for an offset that drifts by half of the interval's standard
    /// deviation between two counts. One odd count moves little.
    static let gain = 0.2
    /// The interval widens when it missed and narrows when it held, so that in the long run it holds nine in ten (Gibbs and
    /// Candès, Adaptive conformal inference under distribution shift, 2021, in multiplicative form).
    static let missed = 1.25
    static let held = 0.9755

    /// The fit after a count.
    /// - Parameters:
    ///   - fit: the zone's fit, or `nil` when it was never counted: the count is then its first label.
    ///   - features: what the frame showed.
    public static func adapt(
        _ fit: DensityFit?, zoneID: String, features: DensityFeatures, count: Double
    ) -> DensityFit? {
        guard var fit else {
            return DensityCalibration.fit(zoneID: zoneID, labels: [DensityLabel(features: features, count: count)])
        }
        let predicted = fit.count(for: features)
        let error = count - predicted
        let isHeld = abs(error) <= fit.halfWidth + fit.relativeHalfWidth * predicted
        let factor = isHeld ? held : missed
        fit.intercept += gain * error
        fit.network?.offset += gain * error
        fit.halfWidth *= factor
        fit.relativeHalfWidth *= factor
        fit.labels += 1
        return fit
    }
}
