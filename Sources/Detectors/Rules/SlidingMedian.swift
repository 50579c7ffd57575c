/// Median of the values of the last few seconds: one bad frame in it moves nothing.
struct SlidingMedian: Sendable {
    /// Width of the window in seconds.
    let window: Double
    private var samples: [(time: Double, value: Double)] = []
    private var sorted: [Double] = []

    init(window: Double) {
        self.window = window
    }

    var isEmpty: Bool { samples.isEmpty }

    /// Takes a value and answers the median of the window that ends with it; of an even number, the lower middle.
    mutating func ingest(_ value: Double, time: Double) -> Double {
        forget(before: time - window)
        samples.append((time, value))
        sorted.insert(value, at: firstIndex(notBelow: value))
        return sorted[(sorted.count - 1) / 2]
    }

    /// Drops what is at or before `time`.
    mutating func forget(before time: Double) {
        while let oldest = samples.first, oldest.time <= time {
            samples.removeFirst()
            sorted.remove(at: firstIndex(notBelow: oldest.value))
        }
    }

    mutating func reset() {
        samples.removeAll(keepingCapacity: true)
        sorted.removeAll(keepingCapacity: true)
    }

    private func firstIndex(notBelow value: Double) -> Int {
        var (low, high) = (0, sorted.count)
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
