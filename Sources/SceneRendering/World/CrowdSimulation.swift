/// Moves everybody: scripted people exactly as written, streams and crowds by the social force model (Helbing and
/// Molnár, "Social force model for pedestrian dynamics", Phys. Rev. E 51, 1995): each walker wants a speed towards a
/// goal, keeps clear of others, more of those ahead than behind, and of things that stand around.
struct CrowdSimulation {
    static let stepsPerSecond = 15.0

    let scene: SceneDescription
    let obstacles: [(at: SIMD2<Double>, radius: Double)]
    private let navigation: NavigationField
    var walking: [CrowdAgent] = []
    private var finished: [WalkerTrack] = []
    private var grid = NeighbourGrid()

    private init(_ scene: SceneDescription) {
        self.scene = scene
        obstacles = scene.boxes.map { (at: $0.at, radius: max($0.size.x, $0.size.y) / 2) }
        navigation = NavigationField(scene)
    }

    /// Everybody's way, scripted people first, in the order of the file, then riders.
    static func tracks(of scene: SceneDescription) -> [WalkerTrack] {
        var simulation = CrowdSimulation(scene)
        let scripted =
            scene.people.indices.map { simulation.scripted(scene.people[$0], index: $0) }
            + scene.movers.enumerated().compactMap { simulation.rider($1, index: $0) }
        return scripted + simulation.run(avoiding: scripted)
    }

    private mutating func run(avoiding scripted: [WalkerTrack]) -> [WalkerTrack] {
        var arrivals = scene.streams.indices.flatMap { self.arrivals(of: scene.streams[$0], index: $0) }
        arrivals += scene.crowds.indices.flatMap { members(of: scene.crowds[$0], index: $0) }
        arrivals.sort { $0.time < $1.time }
        guard let begin = arrivals.first?.time else { return [] }
        var next = 0
        let first = Int((begin * Self.stepsPerSecond).rounded(.down))
        for step in first...max(first, Int(scene.seconds * Self.stepsPerSecond) + 1) {
            let time = Double(step) / Self.stepsPerSecond
            while next < arrivals.count, arrivals[next].time <= time {
                walking.append(agent(of: arrivals[next], atStep: step))
                next += 1
            }
            advance(time: time, scripted: scripted.compactMap { $0.state(atStep: Double(step)) })
        }
        return finished + walking.map(\.track)
    }

    private mutating func advance(time: Double, scripted: [WalkerState]) {
        let everybody = walking.map { Neighbour($0) } + scripted.map { Neighbour(at: $0.place, group: -1) }
        grid.fill(everybody)
        let bags = scene.objects.filter { $0.putSeconds <= time && time < ($0.removedSeconds ?? .infinity) }
        var forces = [SIMD2<Double>](repeating: SIMD2(0, 0), count: walking.count)
        for index in walking.indices {
            if navigation.isNeeded { walking[index].look(along: navigation, time: time) }
            guard !walking[index].isSettled else { continue }
            forces[index] = force(on: index, among: everybody, time: time)
            for bag in bags { forces[index] += push(on: walking[index].state, from: bag.at, radius: bag.size.x / 2) }
            for thing in obstacles {
                forces[index] += push(on: walking[index].state, from: thing.at, radius: thing.radius)
            }
        }
        for index in walking.indices {
            walking[index].move(by: forces[index], step: 1 / Self.stepsPerSecond, time: time)
        }
        finished += walking.filter(\.isGone).map(\.track)
        walking.removeAll(where: \.isGone)
    }

    // MARK: Forces

    /// Seconds in which a walker reaches the wanted velocity.
    private static let relaxation = 0.5
    /// Strength (m/s²) and range (m) of the keeping clear; the shoulders of two people are 0.5 m.
    private static let strength = 3.0
    private static let range = 0.28
    /// How much somebody behind counts against somebody ahead.
    private static let behind = 0.25

    private func force(on index: Int, among everybody: [Neighbour], time: Double) -> SIMD2<Double> {
        let me = walking[index]
        var force = (me.wantedVelocity(at: time) - me.state.velocity) / Self.relaxation
        grid.forEach(near: me.state.place) { other in
            guard other != index else { return }
            let offset = me.state.place - everybody[other].place
            let distance = offset.length
            guard distance < NeighbourGrid.reach, distance > 1e-6 else { return }
            let away = offset / distance
            let facing = -(away.x * me.state.heading.x + away.y * me.state.heading.y)
            let attention = Self.behind + (1 - Self.behind) * (1 + facing) / 2
            // Who belongs together walks closer together.
            let isFriend = me.group >= 0 && everybody[other].group == me.group
            let push =
                Self.strength * ExactMath.exp((me.shoulders - distance) / Self.range) * attention
                * (isFriend ? 0.35 : 1)
            // A little to the right as well, so that two who meet do not stop face to face.
            force += away * push + SIMD2(me.state.heading.y, -me.state.heading.x) * (push * 0.3)
        }
        return force
    }

    private func push(on state: WalkerState, from place: SIMD2<Double>, radius: Double) -> SIMD2<Double> {
        let offset = state.place - place
        let distance = max(1e-3, offset.length)
        guard distance < radius + 2 else { return SIMD2(0, 0) }
        let size = Self.strength * 2 * ExactMath.exp((radius + 0.25 - distance) / Self.range)
        let aside = offset.left / distance
        let side = aside.x * state.heading.x + aside.y * state.heading.y >= 0 ? 1.0 : -1.0
        return (offset / distance + aside * (0.5 * side)) * min(size, 12)
    }
}
