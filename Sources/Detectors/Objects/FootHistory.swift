/// The feet of the last instants, in rings that are allocated once. When the feet do not fit, the oldest instants go.
struct FootHistory: Sendable {
    private struct Instant: Sendable {
        var time = 0.0
        /// Where its feet begin, counted since the start.
        var first = 0
        var count = 0
    }

    private var instants: [Instant]
    private var feet: [PersonTrace.Foot]
    private let capacity: Int
    private var newest = -1
    private var written = 0
    private(set) var count = 0

    init(instants: Int, feet: Int) {
        self.instants = Array(repeating: Instant(), count: instants)
        capacity = feet
        self.feet = Array(
            repeating: PersonTrace.Foot(column: 0, row: 0, isStanding: false, isLively: false, piece: 0), count: feet)
    }

    var lastTime: Double? { count == 0 ? nil : instants[newest].time }

    mutating func removeAll() { (count, newest, written) = (0, -1, 0) }

    mutating func append(_ found: [PersonTrace.Foot], time: Double) {
        let taken = min(found.count, capacity)
        // An instant lies in one stretch: what would wrap begins at the ring's start.
        if written % capacity + taken > capacity { written += capacity - written % capacity }
        newest = (newest + 1) % instants.count
        instants[newest] = Instant(time: time, first: written, count: taken)
        count = min(count + 1, instants.count)
        for index in 0..<taken { feet[(written + index) % capacity] = found[index] }
        written += taken
        forgetOverwritten()
    }

    /// The instants from the oldest on.
    func forEach(_ body: (_ time: Double, _ feet: ArraySlice<PersonTrace.Foot>) -> Void) {
        for age in stride(from: count - 1, through: 0, by: -1) {
            let instant = instants[(newest + instants.count - age) % instants.count]
            let first = instant.first % capacity
            body(instant.time, feet[first..<first + instant.count])
        }
    }

    private mutating func forgetOverwritten() {
        while count > 1 {
            let oldest = instants[(newest + instants.count - count + 1) % instants.count]
            guard written - oldest.first > capacity else { return }
            count -= 1
        }
    }
}
