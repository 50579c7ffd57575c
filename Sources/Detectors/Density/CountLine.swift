internal import Scene

/// Persons out of what one instrument sees of them (features or network): gain × seen + offset.
///
/// Fitted the way round in which the errors are: seen = response × persons + ground, because who counted was right and
/// what was seen was not, then turned round (classical calibration: Eisenhart 1939; Osborne, Statistical calibration, 1991).
/// A regression of persons on what was seen is flattened by its noise: counts of a quiet hour would undercount the rush hour.
struct CountLine {
    /// How much the response to a person may differ from the generic one, and what is seen of nobody: persons, and a share
    /// of the mean count or of what is seen on average, whichever is less.
    static let responseSpread = 0.5
    static let groundSpread = 1.0
    static let relativeGroundSpread = 0.125
    /// Less response than this to a person is noise.
    static let leastResponse = 0.05

    private(set) var gain = 1.0, offset = 0.0

    /// The generic one.
    init() {}

    /// By ridge toward the generic line (Hoerl and Kennard 1970, as the posterior mean of a Gaussian prior).
    /// - Parameter noise: error of what is seen, as a share of its mean.
    init(seen: [Double], counts: [Double], noise: Double) {
        let labels = Double(max(1, seen.count))
        let (meanSeen, meanCount) = (seen.reduce(0, +) / labels, counts.reduce(0, +) / labels)
        let sigma = DensityCalibration.noise + noise * meanSeen
        let ground = Self.groundSpread + Self.relativeGroundSpread * min(meanSeen, meanCount)
        var normal = NormalEquations(unknowns: 2)
        normal.add([1, 0], equals: 1, weight: 1 / (Self.responseSpread * Self.responseSpread))
        normal.add([0, 1], equals: 0, weight: 1 / (ground * ground))
        for (seen, persons) in zip(seen, counts) {
            normal.add([persons, 1], equals: seen, weight: 1 / (sigma * sigma))
        }
        guard let solved = normal.solution() else { return }
        gain = 1 / max(Self.leastResponse, solved[0])
        offset = -solved[1] * gain
    }

    /// May be below zero.
    func count(_ seen: Double) -> Double { gain * seen + offset }

    /// The same with every count drawn toward `mean`, to the share `kept` of its distance.
    func drawn(toward mean: Double, kept: Double) -> CountLine {
        var line = self
        line.gain *= kept
        line.offset = mean + kept * (offset - mean)
        return line
    }
}
