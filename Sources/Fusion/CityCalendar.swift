import EventStore
import Events

/// Holidays, markets, matches: rules that say what goes on at an hour of a day.
struct CityCalendar: Sendable {
    private struct Entry: Sendable {
        let rule: CalendarRule
        /// Minutes of the day, end excluded.
        let minutes: Range<Int>
        let kind: HappeningKind
        let label: HappeningLabel
    }

    private let entries: [Entry]
    private let dataClass: DataClassification

    init(path: String, dataClass: DataClassification) throws(FusionError) {
        let table = try CSVTable(path: path, columns: ["when", "from", "to", "kind", "label"])
        var entries: [Entry] = []
        for line in table.lines { entries.append(try Self.entry(line)) }
        self.entries = entries
        self.dataClass = dataClass
    }

    /// What goes on at some time between `hour`:00 and the next full hour, each thing once.
    func happenings(on day: CivilDay, hour: Int) -> [Happening] {
        let span = (hour * 60)..<(hour * 60 + 60)
        var found: [Happening] = []
        for entry in entries where entry.minutes.overlaps(span) && entry.rule.applies(to: day) {
            let happening = Happening(kind: entry.kind, label: entry.label, dataClass: dataClass)
            if !found.contains(happening) { found.append(happening) }
        }
        return found
    }

    private static func entry(_ line: CSVTable.Line) throws(FusionError) -> Entry {
        guard let rule = CalendarRule(line.text("when")) else {
            throw line.wrong(
                "when", "expected 07-14, 07-04..08-31, saturday, saturday#2 or easter+39")
        }
        let kind: HappeningKind = try line.choice("kind")
        return Entry(rule: rule, minutes: try minutes(line), kind: kind, label: try line.choice("label"))
    }

    private static func minutes(_ line: CSVTable.Line) throws(FusionError) -> Range<Int> {
        if line.text("from").isEmpty, line.text("to").isEmpty { return 0..<1440 }
        let from = try clock("from", line)
        let to = try clock("to", line)
        guard from < to else { throw line.wrong("to", "expected a time of the same day after 'from'") }
        return from..<to
    }

    private static func clock(_ column: String, _ line: CSVTable.Line) throws(FusionError) -> Int {
        let parts = line.text(column).split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0...59).contains(minute), hour * 60 + minute <= 1440
        else { throw line.wrong(column, "expected a time such as 08:30, or both times empty for the whole day") }
        return hour * 60 + minute
    }
}

extension DayKind {
    /// The first that applies: public holiday, school holiday, weekend, work day.
    init(_ day: CivilDay, happenings: [Happening]) {
        if happenings.contains(where: { $0.kind == .publicHoliday }) {
            self = .publicHoliday
        } else if happenings.contains(where: { $0.kind == .schoolHoliday }) {
            self = .schoolHoliday
        } else {
            self = day.weekday >= 5 ? .weekend : .workday
        }
    }
}
