/// When the background takes its samples: densely at first, so that it is usable within seconds, then ever more rarely
/// until 51 samples span ten minutes. Pure.
struct SamplingSchedule {
    static let capacity = 51
    /// Seconds between samples at the start and in the long run.
    static let shortest = 0.35
    static let longest = 12.0
    /// The interval is the age over this: the ring then spans four fifths of all that was seen.
    static let ageDivisor = 32.0
    /// Samples and seconds until the background may be used: many in a short time, or where pictures come rarely a few
    /// that are far apart, which say more each.
    static let usable = [(samples: 7, seconds: 2.4), (samples: 4, seconds: 3.0)]
    /// Seconds until it is trusted.
    static let settledAfter = 120.0

    private(set) var started: Double?
    private(set) var samples = 0
    private var lastSample = 0.0

    var filled: Int { min(samples, Self.capacity) }

    /// Whether to take a sample now; `slot` and `filled` as ``MedianRing`` wants them.
    mutating func sample(at time: Double) -> (slot: Int, filled: Int)? {
        let start = started ?? time
        let interval = interval(at: time)
        // Half a millisecond of tolerance: frame times are rounded.
        guard started == nil || time - lastSample >= interval - 0.0005 else { return nil }
        started = start
        lastSample = time
        samples += 1
        return ((samples - 1) % Self.capacity, filled)
    }

    func interval(at time: Double) -> Double {
        min(Self.longest, max(Self.shortest, (time - (started ?? time)) / Self.ageDivisor))
    }

    func age(at time: Double) -> Double { time - (started ?? time) }

    func state(at time: Double) -> BackgroundState {
        let age = age(at: time)
        if !Self.usable.contains(where: { samples >= $0.samples && age >= $0.seconds }) { return .starting }
        return samples >= Self.capacity && age >= Self.settledAfter ? .settled : .fast
    }

    /// Goes on with a background that was known before, as if it had been learnt for ``settledAfter`` seconds from so many
    /// samples: new ones outvote it soon.
    mutating func resume(samples: Int, at time: Double) {
        (started, lastSample, self.samples) = (time - Self.settledAfter, time, samples)
    }

    mutating func reset() { self = SamplingSchedule() }
}
