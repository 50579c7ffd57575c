public import EventStore
public import Events

/// What `vigie-fusion query` prints for people.
public enum TextReports {
    /// Events, one a line.
    public static func events(_ lives: [EventLife], context: ContextJoin, at now: Timestamp) -> String {
        guard !lives.isEmpty else { return "no event\n" }
        var table = TextTable(columns: [
            .init(title: "STARTED"), .init(title: "LASTED", isNumber: true), .init(title: "STATUS"),
            .init(title: "MODE"), .init(title: "USE CASE"), .init(title: "CAMERA"), .init(title: "ZONE"),
            .init(title: "MEASURE"), .init(title: "CITY THEN"), .init(title: "EVENT"),
        ])
        table.rows = lives.map { life in
            let event = life.latest.event
            return [
                life.startedAt.description, "\(life.duration(at: now).text(0)) s", status(life, at: now),
                event.mode.rawValue, event.useCase.rawValue, life.latest.record.report.cameraID, event.zoneID,
                event.metric.map(measure) ?? "-", context.at(life.startedAt).map(city) ?? "-", event.eventUID,
            ]
        }
        return table.text + "\n"
    }

    /// Counts, one minute of one zone a line.
    public static func counts(_ counts: [MinuteCount], context: ContextJoin) -> String {
        guard !counts.isEmpty else { return "no count in this range: nothing was counted, which is not zero\n" }
        var table = TextTable(columns: [
            .init(title: "MINUTE"), .init(title: "CAMERA"), .init(title: "ZONE"),
            .init(title: "MEAN", isNumber: true), .init(title: "INTERVAL", isNumber: true),
            .init(title: "MIN", isNumber: true), .init(title: "MAX", isNumber: true),
            .init(title: "PER M2", isNumber: true), .init(title: "SEEN", isNumber: true), .init(title: "CITY THEN"),
        ])
        table.rows = counts.map { count in
            let persons = count.persons
            return [
                count.minute.description, count.cameraID, count.zoneID, persons?.mean.text(1) ?? "unknown",
                persons.map { "\($0.low.text(1))-\($0.high.text(1))" } ?? "-", persons?.minimum.text(1) ?? "-",
                persons?.maximum.text(1) ?? "-", persons?.perSquareMetre?.text(2) ?? "-",
                "\((count.seenRatio * 100).text(0)) %", context.at(count.minute).map(city) ?? "-",
            ]
        }
        return table.text + "\n"
    }

    /// What is live, one zone a line, then what goes on.
    public static func live(_ view: LiveView) -> String {
        var table = TextTable(columns: [
            .init(title: "CAMERA"), .init(title: "ZONE"), .init(title: "STATE"), .init(title: "COVERAGE"),
            .init(title: "COUNT", isNumber: true), .init(title: "INTERVAL", isNumber: true),
            .init(title: "PER M2", isNumber: true), .init(title: "RULES"),
        ])
        for camera in view.cameras {
            if camera.zones.isEmpty {
                table.rows.append([camera.cameraID, "-", "unknown", camera.coverage.rawValue, "-", "-", "-", "-"])
            }
            for zone in camera.zones { table.rows.append(row(zone, of: camera)) }
        }
        var text = "\(view.at)\(view.context.map { "  \(city($0))" } ?? "")\n"
        text += view.cameras.isEmpty ? "no camera has reported yet\n" : table.text + "\n"
        for situation in view.situations { text += line(situation, at: view.at) }
        return text
    }

    private static func row(_ zone: LiveZone, of camera: LiveCamera) -> [String] {
        let rules = zone.rules.map {
            $0.useCase.rawValue + ($0.learning ? " (learning)" : $0.active ? " (active)" : "")
        }
        return [
            camera.cameraID, zone.zoneID, zone.state.rawValue, zone.coverage.rawValue,
            zone.sample?.count.text(1) ?? "unknown",
            zone.sample.map { "\($0.countLow.text(1))-\($0.countHigh.text(1))" } ?? "-",
            zone.sample?.personsPerSquareMetre?.text(2) ?? "-", rules.isEmpty ? "-" : rules.joined(separator: ", "),
        ]
    }

    private static func line(_ situation: Situation, at now: Timestamp) -> String {
        let event = situation.life.latest.event
        let evidence = event.metric.map { ": \(measure($0))" } ?? ""
        return "going on (\(event.mode.rawValue)): \(event.useCase.rawValue) in \(event.zoneID) of "
            + "\(situation.life.latest.record.report.cameraID), for \(situation.life.duration(at: now).text(0)) s"
            + "\(evidence), event \(event.eventUID)\n"
    }

    private static func status(_ life: EventLife, at now: Timestamp) -> String {
        let reason = life.latest.event.endReason.map { " (\($0.rawValue))" } ?? ""
        return life.status(at: now).rawValue + reason
    }

    private static func measure(_ metric: Metric) -> String {
        let limit = metric.threshold.map { " (limit \($0.text(2)))" } ?? ""
        return "\(metric.name) \(metric.value.text(2)) \(metric.unit)\(limit)"
    }

    private static func city(_ context: ContextHour) -> String {
        "\(context.temperature.text(0)) C \(context.condition.rawValue) (typical), \(context.dayKind.rawValue)"
    }
}
