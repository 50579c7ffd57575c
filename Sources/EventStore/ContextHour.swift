public import Events

/// Whether a figure was measured for that very hour or is what such hours usually have.
public enum ContextBasis: String, CaseIterable, Sendable, Hashable {
    /// The mean of that month and hour of the day over years: plausible, never a measurement of this day.
    case typicalYear = "typical_year"
}

/// The sky, in one word.
public enum WeatherCondition: String, CaseIterable, Sendable, Hashable {
    case clear, cloudy, fog, drizzle, rain, snow, storm
}

/// What kind of day it is, the first that applies.
public enum DayKind: String, CaseIterable, Sendable, Hashable {
    case publicHoliday = "public_holiday"
    case schoolHoliday = "school_holiday"
    case weekend
    case workday
}

/// What goes on in the city. A closed list: no free text is joined with events.
public enum HappeningKind: String, CaseIterable, Sendable, Hashable {
    case publicHoliday = "public_holiday"
    case schoolHoliday = "school_holiday"
    case market, match, concert, festival, race
}

/// Names of happenings. Closed like every list here: a name of a person has no place in it.
public enum HappeningLabel: String, CaseIterable, Sendable, Hashable {
    case newYear = "new_year"
    case easterMonday = "easter_monday"
    case labourDay = "labour_day"
    case victoryDay = "victory_day"
    case ascension
    case whitMonday = "whit_monday"
    case nationalDay = "national_day"
    case assumption
    case allSaints = "all_saints"
    case armistice
    case christmas
    case autumnBreak = "autumn_break"
    case christmasBreak = "christmas_break"
    case winterBreak = "winter_break"
    case springBreak = "spring_break"
    case summerBreak = "summer_break"
    case weeklyMarket = "weekly_market"
    case christmasMarket = "christmas_market"
    case fleaMarket = "flea_market"
    case leagueMatch = "league_match"
    case openAirConcert = "open_air_concert"
    case musicDay = "music_day"
    case fireworks
    case marathon
}

/// Something that goes on in an hour.
public struct Happening: Sendable, Hashable {
    public var kind: HappeningKind
    public var label: HappeningLabel
    public var dataClass: DataClassification

    public init(kind: HappeningKind, label: HappeningLabel, dataClass: DataClassification) {
        self.kind = kind
        self.label = label
        self.dataClass = dataClass
    }
}

/// What is known of the city in one hour.
public struct ContextHour: Sendable, Hashable {
    /// When the hour begins.
    public var hour: Timestamp
    public var dataClass: DataClassification
    public var basis: ContextBasis
    /// Degrees Celsius.
    public var temperature: Double
    /// Millimetres in the hour.
    public var rain: Double
    /// Kilometres per hour.
    public var wind: Double
    public var condition: WeatherCondition
    public var dayKind: DayKind
    public var happenings: [Happening]

    public init(
        hour: Timestamp, dataClass: DataClassification, basis: ContextBasis, temperature: Double, rain: Double,
        wind: Double, condition: WeatherCondition, dayKind: DayKind, happenings: [Happening]
    ) {
        self.hour = hour
        self.dataClass = dataClass
        self.basis = basis
        self.temperature = temperature
        self.rain = rain
        self.wind = wind
        self.condition = condition
        self.dayKind = dayKind
        self.happenings = happenings
    }
}
