import EventStore
import Events
import Foundation
import Fusion
import TestFolders
import Testing

@Suite("the other data sources")
struct ContextTests {
    let directory: FixtureCopy

    init() throws { directory = try FixtureCopy() }

    private func sources(_ zone: String = "Europe/Paris") throws -> ContextSources {
        try ContextSources(directory: directory.path, timeZone: #require(TimeZone(identifier: zone)))
    }

    private func moment(_ text: String) throws -> Timestamp { try #require(Timestamp(rfc3339: text)) }

    private func happenings(_ text: String) throws -> Set<HappeningLabel> {
        Set(try sources().hour(at: moment(text)).happenings.map(\.label))
    }

    @Test("weather is that of the month and hour on the site's own clock, and says that it is typical")
    func weather() throws {
        let utc = try sources("UTC").hour(at: moment("2026-07-01T13:30:00Z"))
        let paris = try sources("Europe/Paris").hour(at: moment("2026-07-01T11:30:00Z"))
        #expect(utc.temperature == paris.temperature)
        #expect(utc.hour == (try moment("2026-07-01T13:00:00Z")))
        #expect(utc.basis == .typicalYear)
        #expect(try sources("UTC").hour(at: moment("2026-01-01T06:00:00Z")).temperature < 5)
        #expect(utc.temperature > 20)
    }

    @Test("movable feasts follow Easter")
    func easter() throws {
        // Easter Sundays: 20 April 2025, 5 April 2026, 28 March 2027, 16 April 2028.
        for (day, label) in [
            ("2025-04-21", HappeningLabel.easterMonday), ("2026-04-06", .easterMonday), ("2026-05-14", .ascension),
            ("2027-05-17", .whitMonday), ("2028-04-17", .easterMonday),
        ] {
            let hour = try sources().hour(at: moment("\(day)T12:00:00Z"))
            #expect(hour.happenings.map(\.label).contains(label), "\(day)")
            #expect(hour.dayKind == .publicHoliday)
        }
        #expect(try !happenings("2026-04-07T12:00:00Z").contains(.easterMonday))
    }

    @Test("ranges run across the new year, and weekdays and their numbers are counted in the month")
    func rules() throws {
        #expect(try happenings("2026-12-31T12:00:00Z").contains(.christmasBreak))
        #expect(try happenings("2027-01-04T12:00:00Z").contains(.christmasBreak))
        #expect(try !happenings("2027-01-05T12:00:00Z").contains(.christmasBreak))
        #expect(try happenings("2026-11-14T21:00:00Z").contains(.leagueMatch))  // the second Saturday
        #expect(try !happenings("2026-11-21T21:00:00Z").contains(.leagueMatch))
        #expect(try happenings("2026-11-21T07:00:00Z").contains(.weeklyMarket))  // 8 h in Paris
        #expect(try !happenings("2026-11-21T13:00:00Z").contains(.weeklyMarket))  // 14 h: closed
    }

    @Test("kinds of day: public holiday before school holiday before weekend before work day")
    func dayKinds() throws {
        let expected: [(String, DayKind)] = [
            ("2026-12-25", .publicHoliday), ("2026-12-26", .schoolHoliday), ("2026-11-22", .weekend),
            ("2026-11-24", .workday),
        ]
        for (day, kind) in expected {
            #expect(try sources().hour(at: moment("\(day)T12:00:00Z")).dayKind == kind, "\(day)")
        }
    }

    @Test("the hours of a range are whole and without gaps")
    func hours() throws {
        let hours = try sources().hours(from: moment("2026-03-29T00:30:00Z"), to: moment("2026-03-29T05:00:00Z"))
        #expect(hours.count == 5)  // the night in which Paris skips an hour
        #expect(zip(hours, hours.dropFirst()).allSatisfy { $1.hour.seconds(since: $0.hour) == 3600 })
    }

    @Test("the shipped weather is what its script writes", .enabled(if: FixtureCopy.hasPython))  // python3 is optional
    func weatherScript() throws {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: FixtureCopy.source + "/make-weather")
        process.standardOutput = pipe
        try process.run()
        let made = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        #expect(made == FileManager.default.contents(atPath: FixtureCopy.source + "/weather.csv"))
    }
}

@Suite("bad sources are refused with file, line and column")
struct BadContextTests {
    let directory: FixtureCopy

    init() throws { directory = try FixtureCopy() }

    private func error() throws -> FusionError {
        do {
            _ = try ContextSources(directory: directory.path, timeZone: .gmt)
        } catch {
            return error
        }
        Issue.record("the sources were accepted")
        throw CancellationError()
    }

    @Test("a source of personal data is refused, whatever it is")
    func personal() throws {
        try directory.replace("sources.csv", "calendar.csv,public", "calendar.csv,personal")
        let error = try error()
        #expect(error.code == "E-FUS-010")
        #expect(error.line == 3)
        #expect(error.column == "data_class")
    }

    @Test("a column of plates or of free text is refused by name", arguments: ["plate", "logbook", "age", "hair"])
    func unknownColumn(_ column: String) throws {
        try directory.replace("calendar.csv", "kind,label", "kind,label,\(column)")
        let error = try error()
        #expect(error.code == "E-FUS-004")
        #expect(error.column == column)
        #expect(error.file.hasSuffix("calendar.csv"))
    }

    @Test(
        "a value that cannot be is named with its line and column",
        arguments: [
            ("weather.csv", "1,0,2.1,", "1,0,warm,", 2, "temperature_c"),
            ("weather.csv", "1,1,1.8", "13,1,1.8", 3, "month"),
            ("weather.csv", "1,1,1.8", "1,0,1.8", 3, "hour"),
            ("weather.csv", "15.4,rain", "15.4,dreadful", 2, "condition"),
            ("calendar.csv", "01-01,", "02-30,", 2, "when"),
            ("calendar.csv", "easter+39", "easter+390", 6, "when"),
            ("calendar.csv", "saturday#2", "saturday#6", 22, "when"),
            ("calendar.csv", "07:00,13:00", "07:00,25:00", 18, "to"),
            ("calendar.csv", "07:00,13:00", "13:00,07:00", 18, "to"),
            ("calendar.csv", "market,weekly_market", "market,john_doe", 18, "label"),
            ("calendar.csv", "market,weekly_market", "arrest,weekly_market", 18, "kind"),
            ("sources.csv", "weather,weather.csv", "weather,../weather.csv", 2, "file"),
            ("sources.csv", "weather,weather.csv", "police,weather.csv", 2, "source"),
        ])
    func badValue(_ file: String, _ old: String, _ new: String, _ line: Int, _ column: String) throws {
        try directory.replace(file, old, new)
        let error = try error()
        if column == "source" {
            #expect(error.code == "E-FUS-009")  // then 'weather' itself is missing
        } else {
            #expect(error.code == "E-FUS-007")
            #expect(error.line == line)
            #expect(error.column == column)
            #expect(error.description.contains(file))
        }
    }

    @Test("missing files, columns, rows and fields are each one error")
    func missing() throws {
        try directory.replace("weather.csv", "1,5,", "")
        #expect(try error().code == "E-FUS-006")
        try directory.write("weather.csv", "month,hour,temperature_c,rain_mm,wind_kmh,condition\n1,0,2,0,9,clear\n")
        #expect(try error().code == "E-FUS-008")
        try directory.write("weather.csv", "month,hour,temperature_c,rain_mm,wind_kmh\n")
        #expect(try error().code == "E-FUS-005")
        try directory.write("weather.csv", "")
        #expect(try error().code == "E-FUS-005")
        try directory.write("weather.csv", "month,hour\n\"1,0\n")
        #expect(try ["E-FUS-003", "E-FUS-005"].contains(error().code))
        try FileManager.default.removeItem(atPath: directory.path + "/weather.csv")
        #expect(try error().code == "E-FUS-001")
    }
}
