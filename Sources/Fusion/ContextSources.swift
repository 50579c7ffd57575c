public import EventStore
public import Events
public import Foundation

/// The other data sources: what else is known of the city in each hour. They are read once, from CSV files that are
/// described in `fixtures/context/README.md`.
public struct ContextSources: Sendable {
    /// The name of the list of sources in the context directory.
    public static let listName = "sources.csv"

    private let weather: TypicalWeather
    private let weatherClass: DataClassification
    private let calendar: CityCalendar
    private let gregorian: Calendar

    /// Reads the sources that `sources.csv` of a directory lists.
    ///
    /// - Parameter timeZone: the site's: months, hours and days are those of its wall clock.
    /// - Throws: ``FusionError`` with file, line and column; also when a source is `personal`.
    public init(directory: String, timeZone: TimeZone) throws(FusionError) {
        let list = try CSVTable(path: directory + "/" + Self.listName, columns: ["source", "file", "data_class"])
        let weather = try Source(named: "weather", in: list)
        let calendar = try Source(named: "calendar", in: list)
        for line in list.lines where !["weather", "calendar"].contains(line.text("source")) {
            throw line.wrong("source", "expected weather or calendar")
        }
        self.weather = try TypicalWeather(path: directory + "/" + weather.file)
        self.weatherClass = weather.dataClass
        self.calendar = try CityCalendar(path: directory + "/" + calendar.file, dataClass: calendar.dataClass)
        var gregorian = Calendar(identifier: .gregorian)
        gregorian.timeZone = timeZone
        self.gregorian = gregorian
    }

    /// What is known of the hour that holds an instant.
    public func hour(at time: Timestamp) -> ContextHour {
        let start = time.startOfHour
        let parts = gregorian.dateComponents(
            [.year, .month, .day, .hour, .weekday], from: Date(timeIntervalSince1970: Double(start.milliseconds) / 1000)
        )
        let day = CivilDay(parts)
        let hour = parts.hour ?? 0
        let usual = weather.at(month: day.month, hour: hour)
        let happenings = calendar.happenings(on: day, hour: hour)
        return ContextHour(
            hour: start, dataClass: weatherClass, basis: .typicalYear, temperature: usual.temperature,
            rain: usual.rain, wind: usual.wind, condition: usual.condition,
            dayKind: DayKind(day, happenings: happenings), happenings: happenings)
    }

    /// What is known of every hour that touches a range.
    public func hours(from: Timestamp, to: Timestamp) -> [ContextHour] {
        stride(from: from.startOfHour.milliseconds, to: to.milliseconds, by: 3_600_000).map {
            hour(at: Timestamp(milliseconds: $0))
        }
    }
}

/// One line of `sources.csv`.
private struct Source {
    let file: String
    let dataClass: DataClassification

    init(named name: String, in list: CSVTable) throws(FusionError) {
        guard let line = list.lines.first(where: { $0.text("source") == name }) else {
            throw FusionError(
                code: "E-FUS-009", message: "the source '\(name)' is not listed", file: list.file,
                remedy: "Add a line '\(name),\(name).csv,public'.")
        }
        guard line.text("data_class") != "personal" else {
            throw FusionError(
                code: "E-FUS-010", message: "personal data is never joined with events", file: list.file,
                line: line.number, column: "data_class",
                remedy: "Remove the source; there is no setting that admits it.")
        }
        dataClass = try line.choice("data_class")
        file = line.text("file")
        guard !file.isEmpty, !file.contains("/") else {
            throw line.wrong("file", "expected the name of a file in the same directory")
        }
    }
}

extension CivilDay {
    /// Foundation counts weekdays from Sunday = 1.
    fileprivate init(_ parts: DateComponents) {
        self.init(
            year: parts.year ?? 1970, month: parts.month ?? 1, day: parts.day ?? 1,
            weekday: ((parts.weekday ?? 2) + 5) % 7)
    }
}

extension Timestamp {
    /// The full hour, in UTC, at or before.
    fileprivate var startOfHour: Timestamp {
        let past = milliseconds % 3_600_000
        return Timestamp(milliseconds: milliseconds - (past < 0 ? past + 3_600_000 : past))
    }
}
