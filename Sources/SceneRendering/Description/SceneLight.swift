/// Where light comes from, and how it changes.
public struct SceneLight: Sendable, Hashable {
    /// Where the sun stands: 0 north, 90 east; and how high.
    public var azimuthDegrees, elevationDegrees: Double
    /// How fast it wanders; 0.25 in nature, more to see an hour in a minute.
    public var degreesPerMinute: Double
    /// How much a cast shadow darkens the ground, 0 (diffuse light) to 1.
    public var shadow: Double
    /// Amplitude of slow brightness changes that move over the picture, as a share of the luma.
    public var clouds: Double
    /// Daylight over time: 1 is full light, 0.05 a night; straight between the times, constant before and after.
    public var level: [Moment]
    public var lamps: [SceneLamp]
    public var headlights: [Headlight]

    public struct Moment: Sendable, Hashable {
        public var time, value: Double
    }
}

/// A street lamp, or a lamp in a hall.
public struct SceneLamp: Sendable, Hashable {
    public var at: SIMD2<Double>
    public var radiusMetres: Double
    /// Light below it, in the unit of daylight.
    public var strength: Double
    /// When it is out.
    public var off: [ClosedRange<Double>]
}

/// The cone of a car that is not seen itself, sweeping over ground and walls.
public struct Headlight: Sendable, Hashable {
    public var startSeconds, endSeconds: Double
    public var from, to: SIMD2<Double>
    public var radiusMetres, strength: Double
}

/// Each 0 (none) to 1 (heavy).
public struct SceneWeather: Sendable, Hashable {
    public var rain, snow, fog: Double
    /// How wet the ground is: people and lamps are mirrored in puddles.
    public var wet: Double

    public static let dry = Self(rain: 0, snow: 0, fog: 0, wet: 0)
}

extension Array<SceneLight.Moment> {
    /// Straight between the moments, constant outside.
    func value(at time: Double, otherwise usual: Double) -> Double {
        guard let first, let last else { return usual }
        if time <= first.time { return first.value }
        if time >= last.time { return last.value }
        let next = firstIndex { $0.time > time } ?? count - 1
        let (a, b) = (self[next - 1], self[next])
        return a.value + (b.value - a.value) * (time - a.time) / (b.time - a.time)
    }
}
