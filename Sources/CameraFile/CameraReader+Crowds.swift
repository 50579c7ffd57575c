internal import Scene
internal import StrictYAML

/// Rules about crowds and about places where nobody may be.
extension CameraReader {
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let hour = 3600.0
    /// What is watched for unless the rule names it: a crowd that stands is ordinary in most places.
    private static let usualKinds: Set<CrowdMovementKind> = [.dispersal, .gathering, .stampede, .counterFlow]

    func crowdMovement(_ mapping: StrictMapping) -> Rule.Condition? {
        let hold = mapping.number("hold_s", in: 0...Self.hour, default: 0)
        guard let node = mapping.optional("kinds") else {
            return .crowdMovement(kinds: Self.usualKinds, hold: hold)
        }
        let names = reader.sequence(node, mapping.name("kinds"), count: 1...CrowdMovementKind.allCases.count)
        let kinds = (names ?? []).compactMap {
            reader.choice($0, "a kind of crowd movement", of: CrowdMovementKind.self)
        }
        return kinds.isEmpty ? nil : .crowdMovement(kinds: Set(kinds), hold: hold)
    }

    func forbiddenZone(_ mapping: StrictMapping, calendar: CameraCalendar?) -> Rule.Condition? {
        let hold = mapping.number("hold_s", in: 0...Self.hour, default: 1)
        guard let node = mapping.optional("schedule") else { return .forbiddenZone(schedule: nil, hold: hold) }
        guard let calendar else {
            reader.report(
                .scheduleWithoutTimeZone, at: node.mark, "the schedule has no time zone to be read in",
                fix: "add \"calendar: {time_zone: Europe/Paris}\" to the camera file")
            return nil
        }
        let windows = reader.sequence(node, mapping.name("schedule"), count: 1...64)?.compactMap(window)
        guard let windows, !windows.isEmpty else { return nil }
        return .forbiddenZone(schedule: WeeklySchedule(windows: windows, clock: calendar.clock), hold: hold)
    }

    /// `{days: [mon, tue], from: "22:00", until: "06:00"}`
    private func window(_ node: YAMLNode) -> WeeklySchedule.Window? {
        guard let mapping = reader.mapping(node, "a window", keys: ["days", "from", "until"]) else { return nil }
        let names = mapping.optional("days").map { days in
            (reader.sequence(days, mapping.name("days"), count: 1...7) ?? []).compactMap {
                reader.choice($0, "a day", among: Self.weekdays)
            }
        }
        let days = (names ?? Self.weekdays).compactMap(Self.weekdays.firstIndex)
        let from = mapping.required("from").flatMap { timeOfDay($0, mapping.name("from")) }
        let until = mapping.required("until").flatMap { timeOfDay($0, mapping.name("until")) }
        guard let from, let until, !days.isEmpty else { return nil }
        return WeeklySchedule.Window(weekdays: Set(days), from: from, until: until)
    }

    /// `22:00`, as seconds of the day; 24:00 is the end of it.
    private func timeOfDay(_ node: YAMLNode, _ what: String) -> Int? {
        guard let text = reader.text(node, what) else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        if text.utf8.count == 5, parts.count == 2, let hour = Int(parts[0]), let minute = Int(parts[1]),
            (0..<60).contains(minute), (0..<24).contains(hour) || (hour == 24 && minute == 0)
        {
            return hour * 3600 + minute * 60
        }
        reader.report(
            .badTimeOfDay, at: node.mark, "\(what) is \(node.quoted), which is no time of day",
            fix: "write hours and minutes, such as \"22:00\", in quotation marks")
        return nil
    }
}
