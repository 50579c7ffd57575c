/// How crowded walking is: the levels of service of walkways after Fruin (Pedestrian Planning and Design, 1971), by the
/// density in persons per square metre.
public enum LevelOfService: String, CaseIterable, Sendable, Hashable {
    case a = "A"
    case b = "B"
    case c = "C"
    case d = "D"
    case e = "E"
    case f = "F"

    /// The standard's name, said wherever a level is.
    public static let standard = "fruin_walkway"

    /// Fruin gives square feet per person: 35, 25, 15, 10 and 5 are these densities.
    private static let limits = [0.3075, 0.4306, 0.7176, 1.0764, 2.1528]

    /// - Parameter density: persons per square metre.
    public init(personsPerSquareMetre density: Double) {
        self = Self.allCases[Self.limits.firstIndex { density < $0 } ?? 5]
    }
}
