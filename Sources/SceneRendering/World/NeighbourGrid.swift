/// Somebody to keep clear of.
struct Neighbour {
    var place: SIMD2<Double>
    var group: Int

    init(at place: SIMD2<Double>, group: Int) {
        (self.place, self.group) = (place, group)
    }

    init(_ agent: CrowdAgent) {
        self.init(at: agent.state.place, group: agent.group)
    }
}

/// Finds who is near in a crowd, by cells as wide as people look for others.
struct NeighbourGrid {
    /// Farther away nobody counts, in metres.
    static let reach = 1.6

    private var low = SIMD2<Double>(0, 0)
    private var columns = 0
    private var rows = 0
    private var starts: [Int] = []
    private var members: [Int] = []

    mutating func fill(_ everybody: [Neighbour]) {
        guard let first = everybody.first else { return }
        var (low, high) = (first.place, first.place)
        for one in everybody {
            low = pointwiseMin(low, one.place)
            high = pointwiseMax(high, one.place)
        }
        self.low = low
        columns = Int((high.x - low.x) / Self.reach) + 1
        rows = Int((high.y - low.y) / Self.reach) + 1
        starts = [Int](repeating: 0, count: columns * rows + 1)
        for one in everybody { starts[cell(one.place) + 1] += 1 }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        var next = starts
        members = [Int](repeating: 0, count: everybody.count)
        for (index, one) in everybody.enumerated() {
            members[next[cell(one.place)]] = index
            next[cell(one.place)] += 1
        }
    }

    private func cell(_ place: SIMD2<Double>) -> Int {
        Int((place.y - low.y) / Self.reach) * columns + Int((place.x - low.x) / Self.reach)
    }

    /// Everybody in the cell of `place` and the eight around it, always in the same order.
    func forEach(near place: SIMD2<Double>, _ body: (Int) -> Void) {
        let (column, row) = (Int((place.x - low.x) / Self.reach), Int((place.y - low.y) / Self.reach))
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
            let first = starts[y * columns + max(0, column - 1)]
            let last = starts[y * columns + min(columns - 1, column + 1) + 1]
            for index in first..<last { body(members[index]) }
        }
    }
}
