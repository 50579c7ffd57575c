internal import Glibc

/// Where normal ends, attribute by attribute.
///
/// From an hour of maxima on it is the score that a normal stretch of ten seconds reaches so seldom that all attributes
/// together keep the budget of false alarms per camera-day. Fewer cannot be carried on to a day: then it is the highest
/// that was seen, with a margin that shrinks with the square root of how many there are; the highest quarter is left
/// out, because footage that somebody calls normal holds strange moments and wrong vectors, and one of them must not
/// hide what comes later.
struct AnomalyBar: Sendable {
    /// False alarms per camera-day that the bar allows unless the rule says otherwise.
    static let usualBudget = 1.0
    /// Maxima without which an attribute is silent.
    static let leastMaxima = 6.0
    /// Maxima of an hour: the tail is believed from here on.
    static let tailMaxima = 360.0
    /// Maxima of a day: whoever has not seen one knows no morning. Live learning is over.
    static let liveMaxima = BlockMaxima.stretchesPerDay
    /// Margin above the highest of few maxima, times the square root of how many they are: 26 % for seven.
    static let margin = 0.7
    static let disbelieved = 0.25
    /// No bar is lower; 0 is that of a silent attribute.
    static let lowest = 0.01
    /// Seconds of footage without which rarely visited places cannot be told from unvisited ones.
    static let leastPresenceSeconds = 1800.0
    /// Person heights per second (6 m/s) that are physically out of the ordinary among people on foot: what speaks while
    /// nothing is known yet, unless the place itself is that fast.
    static let physicalSpeed = 3.5

    private struct Level: Sendable {
        /// 0 while the attribute is silent.
        var bar = 0.0
        var tail: ParetoTail?
    }

    private let budget: Double
    private var levels = Array(repeating: Level(), count: AnomalyAttribute.allCases.count)
    private var spoken = 0

    init(model: AnomalyModel, budget: Double) {
        self.budget = budget
        update(model)
    }

    /// Works the bars out anew from what has been learnt.
    mutating func update(_ model: AnomalyModel) {
        spoken = 0
        for attribute in AnomalyAttribute.all where speaks(attribute, model) { spoken += 1 }
        let share = budget / BlockMaxima.stretchesPerDay / Double(max(1, spoken))
        for attribute in AnomalyAttribute.all {
            levels[attribute.index] =
                speaks(attribute, model) ? level(model.maxima[attribute.index], attribute, share) : Level()
        }
    }

    private func speaks(_ attribute: AnomalyAttribute, _ model: AnomalyModel) -> Bool {
        let maxima = model.maxima[attribute.index]
        guard maxima.count >= Self.leastMaxima else { return false }
        switch attribute {
        case .speed, .direction: return true
        case .presence, .area: return model.learntSeconds >= Self.leastPresenceSeconds
        case .novelty: return maxima.count >= BlockMaxima.stretchesPerDay
        default: return maxima.count >= Self.tailMaxima
        }
    }

    private func level(_ maxima: BlockMaxima, _ attribute: AnomalyAttribute, _ share: Double) -> Level {
        let tail = maxima.count >= Self.tailMaxima ? ParetoTail(maxima.sketch) : nil
        let left = maxima.count - (maxima.count * Self.disbelieved).rounded(.up)
        let highest = maxima.sketch.quantile(left / maxima.count) ?? 0
        let bar = tail?.value(at: share) ?? highest * (1 + Self.margin / maxima.count.squareRoot())
        return Level(bar: max(bar, Self.lowest), tail: tail)
    }

    /// The score in units of what is an alarm: 1 and above is one. 0 for an attribute that must be silent.
    ///
    /// A degenerate sample (nothing ever moved) does not put the bar at nothing: below ``AnomalyAttribute/leastScore``
    /// nothing is strange.
    /// - Parameter level: of ``AlarmPromise``.
    func relative(_ score: Double, _ attribute: AnomalyAttribute, level: Double) -> Double {
        let bar = levels[attribute.index].bar
        return bar > 0 ? score / max(bar * level, attribute.leastScore) : 0
    }

    /// The score in units of the attribute's own bar, for ``AlarmPromise`` to learn from; 0 for what can be no alarm.
    func excess(_ score: Double, _ attribute: AnomalyAttribute) -> Double {
        let bar = levels[attribute.index].bar
        return bar > 0 && score >= attribute.leastScore ? score / bar : 0
    }

    func isSilent(_ attribute: AnomalyAttribute) -> Bool { levels[attribute.index].bar == 0 }

    /// Probability that a normal stretch reaches the score, for the attributes together; 1 while not learnt.
    func p(_ score: Double, _ attribute: AnomalyAttribute, model: AnomalyModel) -> Double {
        guard !isSilent(attribute) else { return 1 }
        let tail = levels[attribute.index].tail
        return min(1, model.maxima[attribute.index].p(of: score, tail: tail) * Double(max(1, spoken)))
    }
}

extension AnomalyAttribute {
    /// Scores below which an attribute never alarms: a fifth beyond what one in a hundred does, or what 3 in 100 do.
    var leastScore: Double {
        switch self {
        case .direction, .presence: 1.5
        default: 1.2
        }
    }
}
