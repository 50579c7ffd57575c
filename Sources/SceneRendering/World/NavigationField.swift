/// Ways round walls and boxes: a grid of half metres on which a walker who does not see the goal looks for the free
/// place, a few metres on, from which the way is shortest (A* would find the same; the grid is small).
struct NavigationField {
    private static let cell = 0.5
    private let low: SIMD2<Double>
    private let columns, rows: Int
    private var isBlocked: [Bool]

    /// Without anything in the way walkers go straight.
    let isNeeded: Bool

    init(_ scene: SceneDescription) {
        let ends = scene.streams.flatMap { $0.from + $0.to }
        isNeeded = !ends.isEmpty && !(scene.boxes.isEmpty && scene.walls.isEmpty)
        let low = ends.reduce(SIMD2(0, 0)) { pointwiseMin($0, $1) } - 5
        let high = ends.reduce(SIMD2(0, 0)) { pointwiseMax($0, $1) } + 5
        self.low = low
        columns = Int((high.x - low.x) / Self.cell) + 1
        rows = Int((high.y - low.y) / Self.cell) + 1
        isBlocked = Array(repeating: false, count: isNeeded ? columns * rows : 0)
        guard isNeeded else { return }
        for row in 0..<rows {
            for column in 0..<columns {
                let place = low + SIMD2(Double(column) + 0.5, Double(row) + 0.5) * Self.cell
                isBlocked[row * columns + column] = Self.isInside(place, scene)
            }
        }
    }

    private static func isInside(_ place: SIMD2<Double>, _ scene: SceneDescription) -> Bool {
        let room = 0.35
        let isInBox = scene.boxes.contains { box in
            abs(place.x - box.at.x) < box.size.x / 2 + room && abs(place.y - box.at.y) < box.size.y / 2 + room
        }
        return isInBox
            || scene.walls.contains { wall in
                let along = wall.to - wall.from
                let offset = place - wall.from
                let share = min(1, max(0, (offset.x * along.x + offset.y * along.y) / (along.length * along.length)))
                return (offset - along * share).length < room
            }
    }

    private func isFree(_ place: SIMD2<Double>) -> Bool {
        let (column, row) = (Int((place.x - low.x) / Self.cell), Int((place.y - low.y) / Self.cell))
        guard column >= 0, column < columns, row >= 0, row < rows else { return true }
        return !isBlocked[row * columns + column]
    }

    /// Whether nothing stands on the straight way.
    func isOpen(from: SIMD2<Double>, to: SIMD2<Double>) -> Bool {
        let steps = max(1, Int(from.distance(to: to) / 0.3))
        return (0...steps).allSatisfy { isFree(from + (to - from) * (Double($0) / Double(steps))) }
    }

    /// Where to go next on the way to `goal`: the goal itself when it can be seen.
    func waypoint(from place: SIMD2<Double>, to goal: SIMD2<Double>) -> SIMD2<Double> {
        guard !isOpen(from: place, to: goal) else { return goal }
        let ahead = (goal - place) / max(1e-6, goal.distance(to: place))
        var best: (place: SIMD2<Double>, cost: Double)?
        for distance in [1.5, 3, 5] {
            for turn in [0.0, 0.4, -0.4, 0.8, -0.8, 1.2, -1.2, 1.6, -1.6] {
                let (s, c) = (ExactMath.sin(turn), ExactMath.cos(turn))
                let next = place + SIMD2(ahead.x * c - ahead.y * s, ahead.x * s + ahead.y * c) * distance
                guard isOpen(from: place, to: next) else { continue }
                let blocked = isOpen(from: next, to: goal) ? 0 : 4.0
                let cost = distance + next.distance(to: goal) + blocked
                if best.map({ cost < $0.cost }) ?? true { best = (next, cost) }
            }
        }
        return best?.place ?? goal
    }
}
