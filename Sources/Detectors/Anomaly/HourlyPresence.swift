internal import Scene

/// Where somebody is at which hour: counts by class of day (weekday, weekend, holiday), hour and region of the picture.
struct HourlyPresence: Sendable, Hashable, Codable {
    /// Regions of the picture, across and down.
    static let columns = 8, rows = 8
    static let slots = HourSlot.count
    static let regions = columns * rows
    /// Frames at which an hour of its own weighs as much as all hours together: ten minutes.
    static let shrinkage = 3000.0

    var looked: [UInt32]
    var present: [UInt32]

    init() {
        looked = Array(repeating: 0, count: Self.slots)
        present = Array(repeating: 0, count: Self.slots * Self.regions)
    }

    var isConsistent: Bool { looked.count == Self.slots && present.count == Self.slots * Self.regions }

    mutating func fade() {
        for index in looked.indices { looked[index] /= 2 }
        for index in present.indices { present[index] /= 2 }
    }

    static func region(column: Int, row: Int, of columns: Int, _ rows: Int) -> Int {
        row * Self.rows / rows * Self.columns + column * Self.columns / columns
    }

    /// How much rarer (below 1) or more usual somebody is in a region at an hour than at any hour.
    func factor(slot: HourSlot, region: Int) -> Double {
        var (frames, seen) = (0.0, 0.0)
        for other in 0..<Self.slots {
            frames += Double(looked[other])
            seen += Double(present[other * Self.regions + region])
        }
        guard seen > 0 else { return 1 }
        let usual = seen / frames
        let here = Double(present[slot.index * Self.regions + region]) + Self.shrinkage * usual
        return here / (Double(looked[slot.index]) + Self.shrinkage) / usual
    }
}

extension HourlyPresence {
    /// Counts one frame of an hour; `seen` says in which regions somebody was.
    mutating func learn(slot: HourSlot, seen: [Bool]) {
        looked[slot.index] &+= 1
        for region in seen.indices where seen[region] { present[slot.index * Self.regions + region] &+= 1 }
    }
}
