internal import Detectors
public import Events

/// An event in one sentence, from its own fields alone: what was measured, where, against what, how rare that is here,
/// and since when it is learnt.
public enum EventExplanation {
    public static func sentence(_ event: Event, cameraID: String) -> String {
        var parts = [measured(event) + where_(event, cameraID)]
        if let metric = event.metric {
            parts.append(contentsOf: [expected(metric), threshold(metric)].compactMap(\.self))
        }
        parts.append(contentsOf: rarity(event))
        parts.append("Rule \(event.ruleID), \(purpose(event))\(event.mode.rawValue) mode.")
        return parts.joined(separator: " ")
    }

    private static func measured(_ event: Event) -> String {
        guard let metric = event.metric else { return "\(event.useCase.rawValue)" }
        let name = metric.name.split(separator: "_").joined(separator: " ")
        return "\(event.useCase.rawValue): \(name) of \(number(metric.value)) \(unit(metric.unit))"
    }

    private static func where_(_ event: Event, _ cameraID: String) -> String {
        let zone = "zone \(event.zoneID) of camera \(cameraID)"
        guard let box = event.box else { return ", in \(zone)." }
        let across = "\(percent(box.x))–\(percent(box.x + box.width)) % across"
        let down = "\(percent(box.y))–\(percent(box.y + box.height)) % down"
        return ", \(across) and \(down) the picture, in \(zone)."
    }

    private static func expected(_ metric: Metric) -> String? {
        guard let low = metric.expectedLow, let high = metric.expectedHigh else { return nil }
        return "Usual here: \(number(low)) to \(number(high)) \(unit(metric.unit))."
    }

    private static func threshold(_ metric: Metric) -> String? {
        metric.threshold.map { threshold in
            let hold = metric.holdSeconds.map { " for \(number($0)) s" } ?? ""
            return "The rule's limit is \(number(threshold)) \(unit(metric.unit))\(hold)."
        }
    }

    private static func rarity(_ event: Event) -> [String] {
        var parts: [String] = []
        let learnt = event.reasons.first { $0.name == .learntDays }?.value
        if let days = event.reasons.first(where: { $0.name == .rarityDays })?.value {
            // Of little footage only that is known which was in none of it.
            let bound = learnt ?? 0 < AnomalyDetector.daysToTell ? "less often than " : ""
            parts.append("As strange as this: \(bound)once in \(span(days: days)) here.")
        } else if event.confidenceKind == .conformal, let confidence = event.confidence {
            parts.append("Confidence \(number(confidence)) among what was learnt here.")
        }
        if let days = learnt {
            parts.append("Learnt from \(span(days: days)) of footage.")
        }
        return parts
    }

    private static func purpose(_ event: Event) -> String {
        event.purpose.map { "for \($0.rawValue), " } ?? ""
    }

    /// Days as hours, minutes or days, whichever reads best.
    static func span(days: Double) -> String {
        if days >= 1 { return "\(number(days)) days" }
        let hours = days * 24
        return hours >= 1 ? "\(number(hours)) hours" : "\(number(hours * 60)) minutes"
    }

    private static func unit(_ unit: String) -> String { unit == "share" ? "(share, 0 to 1)" : unit }

    private static func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }

    /// Three figures at most.
    static func number(_ value: Double) -> String {
        let scale = abs(value) >= 100 ? 1.0 : abs(value) >= 10 ? 10 : 100
        let rounded = (value * scale).rounded() / scale
        return Int(exactly: rounded).map(String.init) ?? String(rounded)
    }
}
