import EventStore

/// The weather that each month and hour of the day usually has: 12 × 24 rows, all of them.
struct TypicalWeather: Sendable {
    struct Hour: Sendable, Hashable {
        /// Degrees Celsius, millimetres in the hour, kilometres per hour.
        var temperature, rain, wind: Double
        var condition: WeatherCondition
    }

    /// By month (1…12) and hour (0…23).
    private let hours: [[Hour]]

    init(path: String) throws(FusionError) {
        let columns = ["month", "hour", "temperature_c", "rain_mm", "wind_kmh", "condition"]
        let table = try CSVTable(path: path, columns: columns)
        var found: [Int: Hour] = [:]
        for line in table.lines {
            let index = try Self.index(of: line)
            guard found[index] == nil else { throw line.wrong("hour", "expected each month and hour once") }
            found[index] = try Self.hour(line)
        }
        var hours: [[Hour]] = []
        for month in 0..<12 {
            var day: [Hour] = []
            for hour in 0..<24 {
                guard let row = found[month * 24 + hour] else {
                    throw Self.missing(month: month + 1, hour: hour, path: path)
                }
                day.append(row)
            }
            hours.append(day)
        }
        self.hours = hours
    }

    func at(month: Int, hour: Int) -> Hour { hours[month - 1][hour] }

    private static func index(of line: CSVTable.Line) throws(FusionError) -> Int {
        (try line.integer("month", in: 1...12) - 1) * 24 + (try line.integer("hour", in: 0...23))
    }

    private static func hour(_ line: CSVTable.Line) throws(FusionError) -> Hour {
        Hour(
            temperature: try line.number("temperature_c", in: -60...60), rain: try line.number("rain_mm", in: 0...300),
            wind: try line.number("wind_kmh", in: 0...400), condition: try line.choice("condition"))
    }

    private static func missing(month: Int, hour: Int, path: String) -> FusionError {
        FusionError(
            code: "E-FUS-008", message: "month \(month) has no row for hour \(hour)", file: path,
            remedy: "Give one row for each of the 12 months and 24 hours.")
    }
}
