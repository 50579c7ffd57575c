internal import Glibc

/// Where normal ends, attribute by attribute.
///
/// From an hour of maxima on it is the score that a normal stretch of ten seconds reaches once a camera-day, all
/// attributes together. Fewer cannot be carried on to a day: then it is the highest that was seen, with a margin that
/// shrinks with the square root of how many there are; the highest quarter is left out, because footage that somebody
/// calls normal holds strange moments and wrong vectors, and one of them must not hide what comes later.
struct AnomalyBar: Sendable {
    /// False alarms per camera-day that the bar allows.
    static let budget = 1.0
    /// Maxima without which an attribute is silent.
    static let leastMaxima = 6
    /// Maxima of an hour: the tail is believed from here on, and live learning is over.
    static let liveMaxima = 360
    /// Margin above the highest of few maxima, times the square root of how many they are: 15 % for seven.
    static let margin = 0.4
    /// Seconds of footage without which rarely visited places cannot be told from unvisited ones.
    static let leastPresenceSeconds = 1800.0
    /// Scores of a speed that count as high while nothing is known: twice what one in a hundred exceeds.
    static let unlearntSpeed = 2.0

    private var tails: [AnomalyObservation.Attribute: (bar: Double, tail: GumbelTail)] = [:]

    init(model: AnomalyModel) {
        let share = Self.budget / BlockMaxima.stretchesPerDay / Double(AnomalyObservation.Attribute.allCases.count)
        for attribute in AnomalyObservation.Attribute.allCases {
            let maxima = model.maxima(attribute)
            guard maxima.count >= Self.leastMaxima, let tail = maxima.tail(),
                attribute != .presence || model.learntSeconds >= Self.leastPresenceSeconds
            else { continue }
            let bar = maxima.count >= Self.liveMaxima ? tail.score(at: share) : Self.highest(of: maxima)
            // A degenerate sample (nothing ever moved) must not put the bar at nothing.
            tails[attribute] = (max(bar, Self.least(attribute)), tail)
        }
    }

    private static func highest(of maxima: BlockMaxima) -> Double {
        let believed = maxima.values.sorted().dropLast((maxima.count + 3) / 4)
        return Double(believed.last ?? 0) * (1 + margin / Double(maxima.count).squareRoot())
    }

    /// Scores below which an attribute never alarms: a fifth beyond what one in a hundred does, or what 3 in 100 do.
    private static func least(_ attribute: AnomalyObservation.Attribute) -> Double {
        attribute == .speed ? 1.2 : 1.5
    }

    /// The score in units of the bar: 1 and above is an alarm. 0 for an attribute that must be silent.
    func relative(_ score: Double, _ attribute: AnomalyObservation.Attribute) -> Double {
        if let bar = tails[attribute]?.bar { return score / bar }
        return attribute == .speed ? score / Self.unlearntSpeed : 0
    }

    /// Probability that a normal stretch reaches the score, for the attributes together; 1 while not learnt.
    func p(_ score: Double, _ attribute: AnomalyObservation.Attribute, model: AnomalyModel) -> Double {
        guard let tail = tails[attribute]?.tail else { return 1 }
        return min(1, model.maxima(attribute).p(of: score, tail: tail) * Double(max(1, tails.count)))
    }
}

extension AnomalyModel {
    func maxima(_ attribute: AnomalyObservation.Attribute) -> BlockMaxima {
        switch attribute {
        case .speed: speedMaxima
        case .direction: directionMaxima
        case .presence: presenceMaxima
        }
    }

    mutating func appendMaximum(_ value: Double, _ attribute: AnomalyObservation.Attribute) {
        switch attribute {
        case .speed: speedMaxima.append(value)
        case .direction: directionMaxima.append(value)
        case .presence: presenceMaxima.append(value)
        }
    }
}
