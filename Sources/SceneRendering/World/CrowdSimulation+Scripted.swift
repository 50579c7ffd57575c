/// People and riders who do what the file says.
extension CrowdSimulation {
    /// Seconds in which somebody sits down or gets up.
    private static let changing = 0.9

    func scripted(_ person: ScriptedWalker, index: Int) -> WalkerTrack {
        var random = SplitMix64(seed: scene.seed, purpose: 1, index: index)
        return track(along: person.walk, facing: person.facingDegrees, anomaly: person.anomaly, WalkerLook(&random))
    }

    /// Who sits on a bicycle or stands on a scooter; nil for other vehicles.
    func rider(_ mover: Mover, index: Int) -> WalkerTrack? {
        guard mover.kind == .bicycle || mover.kind == .scooter else { return nil }
        var random = SplitMix64(seed: scene.seed, purpose: 6, index: index)
        var path = mover.path
        if mover.kind == .bicycle { for step in path.indices { path[step].posture = .ride } }
        var track = track(along: path, facing: nil, anomaly: mover.anomaly, WalkerLook(&random))
        track.mount = mover.kind
        return track
    }

    private func track(
        along walk: [ScriptedWalker.Waypoint], facing: Double?, anomaly: SceneAnomaly?, _ look: WalkerLook
    ) -> WalkerTrack {
        let step = 1 / Self.stepsPerSecond
        let first = Int(((walk.first?.time ?? 0) * Self.stepsPerSecond).rounded(.up))
        let last = Int(((walk.last?.time ?? 0) * Self.stepsPerSecond).rounded(.down))
        var states: [WalkerState] = []
        for number in first...max(first, last) {
            let time = Double(number) * step
            guard let place = walk.place(at: time) else { continue }
            let before = walk.place(at: time - step) ?? place
            let velocity = (place - before) * Self.stepsPerSecond
            let heading = facing.map(Self.direction) ?? walk.firstDirection
            var state =
                states.last ?? WalkerState(place: place, velocity: velocity, heading: heading, gait: look.phase)
            (state.place, state.velocity) = (place, velocity)
            (state.posture, state.share) = walk.posture(at: time, changing: Self.changing)
            state.advanceGait(height: look.height, step: step)
            if velocity.length < 0.15 { sway(&state, time: time, phase: look.phase) }
            states.append(state)
        }
        return WalkerTrack(look: look, firstStep: first, states: states, anomaly: anomaly)
    }

    private static func direction(_ degrees: Double) -> SIMD2<Double> {
        SIMD2(ExactMath.sin(ExactMath.radians(degrees)), ExactMath.cos(ExactMath.radians(degrees)))
    }

    /// Nobody stands still: weight goes from foot to foot by a few centimetres, and the body turns a little. Who sits
    /// or lies moves less.
    private func sway(_ state: inout WalkerState, time: Double, phase: Double) {
        let calm = 1 - 0.75 * state.share
        let shift = (0.022 * ExactMath.sin(0.83 * time + phase) + 0.012 * ExactMath.sin(1.9 * time + 2 * phase)) * calm
        let turn = 0.014 * ExactMath.sin(0.47 * time + 3 * phase) * calm
        state.place += state.heading.left * shift
        state.heading += state.heading.left * turn
        state.heading /= max(1e-6, state.heading.length)
    }
}

extension Array<ScriptedWalker.Waypoint> {
    /// On straight ways between the steps; nil before the first and after the last.
    func place(at time: Double) -> SIMD2<Double>? {
        guard let first, let last, time >= first.time, time <= last.time else { return nil }
        let index = Swift.max(1, firstIndex { $0.time >= time } ?? 1)
        let (a, b) = (self[index - 1], self[index])
        return a.at + (b.at - a.at) * ((time - a.time) / (b.time - a.time))
    }

    var firstDirection: SIMD2<Double> {
        for (a, b) in zip(self, dropFirst()) where a.at.distance(to: b.at) > 0.1 {
            return (b.at - a.at) / b.at.distance(to: a.at)
        }
        return SIMD2(0, -1)
    }

    /// The posture at `time`, and how far the body has come into it.
    func posture(at time: Double, changing seconds: Double) -> (Posture, share: Double) {
        let index = lastIndex { $0.time <= time } ?? 0
        let posture = self[index].posture
        guard posture != .upright else { return (.upright, 0) }
        var (first, next) = (index, index + 1)
        while first > 0, self[first - 1].posture == posture { first -= 1 }
        while next < count, self[next].posture == posture { next += 1 }
        let since = first == 0 ? 1 : (time - self[first].time) / seconds
        let until = next >= count ? 1 : (self[next].time - time) / seconds
        return (posture, Swift.min(1, Swift.max(0, Swift.min(since, until))))
    }
}

extension ScriptedWalker {
    /// Where the person is, on straight ways between the steps; nil before the first and after the last.
    public func place(at time: Double) -> SIMD2<Double>? {
        walk.place(at: time)
    }
}
