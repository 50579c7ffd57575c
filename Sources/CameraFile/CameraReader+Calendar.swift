internal import Foundation
internal import Scene
internal import StrictYAML

extension CameraReader {
    /// `{time_zone: Europe/Paris, holidays: ["2026-12-25"]}`
    func calendar(_ node: YAMLNode) -> CameraCalendar? {
        guard let mapping = reader.mapping(node, "the calendar", keys: ["time_zone", "holidays"]) else { return nil }
        let clock = mapping.required("time_zone").flatMap { civilClock($0, mapping.name("time_zone")) }
        let days = mapping.optional("holidays").flatMap {
            reader.sequence($0, mapping.name("holidays"), count: 0...1000)
        }
        let holidays = (days ?? []).compactMap { day($0, "a holiday") }
        return clock.map { CameraCalendar(clock: $0, holidays: Set(holidays)) }
    }

    private func civilClock(_ node: YAMLNode, _ what: String) -> CivilClock? {
        guard let name = reader.text(node, what) else { return nil }
        guard TimeZone.knownTimeZoneIdentifiers.contains(name) || name == "UTC", let zone = TimeZone(identifier: name)
        else {
            reader.report(
                .unknownTimeZone, at: node.mark, "there is no time zone \(node.quoted)",
                fix: "give a name of the IANA database, such as Europe/Paris")
            return nil
        }
        return CivilClock(zone)
    }

    /// A date such as `2026-12-25`, as days since 1970-01-01.
    func day(_ node: YAMLNode, _ what: String) -> Int? {
        guard let text = reader.text(node, what) else { return nil }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        if text.utf8.count == 10, parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
            let day = Int(parts[2]),
            case let components = DateComponents(year: year, month: month, day: day),
            let date = calendar.date(from: components),
            calendar.dateComponents([.year, .month, .day], from: date)
                == DateComponents(year: year, month: month, day: day)
        {
            return Int((date.timeIntervalSince1970 / 86_400).rounded())
        }
        reader.report(
            .badDate, at: node.mark, "\(what) is \(node.quoted), which is no date", fix: "write \"2026-12-25\"")
        return nil
    }
}

extension CivilClock {
    /// The changes of a time zone from 2020 to 2060: rules are not made for longer.
    init(_ zone: TimeZone) {
        var moment = Date(timeIntervalSince1970: 1_577_836_800)
        let end = Date(timeIntervalSince1970: 2_840_140_800)
        var changes = [Change(from: 0, offset: Int64(zone.secondsFromGMT(for: moment)))]
        while let next = zone.nextDaylightSavingTimeTransition(after: moment), next > moment, next < end {
            let offset = zone.secondsFromGMT(for: next.addingTimeInterval(1))
            changes.append(Change(from: Int64(next.timeIntervalSince1970.rounded()), offset: Int64(offset)))
            moment = next
        }
        self.init(timeZone: zone.identifier, changes: changes)
    }
}
