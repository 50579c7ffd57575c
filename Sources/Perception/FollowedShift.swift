/// The shift of the picture from one measure to the next: a camera that sinks is found where it was, or a pixel further on.
/// Pure.
struct FollowedShift: Sendable, Equatable {
    /// A shift is known to a pixel: edges between two pixels are found at either.
    static let exactTo = 1

    /// Analysis pixels; zero when none was measured.
    private(set) var x = 0, y = 0
    /// Time of the first picture that was shifted as far, as exactly as that is known, seconds.
    private(set) var since = 0.0
    /// Time of the first picture that was measured to be shifted just so.
    private var reachedAt = 0.0

    var isNone: Bool { x == 0 && y == 0 }

    /// Takes what was measured of a picture.
    mutating func take(_ shift: (x: Int, y: Int), time: Double) {
        guard shift != (x, y) else { return }
        let step = max(abs(shift.x - x), abs(shift.y - y))
        since = !isNone && step <= Self.exactTo ? reachedAt : time
        (x, y, reachedAt) = (shift.x, shift.y, time)
    }
}
