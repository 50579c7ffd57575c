/// Decides, packet by packet in decoding order, what is decoded. Pure: it sees the kinds and times of packets only.
///
/// A picture that is not analysed is decoded only when one that is analysed is predicted from it. That is known late:
/// packets are held until one is due, which takes those before it along, or until decoding starts anew, which makes
/// them superfluous. Streams whose pictures are shown in another order than they are coded in are not held, because the
/// decoder itself waits for what follows.
package struct DecodeSchedule {
    package enum Action: Sendable, Hashable {
        /// It is never decoded.
        case skip
        /// It is decoded when a later one needs it.
        case hold
        /// What is held is never decoded; it is held.
        case holdAnew
        /// It is decoded after everything that is held.
        case decode
        /// What is held is never decoded; it is.
        case decodeAnew
        /// What is held is never decoded; it is, by itself.
        case alone
    }

    /// Seconds of the stream after which the next key picture is no longer waited for.
    static let longestWait = 15.0
    /// Seconds by which the coded order may differ from that of presentation.
    static let longestReordering = 1.0

    /// What is asked for.
    package var plan: DecodePlan {
        didSet {
            if plan.effort != oldValue.effort { mustStartAnew = mustStartAnew || applied(oldValue) == .keyPictures }
        }
    }
    /// Whether pictures come in another order than they are shown in.
    package var isReordered = false
    /// Seconds between the last two pictures that stand alone, or since the last one when that is longer.
    package private(set) var keyInterval: Double?

    private var slots = RecentSlots()
    private var latest: Double?
    private var lastKey: Double?
    private var firstTime: Double?
    private var mustStartAnew = false

    package init(plan: DecodePlan) {
        self.plan = plan
    }

    /// What is done: key pictures that are too rare cannot be watched alone.
    package var applied: DecodeEffort { applied(plan) }

    private func applied(_ plan: DecodePlan) -> DecodeEffort {
        let areKeysRare = keyInterval.map { $0 > DecodeLimits.longestKeyInterval } ?? false
        return plan.effort == .keyPictures && areKeysRare ? .halved : plan.effort
    }

    /// - Parameter time: presentation time in seconds since the first frame; `nil` when the packet has none.
    package mutating func action(for picture: CodedPicture, time: Double?) -> Action {
        let before = applied
        note(picture, time: time)
        let effort = applied
        if before == .keyPictures, effort != .keyPictures { mustStartAnew = true }
        if effort == .keyPictures { return picture.standsAlone ? .alone : .skip }
        if effort == .halved, !picture.standsAlone, isInSecondHalf(time) { mustStartAnew = true }
        if mustStartAnew {
            guard picture.standsAlone || !isWorthWaiting(at: time) else { return .skip }
            mustStartAnew = false
            _ = isDue(at: time)
            return .decodeAnew
        }
        return effort == .full ? .decode : needed(picture, isDue: isDue(at: time))
    }

    private func needed(_ picture: CodedPicture, isDue: Bool) -> Action {
        if picture == .disposable, !isDue { return .skip }
        let isDecoded = isDue || isReordered
        if picture == .entry { return isDecoded ? .decodeAnew : .holdAnew }
        return isDecoded ? .decode : .hold
    }

    private mutating func note(_ picture: CodedPicture, time: Double?) {
        guard let time else { return }
        if let latest, time < latest - (isReordered ? Self.longestReordering : 0) {
            // The source's clock was set back: what was chosen before says nothing of what comes.
            slots = RecentSlots()
            (lastKey, self.latest) = (nil, nil)
        }
        latest = max(latest ?? time, time)
        firstTime = firstTime ?? time
        if picture.standsAlone {
            if let lastKey, time > lastKey { keyInterval = time - lastKey }
            lastKey = time
        } else if let since = lastKey ?? firstTime, time - since > keyInterval ?? DecodeLimits.longestKeyInterval {
            keyInterval = time - since
        }
    }

    /// A picture without a time is due: it cannot be known that it is not.
    private mutating func isDue(at time: Double?) -> Bool {
        guard let time else { return true }
        return slots.take(FrameClock.slot(of: time, rate: plan.analysedPerSecond))
    }

    /// Whether more than half of its group of pictures is over; never where groups are long or unknown.
    private func isInSecondHalf(_ time: Double?) -> Bool {
        guard let time, let lastKey, let keyInterval, keyInterval <= DecodeLimits.longestKeyInterval else {
            return false
        }
        return time - lastKey >= keyInterval / 2
    }

    /// Whether a picture that stands alone is to be expected.
    private func isWorthWaiting(at time: Double?) -> Bool {
        guard let lastKey else { return false }
        return (time ?? lastKey) - lastKey <= Self.longestWait
    }
}

/// The last intervals of the analysis clock for which a picture was chosen: pictures are not coded in the order in which
/// they are shown.
private struct RecentSlots {
    private var taken = SIMD16<Int64>(repeating: .min)
    private var next = 0

    /// Whether the slot was free; it is taken from now on.
    mutating func take(_ slot: Int64) -> Bool {
        for lane in 0..<16 where taken[lane] == slot { return false }
        taken[next] = slot
        next = (next + 1) % 16
        return true
    }
}
