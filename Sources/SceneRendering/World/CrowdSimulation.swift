/// Moves everybody: scripted people exactly as written, streams by the social force model (Helbing and Molnár,
/// "Social force model for pedestrian dynamics", Phys. Rev. E 51, 1995): each walker wants a speed towards a goal,
/// keeps clear of others, more of those ahead than behind, and of things that stand around.
struct CrowdSimulation {
    static let stepsPerSecond = 15.0
    /// Seconds in which a walker reaches the wanted velocity.
    private static let relaxation = 0.5
    /// Strength (m/s²) and range (m) of the keeping clear; the shoulders of two people are 0.5 m.
    private static let strength = 3.0
    private static let range = 0.28
    private static let shoulders = 0.5
    /// How much somebody behind counts against somebody ahead.
    private static let behind = 0.25

    fileprivate struct Walker {
        var track: WalkerTrack
        var state: WalkerState
        /// Goals of a stream's walker: where it goes now, and where once the stream has turned.
        var goal, turnedGoal: SIMD2<Double>
        var turnsAt: Double?
        var speed: Double
        var random: SplitMix64
    }

    private let scene: SceneDescription
    private let obstacles: [(at: SIMD2<Double>, radius: Double)]
    private var walking: [Walker] = []
    private var finished: [WalkerTrack] = []

    private init(_ scene: SceneDescription) {
        self.scene = scene
        obstacles = scene.boxes.map { (at: $0.at, radius: max($0.size.x, $0.size.y) / 2) }
    }

    /// Everybody's way, scripted people first, in the order of the file.
    static func tracks(of scene: SceneDescription) -> [WalkerTrack] {
        var simulation = CrowdSimulation(scene)
        let scripted = scene.people.indices.map(simulation.scripted)
        return scripted + simulation.streams(avoiding: scripted)
    }

    // MARK: Scripted people

    private func scripted(_ index: Int) -> WalkerTrack {
        let person = scene.people[index]
        var random = SplitMix64(seed: scene.seed, purpose: 1, index: index)
        let look = WalkerLook(&random)
        let first = Int(((person.walk.first?.time ?? 0) * Self.stepsPerSecond).rounded(.up))
        let last = Int(((person.walk.last?.time ?? 0) * Self.stepsPerSecond).rounded(.down))
        var states: [WalkerState] = []
        for step in first...max(first, last) {
            guard let place = person.place(at: Double(step) / Self.stepsPerSecond) else { continue }
            let before = person.place(at: Double(step - 1) / Self.stepsPerSecond) ?? place
            let velocity = (place - before) * Self.stepsPerSecond
            var state =
                states.last
                ?? WalkerState(place: place, velocity: velocity, heading: heading(of: person), gait: look.phase)
            state.place = place
            state.velocity = velocity
            state.advanceGait(height: look.height, step: 1 / Self.stepsPerSecond)
            if velocity.length < 0.15 { sway(&state, time: Double(step) / Self.stepsPerSecond, phase: look.phase) }
            states.append(state)
        }
        return WalkerTrack(look: look, firstStep: first, states: states)
    }

    /// Nobody stands still: weight goes from foot to foot by a few centimetres, and the body turns a little.
    private func sway(_ state: inout WalkerState, time: Double, phase: Double) {
        let shift = 0.022 * ExactMath.sin(0.83 * time + phase) + 0.012 * ExactMath.sin(1.9 * time + 2 * phase)
        let turn = 0.014 * ExactMath.sin(0.47 * time + 3 * phase)
        state.place += state.heading.left * shift
        state.heading += state.heading.left * turn
        state.heading /= max(1e-6, state.heading.length)
    }

    private func heading(of person: ScriptedWalker) -> SIMD2<Double> {
        for (a, b) in zip(person.walk, person.walk.dropFirst()) where a.at.distance(to: b.at) > 0.1 {
            return (b.at - a.at) / b.at.distance(to: a.at)
        }
        return SIMD2(0, -1)
    }

    // MARK: Streams

    private struct Arrival {
        var time: Double
        var stream: WalkerStream
        var random: SplitMix64
    }

    private mutating func streams(avoiding scripted: [WalkerTrack]) -> [WalkerTrack] {
        var arrivals = scene.streams.indices.flatMap { self.arrivals(of: scene.streams[$0], index: $0) }
        arrivals.sort { $0.time < $1.time }
        var next = 0
        let first = Int(((arrivals.first?.time ?? 0) * Self.stepsPerSecond).rounded(.down))
        for step in first...max(first, Int(scene.seconds * Self.stepsPerSecond) + 1) {
            let time = Double(step) / Self.stepsPerSecond
            while next < arrivals.count, arrivals[next].time <= time {
                enter(arrivals[next], atStep: step)
                next += 1
            }
            let others = scripted.compactMap { $0.state(atStep: Double(step)) }
            advance(time: time, scripted: others)
        }
        return finished + walking.map(\.track)
    }

    /// A Poisson process. In a loop, who comes before the first frame is who came as long before the end.
    private func arrivals(of stream: WalkerStream, index: Int) -> [Arrival] {
        guard stream.perMinute > 0 else { return [] }
        var random = SplitMix64(seed: scene.seed, purpose: 2, index: index)
        var arrivals: [Arrival] = []
        var time = scene.isLoop ? 0 : stream.startSeconds
        let end = scene.isLoop ? scene.seconds : stream.endSeconds
        while true {
            time += interval(perMinute: stream.perMinute, &random)
            guard time < end else { break }
            arrivals.append(Arrival(time: time, stream: stream, random: SplitMix64(seed: random.next())))
        }
        guard scene.isLoop else { return arrivals }
        let earlier = arrivals.map { arrival in
            var copy = arrival
            copy.time -= scene.seconds
            return copy
        }
        return (earlier + arrivals).filter { $0.time >= stream.startSeconds && $0.time < stream.endSeconds }
    }

    /// Exponential intervals by von Neumann's comparison of uniforms: no logarithm, so the same on every machine.
    private func interval(perMinute: Double, _ random: inout SplitMix64) -> Double {
        var whole = 0.0
        while true {
            let first = random.unit()
            var (last, run) = (first, 1)
            while true {
                let next = random.unit()
                guard next < last else { break }
                last = next
                run += 1
            }
            if run % 2 == 1 { return (whole + first) * 60 / perMinute }
            whole += 1
        }
    }

    private mutating func enter(_ arrival: Arrival, atStep step: Int) {
        var random = arrival.random
        let look = WalkerLook(&random)
        let stream = arrival.stream
        let (a, b) = (random.unit(), random.unit())
        let start = stream.from[0] + (stream.from[1] - stream.from[0]) * a
        // People keep roughly to their side of the way.
        let end = stream.to[0] + (stream.to[1] - stream.to[0]) * (0.6 * a + 0.4 * b)
        let speed = random.uniform(stream.speed)
        let isTurned = stream.reverseSeconds.map { arrival.time >= $0 } ?? false
        let (from, to) = isTurned ? (end, start) : (start, end)
        let direction = (to - from) / max(1e-6, to.distance(to: from))
        let state = WalkerState(place: from, velocity: direction * speed, heading: direction, gait: look.phase)
        let track = WalkerTrack(look: look, firstStep: step, states: [])
        walking.append(
            Walker(
                track: track, state: state, goal: to, turnedGoal: from,
                turnsAt: isTurned ? nil : stream.reverseSeconds, speed: speed, random: random))
    }

    private mutating func advance(time: Double, scripted: [WalkerState]) {
        let step = 1 / Self.stepsPerSecond
        let everybody = walking.map(\.state) + scripted
        let bags = scene.objects.filter { $0.putSeconds <= time && time < ($0.removedSeconds ?? .infinity) }
        var forces = walking.indices.map { force(on: $0, among: everybody) }
        for index in walking.indices {
            for bag in bags { forces[index] += push(on: walking[index].state, from: bag.at, radius: bag.size.x / 2) }
            for thing in obstacles {
                forces[index] += push(on: walking[index].state, from: thing.at, radius: thing.radius)
            }
            walking[index].move(by: forces[index], step: step, time: time)
        }
        let gone = walking.filter { $0.isGone }
        finished += gone.map(\.track)
        walking.removeAll { $0.isGone }
    }

    private func force(on index: Int, among everybody: [WalkerState]) -> SIMD2<Double> {
        let me = walking[index]
        let way = me.goal - me.state.place
        let wanted = way / max(1e-6, way.length) * me.speed
        var force = (wanted - me.state.velocity) / Self.relaxation
        for (other, state) in everybody.enumerated() where other != index {
            let offset = me.state.place - state.place
            let distance = offset.length
            guard distance < 2, distance > 1e-6 else { continue }
            let away = offset / distance
            let facing = -(away.x * me.state.heading.x + away.y * me.state.heading.y)
            let attention = Self.behind + (1 - Self.behind) * (1 + facing) / 2
            let push = Self.strength * ExactMath.exp((Self.shoulders - distance) / Self.range) * attention
            // A little to the right as well, so that two who meet do not stop face to face.
            force += away * push + SIMD2(me.state.heading.y, -me.state.heading.x) * (push * 0.3)
        }
        return force
    }

    private func push(on state: WalkerState, from place: SIMD2<Double>, radius: Double) -> SIMD2<Double> {
        let offset = state.place - place
        let distance = max(1e-3, offset.length)
        guard distance < radius + 2 else { return SIMD2(0, 0) }
        let size = Self.strength * 2 * ExactMath.exp((radius + Self.shoulders / 2 - distance) / Self.range)
        let aside = offset.left / distance
        let side = aside.x * state.heading.x + aside.y * state.heading.y >= 0 ? 1.0 : -1.0
        return (offset / distance + aside * (0.5 * side)) * min(size, 12)
    }
}

extension CrowdSimulation.Walker {
    /// Within half a metre of the goal.
    fileprivate var isGone: Bool { goal.distance(to: state.place) < 0.5 }

    fileprivate mutating func move(by force: SIMD2<Double>, step: Double, time: Double) {
        if let turn = turnsAt, time >= turn {
            swap(&goal, &turnedGoal)
            turnsAt = nil
        }
        let jitter = SIMD2(random.normal(), random.normal()) * 0.35
        state.velocity += (force + jitter) * step
        let (limit, speed) = (1.4 * self.speed, state.velocity.length)
        if speed > limit { state.velocity *= limit / speed }
        state.place += state.velocity * step
        state.advanceGait(height: track.look.height, step: step)
        track.states.append(state)
    }
}
