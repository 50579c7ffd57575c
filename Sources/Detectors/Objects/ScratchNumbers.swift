/// A few numbers whose quantile is asked for; the buffer is kept.
struct ScratchNumbers: Sendable {
    private var numbers: [Double] = []

    init(capacity: Int) { numbers.reserveCapacity(capacity) }

    mutating func removeAll() { numbers.removeAll(keepingCapacity: true) }
    mutating func append(_ number: Double) { numbers.append(number) }
    var count: Int { numbers.count }

    func count(atLeast limit: Double) -> Int {
        var count = 0
        for number in numbers where number >= limit { count += 1 }
        return count
    }

    /// The number below which so great a share of all lies; `nil` for none.
    mutating func quantile(_ share: Double) -> Double? {
        guard !numbers.isEmpty else { return nil }
        numbers.sortInPlace()
        return numbers[min(numbers.count - 1, Int(Double(numbers.count) * share))]
    }
}
