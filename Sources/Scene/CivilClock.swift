/// Local time of one time zone as a table of its changes, so that asking it needs no operating system.
public struct CivilClock: Sendable, Hashable {
    /// From this second (since 1970) on, local time is UTC plus so many seconds.
    public struct Change: Sendable, Hashable {
        public var from: Int64
        public var offset: Int64

        public init(from: Int64, offset: Int64) {
            (self.from, self.offset) = (from, offset)
        }
    }

    /// Its name in the IANA database.
    public let timeZone: String
    /// In order of time; the first holds for all times before it, too.
    public let changes: [Change]

    /// - Precondition: there is at least one change.
    public init(timeZone: String, changes: [Change]) {
        precondition(!changes.isEmpty)
        self.timeZone = timeZone
        self.changes = changes
    }

    public static let utc = CivilClock(timeZone: "UTC", changes: [Change(from: 0, offset: 0)])

    /// Local seconds since 1970-01-01 00:00 local, as if every day had 86,400 of them.
    public func localSeconds(_ seconds: Int64) -> Int64 {
        var (low, high) = (0, changes.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if changes[middle].from <= seconds { low = middle } else { high = middle }
        }
        return seconds + changes[low].offset
    }
}

/// A local instant: the day since 1970-01-01, the day of the week (0 = Monday) and the second of the day.
public struct CivilTime: Sendable, Hashable {
    public var day: Int
    public var secondOfDay: Int

    public init(localSeconds: Int64) {
        day = Int((Double(localSeconds) / 86_400).rounded(.down))
        secondOfDay = Int(localSeconds - Int64(day) * 86_400)
    }

    /// 0 = Monday; 1970-01-01 was a Thursday.
    public var weekday: Int { ((day + 3) % 7 + 7) % 7 }
}

/// What days and hours mean at a camera.
public struct CameraCalendar: Sendable, Hashable {
    public var clock: CivilClock
    /// Days since 1970-01-01 that are holidays.
    public var holidays: Set<Int>

    public init(clock: CivilClock, holidays: Set<Int> = []) {
        self.clock = clock
        self.holidays = holidays
    }

    /// The class of day and the hour of an instant, in milliseconds since 1970.
    public func slot(milliseconds: Int64) -> HourSlot {
        let time = CivilTime(localSeconds: clock.localSeconds(Self.seconds(milliseconds)))
        let dayClass: HourSlot.DayClass =
            holidays.contains(time.day) ? .holiday : time.weekday >= 5 ? .weekend : .weekday
        return HourSlot(dayClass: dayClass, hour: time.secondOfDay / 3600)
    }

    static func seconds(_ milliseconds: Int64) -> Int64 { Int64((Double(milliseconds) / 1000).rounded(.down)) }
}

/// Windows of the week in local time; one that ends before it begins goes on past midnight.
public struct WeeklySchedule: Sendable, Hashable {
    public struct Window: Sendable, Hashable {
        /// Days on which it begins, 0 = Monday.
        public var weekdays: Set<Int>
        /// Seconds of the day; `until` is not part of it, and equal ones mean the whole day.
        public var from, until: Int

        public init(weekdays: Set<Int>, from: Int, until: Int) {
            (self.weekdays, self.from, self.until) = (weekdays, from, until)
        }
    }

    public var windows: [Window]
    public var clock: CivilClock

    public init(windows: [Window], clock: CivilClock) {
        (self.windows, self.clock) = (windows, clock)
    }

    /// Whether an instant, in milliseconds since 1970, lies in a window. In the hour that summer time repeats both
    /// passes count; the hour that it leaves out never comes.
    public func contains(milliseconds: Int64) -> Bool {
        let time = CivilTime(localSeconds: clock.localSeconds(CameraCalendar.seconds(milliseconds)))
        for window in windows {
            let isLong = window.until <= window.from
            if window.weekdays.contains(time.weekday), time.secondOfDay >= window.from,
                isLong || time.secondOfDay < window.until
            {
                return true
            }
            if isLong, window.weekdays.contains((time.weekday + 6) % 7), time.secondOfDay < window.until {
                return true
            }
        }
        return false
    }
}
