public import Scene

/// One count out of two: what differs from the background (good where people come and go), and what the density network
/// sees (good where they stand close or never leave).
///
/// Each counts by the inverse of its variance (Cochran 1954). The features' variance grows where persons hide each other
/// and where the network sees many more, because people can only be missing from what differs: they stand in each
/// other's way, or in the background. The network's grows with the things that it takes for people. All grow without a
/// step, and so does the network's share.
public struct CountFusion {
    /// Standard deviations of a normal distribution in half of its 90 % interval.
    static let quantile = 1.645
    /// Crowding up to here hides nobody, and how the features' standard deviation grows with the square of what is more.
    static let freeCrowding = 0.42
    static let crowdedGrowth = 500.0
    /// What the network takes for people in the empty background is of the kind that it takes for people elsewhere too: on
    /// Mall as many, in nine of ten pictures up to half as many again. These are the same all day, and count as a standard deviation.
    static let thingsShare = 1.5
    /// What differs from the background changes from frame to frame in rain and snow, on a shaking mast, in the noise of a
    /// night and at few bits; there it is wrong by some three times as much as it flickers.
    static let flickerFactor = 3.0
    /// Shares at the ends would make one of the two infinitely wrong.
    static let shares = 0.02...0.98

    /// The network's share where nothing is crowded, and the 90 % interval there.
    let share, halfWidth, relativeHalfWidth: Double
    /// The interval of the network alone, where no background is needed to tell things from people.
    private(set) var alone: (halfWidth: Double, relativeHalfWidth: Double)?
    /// What the share and the interval were measured with: crowding up to here has its part in them.
    private var knownCrowding = freeCrowding

    init(share: Double, halfWidth: Double, relativeHalfWidth: Double) {
        self.share = min(max(share, Self.shares.lowerBound), Self.shares.upperBound)
        (self.halfWidth, self.relativeHalfWidth) = (halfWidth, relativeHalfWidth)
    }

    /// Of a zone that was counted.
    init(_ network: DensityFit.Network, of fit: DensityFit) {
        self.init(share: network.share, halfWidth: fit.halfWidth, relativeHalfWidth: fit.relativeHalfWidth)
        knownCrowding = max(Self.freeCrowding, network.crowding)
    }

    /// Of a zone that nobody counted: both by what they are worth anywhere.
    public init(network file: DensityNetworkFile) {
        let (features, network) = (DensityPrior.relativeHalfWidth, file.relativeHalfWidth)
        self.init(
            share: features * features / (features * features + network * network),
            halfWidth: DensityPrior.halfWidth, relativeHalfWidth: DensityPrior.relativeHalfWidth)
        if !file.subtractsBackground { alone = (file.halfWidth, file.relativeHalfWidth) }
    }

    /// - Parameters:
    ///   - features, network: the two counts.
    ///   - things: persons that the network saw and that the empty background shows too; of a counted zone the share knows
    ///     them.
    ///   - flicker: variance of the features' count between frames, see ``CountFlicker``; of a counted zone the share knows it.
    ///   - crowding: 0…1, see ``DensityFeatures/crowding``.
    /// - Returns: the count, and how many times as wide as the calibrated interval its own is.
    public func fuse(
        features: Double, network: Double, things: Double = 0, flicker: Double = 0, crowding: Double
    ) -> (count: Double, widening: Double) {
        let scale = (halfWidth + relativeHalfWidth * (features + network) / 2) / Self.quantile
        let variance = max(scale * scale, 0.01)
        let networks = variance / share + Self.thingsShare * Self.thingsShare * things * things
        var others = variance / (1 - share) + Self.flickerFactor * Self.flickerFactor * flicker
        let missing = max(0, network - features - 2 * (networks + others).squareRoot())
        let more = network > features ? max(0, crowding - knownCrowding) : 0
        let growth = Self.crowdedGrowth * more * more
        others += growth * growth * others + missing * missing
        let now = others / (others + networks)
        return ((1 - now) * features + now * network, (now * networks / variance).squareRoot())
    }
}
