/// A day in the proleptic Gregorian calendar, in the site's time zone.
struct CivilDay: Sendable, Hashable {
    var year, month, day: Int
    /// 0 = Monday … 6 = Sunday.
    var weekday: Int

    /// Days since 1 January of a leap year: orders days of different years, 29 February included.
    var dayOfYear: Int { CivilDay.ordinal(month: month, day: day) }

    static func ordinal(month: Int, day: Int) -> Int {
        let before = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335]
        return before[month - 1] + day
    }

    static func daysIn(month: Int) -> Int { [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] }

    /// Days from Easter Sunday of the same year, negative before it.
    var daysFromEaster: Int {
        let easter = CivilDay.easter(of: year)
        return number - CivilDay.number(year: year, month: easter.month, day: easter.day)
    }

    private var number: Int { CivilDay.number(year: year, month: month, day: day) }

    /// Days since 1 March of the year 0 (after Howard Hinnant's `days_from_civil`, for years after 0).
    private static func number(year: Int, month: Int, day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        return 365 * shifted + shifted / 4 - shifted / 100 + shifted / 400
            + (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day
    }

    /// Easter Sunday: the anonymous Gregorian algorithm (Nature, 20 April 1876; Meeus, "Astronomical Algorithms", 8).
    static func easter(of year: Int) -> (month: Int, day: Int) {
        let a = year % 19
        let (b, c) = year.quotientAndRemainder(dividingBy: 100)
        let (d, e) = b.quotientAndRemainder(dividingBy: 4)
        let g = (8 * b + 13) / 25
        let h = (19 * a + b - d - g + 15) % 30
        let (i, k) = c.quotientAndRemainder(dividingBy: 4)
        let l = (32 + 2 * e + 2 * i - h - k) % 7
        let m = (a + 11 * h + 22 * l) / 451
        let (month, day) = (h + l - 7 * m + 114).quotientAndRemainder(dividingBy: 31)
        return (month, day + 1)
    }
}

/// On which days a line of the calendar applies; the forms are listed in `fixtures/context/README.md`.
enum CalendarRule: Sendable, Hashable {
    case day(month: Int, day: Int)
    /// Ordinals of the first and the last day; across the new year when the last is the smaller.
    case range(Int, Int)
    case weekday(Int)
    /// The `nth` such day of each month, from 1.
    case nthWeekday(Int, nth: Int)
    case easter(offset: Int)

    private static let weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    /// `nil` when the text is none of the forms.
    init?(_ text: String) {
        if let weekday = Self.weekdays.firstIndex(of: text) {
            self = .weekday(weekday)
        } else if let rule = Self.nth(text) ?? Self.easter(text) ?? Self.range(text) {
            self = rule
        } else if let (month, day) = Self.monthDay(text) {
            self = .day(month: month, day: day)
        } else {
            return nil
        }
    }

    func applies(to day: CivilDay) -> Bool {
        switch self {
        case .day(let month, let number): day.month == month && day.day == number
        case .range(let first, let last) where first <= last: (first...last).contains(day.dayOfYear)
        case .range(let first, let last): day.dayOfYear >= first || day.dayOfYear <= last
        case .weekday(let weekday): day.weekday == weekday
        case .nthWeekday(let weekday, let nth): day.weekday == weekday && (day.day - 1) / 7 + 1 == nth
        case .easter(let offset): day.daysFromEaster == offset
        }
    }

    private static func monthDay(_ text: some StringProtocol) -> (Int, Int)? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 }), let month = Int(parts[0]), let day = Int(parts[1]),
            (1...12).contains(month), (1...CivilDay.daysIn(month: month)).contains(day)
        else { return nil }
        return (month, day)
    }

    private static func range(_ text: String) -> CalendarRule? {
        guard let dots = text.firstRange(of: ".."), let first = monthDay(text[..<dots.lowerBound]),
            let last = monthDay(text[dots.upperBound...])
        else { return nil }
        return .range(
            CivilDay.ordinal(month: first.0, day: first.1), CivilDay.ordinal(month: last.0, day: last.1))
    }

    private static func nth(_ text: String) -> CalendarRule? {
        let parts = text.split(separator: "#", omittingEmptySubsequences: false)
        guard parts.count == 2, let weekday = weekdays.firstIndex(of: String(parts[0])), let nth = Int(parts[1]),
            (1...5).contains(nth)
        else { return nil }
        return .nthWeekday(weekday, nth: nth)
    }

    private static func easter(_ text: String) -> CalendarRule? {
        guard text.hasPrefix("easter") else { return nil }
        let offset = text.dropFirst("easter".count)
        if offset.isEmpty { return .easter(offset: 0) }
        guard offset.first == "+" || offset.first == "-", let days = Int(offset), (-80...80).contains(days) else {
            return nil
        }
        return .easter(offset: days)
    }
}
