/// Limits of the schema. They hold in all three forms, so a record that is accepted in one fits the others.
public enum EventLimits {
    /// An encoded ``Report``: a frame on the agent's pipe is never longer, in bytes.
    public static let reportBytes = 64 * 1024
    /// The file of what was learnt of a camera, in bytes.
    public static let learntBytes = 1 << 20
    /// An identifier (camera, zone, rule, gateway …): 1 to this many bytes of UTF-8 without control characters.
    public static let identifierBytes = 128
    /// A short text (unit, build, digest …): 0 to this many bytes of UTF-8 without control characters.
    public static let textBytes = 128
    /// Corners of an event's polygon.
    public static let polygonPoints = 256
    /// Times that RFC 3339 can write with four digits of year: 0001-01-01 to 9999-12-31.
    public static let milliseconds: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
    /// SQLite and PostgreSQL count in signed 64 bits.
    public static let sequences: ClosedRange<UInt64> = 1...UInt64(Int64.max)
}
