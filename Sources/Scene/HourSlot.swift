/// An hour of a class of days: what "this hour of the week" means for habits.
public struct HourSlot: Sendable, Hashable {
    public enum DayClass: Int, CaseIterable, Sendable, Hashable {
        case weekday, weekend, holiday
    }

    public static let count = 24 * DayClass.allCases.count

    public var dayClass: DayClass
    /// 0 ..< 24, local time.
    public var hour: Int

    public init(dayClass: DayClass, hour: Int) {
        self.dayClass = dayClass
        self.hour = hour
    }

    public var index: Int { dayClass.rawValue * 24 + hour }
}
