internal import Glibc

/// Moves a bar by what came of it: up a little with each alarm, down by as much over the time in which the budget
/// allows one. In the long run the alarms then come as often as was promised, whatever the distribution (adaptive
/// conformal inference: Gibbs, Candès 2021). Pure.
public struct AlarmPromise: Sendable, Hashable {
    /// How far one alarm moves the bar, and how far it may be moved altogether.
    static let step = 1.04, scales = 0.8...1.5

    /// Alarms per day.
    public let budget: Double
    /// The bar is what the distribution says times this.
    public private(set) var scale: Double
    private var followsAlarm = false

    public init(budget: Double, scale: Double = 1) {
        self.budget = budget
        self.scale = min(max(scale, Self.scales.lowerBound), Self.scales.upperBound)
    }

    /// Takes a stretch of ``BlockMaxima/stretch`` seconds: alarms that follow each other are one.
    public mutating func close(hadAlarm: Bool) {
        if hadAlarm, !followsAlarm { scale *= Self.step }
        followsAlarm = hadAlarm
        scale *= exp(-log(Self.step) * budget / BlockMaxima.stretchesPerDay)
        scale = min(max(scale, Self.scales.lowerBound), Self.scales.upperBound)
    }
}
