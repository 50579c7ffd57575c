internal import Glibc

/// Where the alarm begins, in units of the attributes' own bars, so that it comes as often as was promised.
///
/// Attributes follow each other, what lasts is one alarm, and the bar of each lies beyond what was seen of it: what
/// comes of all of them is only known from all of them. From a day of ``ToldStrangeness`` on the level is what it
/// reached as often as the budget allows. Then it is moved by what came of it: up a little with each alarm, down by as
/// much over the time in which the budget allows one. In the long run the alarms come as often as was promised, whatever
/// the distribution (adaptive conformal inference: Gibbs, Candès 2021). Pure.
public struct AlarmPromise: Sendable, Hashable {
    /// How far one alarm moves the bar, and how far it may be moved altogether.
    static let step = 1.04, scales = 0.7...1.5

    /// Periods of ``ToldStrangeness`` that are a day, less what was paused.
    static let leastPeriods = 0.9 * ToldStrangeness.periodsPerDay

    /// Alarms per day.
    public let budget: Double
    /// What the strangest of two minutes reached as often as the budget allows; 1 until a day of it is known.
    public private(set) var level = 1.0
    /// The bar is the level times this.
    public private(set) var scale: Double
    /// How seldom the strangest of two minutes is how strange; `nil` until a day of it is known.
    private(set) var tail: ParetoTail?
    private var followsAlarm = false

    /// - Parameters:
    ///   - scale: what came of it before.
    ///   - told: what was seen before.
    public init(budget: Double, scale: Double = 1, told: BlockMaxima = BlockMaxima()) {
        self.budget = budget
        self.scale = scale
        fit(told)
    }

    /// Scores from here on are alarms, in units of the attributes' bars.
    public var bar: Double { level * scale }

    /// Takes a stretch of ``BlockMaxima/stretch`` seconds: alarms that follow each other are one.
    public mutating func close(hadAlarm: Bool) {
        if hadAlarm, !followsAlarm { scale *= Self.step }
        followsAlarm = hadAlarm
        scale *= exp(-log(Self.step) * budget / BlockMaxima.stretchesPerDay)
        scale = min(max(scale, Self.scales.lowerBound), Self.scales.upperBound)
    }

    /// Works the level out anew from the highest strangeness of each two minutes.
    public mutating func learn(_ told: BlockMaxima) {
        let knew = tail != nil
        fit(told)
        // Until now the scale made up for what was not known.
        if !knew, tail != nil { scale = 1 }
    }

    private mutating func fit(_ told: BlockMaxima) {
        tail = told.count >= Self.leastPeriods ? ParetoTail(told.sketch) : nil
        level = tail?.value(at: budget / ToldStrangeness.periodsPerDay) ?? 1
    }
}
