/// One number by which a detector is judged.
public struct Figure: Sendable, Hashable, Identifiable {
    /// How the shares of several scenes make one number, and what its interval is.
    public enum Kind: String, Sendable, Codable {
        /// Each scene counts once; bootstrap over scenes.
        case mean
        /// So many of so many; Wilson.
        case proportion
        /// So many in so many camera-days; Poisson (Byar).
        case rate
        /// A cost per frame: so much over so many frames, told without an interval.
        case ratio
    }

    public enum Direction: String, Sendable, Codable {
        case lowerIsBetter, higherIsBetter
    }

    public enum Detector: String, CaseIterable, Sendable, Codable {
        case density, objects, anomaly, integrity, cost
    }

    public var detector: Detector
    public var name: String
    /// Head of its column, unit included.
    public var title: String
    public var kind: Kind
    public var direction: Direction
    /// A change up to this is never called one: absolute, or a share of what was. Proportions and rates count cases.
    public var tolerance = 0.0, relativeTolerance = 0.0
    /// Whether a worse value fails the comparison with the baseline; others are told only.
    public var isJudged = true
    /// Decimal places when printed.
    public var places = 2

    /// `objects.found`: stable, in JSON and in the baseline.
    public var id: String { "\(detector.rawValue).\(name)" }
}

extension Figure {
    /// Every figure, in the order of the tables.
    public static let all: [Figure] = density + objects + anomaly + integrity + cost

    static func of(_ detector: Detector) -> [Figure] { all.filter { $0.detector == detector } }

    /// One flip more than one: a single scene may tip either way.
    private static let oneFlip = 1.5

    private static let density = [
        Figure(
            detector: .density, name: "mae", title: "MAE, persons", kind: .mean, direction: .lowerIsBetter,
            tolerance: 0.1, relativeTolerance: 0.05),
        Figure(
            detector: .density, name: "relative_error", title: "MAE / mean", kind: .mean, direction: .lowerIsBetter,
            tolerance: 0.02, relativeTolerance: 0.05),
        Figure(
            detector: .density, name: "bias", title: "bias", kind: .mean, direction: .lowerIsBetter, isJudged: false),
        Figure(
            detector: .density, name: "coverage", title: "in interval", kind: .mean, direction: .higherIsBetter,
            tolerance: 0.05),
        Figure(
            detector: .density, name: "width", title: "interval width", kind: .mean, direction: .lowerIsBetter,
            isJudged: false, places: 1),
    ]

    private static let objects = [
        Figure(
            detector: .objects, name: "found", title: "found", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .objects, name: "precision", title: "alarms right", kind: .proportion,
            direction: .higherIsBetter, isJudged: false),
        Figure(
            detector: .objects, name: "cleared", title: "removal seen", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .objects, name: "delay", title: "after rule, s", kind: .mean, direction: .lowerIsBetter,
            tolerance: 1, relativeTolerance: 0.1, places: 1),
        Figure(
            detector: .objects, name: "false_per_day", title: "false/day", kind: .rate, direction: .lowerIsBetter,
            tolerance: oneFlip, places: 0),
    ]

    private static let anomaly = [
        Figure(
            detector: .anomaly, name: "auc", title: "AUC", kind: .mean, direction: .higherIsBetter, tolerance: 0.01,
            places: 3),
        Figure(
            detector: .anomaly, name: "auc_smoothed", title: "AUC smoothed", kind: .mean, direction: .higherIsBetter,
            tolerance: 0.01, places: 3),
        Figure(
            detector: .anomaly, name: "found", title: "events found", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .anomaly, name: "delay", title: "delay, s", kind: .mean, direction: .lowerIsBetter, tolerance: 1,
            relativeTolerance: 0.1, places: 1),
        Figure(
            detector: .anomaly, name: "false_per_day", title: "false/day", kind: .rate, direction: .lowerIsBetter,
            tolerance: oneFlip, places: 0),
        Figure(
            detector: .anomaly, name: "false_events_per_day", title: "false events/day", kind: .rate,
            direction: .lowerIsBetter, tolerance: oneFlip, places: 0),
        Figure(
            detector: .anomaly, name: "raised", title: "raised", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .anomaly, name: "named", title: "named right", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .anomaly, name: "false_names_per_day", title: "false names/day", kind: .rate,
            direction: .lowerIsBetter, tolerance: oneFlip, places: 0),
    ]

    private static let integrity = [
        Figure(
            detector: .integrity, name: "noticed", title: "noticed", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .integrity, name: "named", title: "named right", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .integrity, name: "cleared", title: "cleared", kind: .proportion, direction: .higherIsBetter,
            tolerance: oneFlip),
        Figure(
            detector: .integrity, name: "delay", title: "delay, s", kind: .mean, direction: .lowerIsBetter,
            tolerance: 1, relativeTolerance: 0.1, places: 1),
        Figure(
            detector: .integrity, name: "false_per_day", title: "false/day", kind: .rate, direction: .lowerIsBetter,
            tolerance: oneFlip, places: 0),
    ]

    /// CPU time depends on the machine and on who else is using it: told, never judged.
    private static let cost = [
        "source", "reduce", "background", "cells", "motion", "quality", "density", "objects", "anomaly",
    ].map {
        Figure(
            detector: .cost, name: $0, title: $0, kind: .ratio, direction: .lowerIsBetter, isJudged: false, places: 3)
    }
}
