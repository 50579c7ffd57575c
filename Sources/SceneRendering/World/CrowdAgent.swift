/// One walker of a stream, or one member of a crowd, while the simulation moves it.
struct CrowdAgent {
    var track: WalkerTrack
    var state: WalkerState
    /// Where it goes now, and where once its stream has turned.
    var goal, turnedGoal: SIMD2<Double>
    var turnsAt: Double?
    var stop: ClosedRange<Double>?
    var speed: Double
    var random: SplitMix64
    /// Who walks together has the same number; −1 for who is alone.
    var group = -1
    /// How much room it wants to the next one, in metres.
    var shoulders = 0.5
    /// A member of a crowd stays at its goal until it leaves.
    var stay: Stay?
    private var waypoint: SIMD2<Double>?
    private var isHome = false

    struct Stay {
        var facing: SIMD2<Double>
        var millMetres: Double
        var isSitting: Bool
        var leavesAt: Double
        var exit: SIMD2<Double>
        /// Leaves running.
        var flees: Bool
    }

    init(track: WalkerTrack, state: WalkerState, goal: SIMD2<Double>, speed: Double, random: SplitMix64) {
        (self.track, self.state, self.goal, self.speed, self.random) = (track, state, goal, speed, random)
        turnedGoal = goal
    }

    /// Stands where it wanted to stand.
    var isSettled: Bool { isHome }

    /// Within half a metre of the last goal.
    var isGone: Bool { stay == nil && goal.distance(to: state.place) < 0.5 }

    mutating func look(along navigation: NavigationField, time: Double) {
        guard stay == nil, waypoint == nil || track.states.count % 6 == 0 else { return }
        waypoint = navigation.waypoint(from: state.place, to: goal)
    }

    func wantedVelocity(at time: Double) -> SIMD2<Double> {
        if let stop, stop.contains(time) { return SIMD2(0, 0) }
        let way = (waypoint ?? goal) - state.place
        let distance = way.length
        // Who wants to stay somewhere slows down before it.
        return way / max(1e-6, distance) * (stay == nil ? speed : min(speed, 1.5 * distance + 0.1))
    }

    mutating func move(by force: SIMD2<Double>, step: Double, time: Double) {
        change(at: time)
        if isHome, let stay {
            stand(stay, time: time)
        } else {
            walk(by: force, step: step)
        }
        track.states.append(state)
    }

    private mutating func change(at time: Double) {
        if let turn = turnsAt, time >= turn {
            swap(&goal, &turnedGoal)
            (turnsAt, waypoint) = (nil, nil)
        }
        guard let stay else { return }
        if time >= stay.leavesAt {
            (goal, self.stay, isHome) = (stay.exit, nil, false)
            if stay.flees { speed = random.uniform(2.6...4.4) }
            state.share = 0
        } else if goal.distance(to: state.place) < 0.3 {
            isHome = true
        }
    }

    private mutating func walk(by force: SIMD2<Double>, step: Double) {
        let jitter = SIMD2(random.normal(), random.normal()) * 0.35
        state.velocity += (force + jitter) * step
        let (limit, speed) = (1.4 * self.speed, state.velocity.length)
        if speed > limit { state.velocity *= limit / speed }
        state.place += state.velocity * step
        state.advanceGait(height: track.look.height, step: step)
    }

    /// Weight goes from foot to foot, people turn to each other and wander about a little.
    private mutating func stand(_ stay: Stay, time: Double) {
        let phase = track.look.phase
        let mill = SIMD2(
            stay.millMetres * ExactMath.sin(0.11 * time + 2.3 * phase)
                + 0.03 * ExactMath.sin(0.83 * time + phase),
            stay.millMetres * ExactMath.sin(0.083 * time + 4.1 * phase) + 0.015 * ExactMath.sin(1.9 * time + 2 * phase))
        let before = state.place
        state.place += (goal + mill - state.place) * 0.12
        state.velocity = (state.place - before) * CrowdSimulation.stepsPerSecond
        let turn = 0.35 * ExactMath.sin(0.21 * time + 3 * phase) + 0.1 * ExactMath.sin(0.9 * time + phase)
        let wanted = stay.facing + stay.facing.left * turn
        state.heading = state.heading * 0.94 + wanted * 0.06
        state.heading /= max(1e-6, state.heading.length)
        if stay.isSitting {
            state.posture = .sit
            state.share = min(1, state.share + 0.08)
        }
    }

    /// There from the first moment on.
    mutating func settle() {
        isHome = true
        if stay?.isSitting == true { (state.posture, state.share) = (.sit, 1) }
    }
}
