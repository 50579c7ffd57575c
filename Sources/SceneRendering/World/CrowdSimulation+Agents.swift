/// How those who come begin.
extension CrowdSimulation {
    func agent(of arrival: Arrival, atStep step: Int) -> CrowdAgent {
        switch arrival.source {
        case .stream(let stream, let group, let aside):
            walker(of: stream, arrival, atStep: step, group: group, aside: aside)
        case .member(let crowd, let home, let leavesAt, let isThere):
            member(of: crowd, arrival, atStep: step, home: home, leavesAt: leavesAt, isThere: isThere)
        }
    }

    private func walker(
        of stream: WalkerStream, _ arrival: Arrival, atStep step: Int, group: Int, aside: Double
    ) -> CrowdAgent {
        var random = arrival.random
        var look = WalkerLook(&random)
        let (a, b) = (random.unit(), random.unit())
        let start = stream.from[0] + (stream.from[1] - stream.from[0]) * a
        // People keep roughly to their side of the way.
        let end = stream.to[0] + (stream.to[1] - stream.to[0]) * (0.6 * a + 0.4 * b)
        let speed = random.uniform(stream.speed)
        let isTurned = stream.reverseSeconds.map { arrival.time >= $0 } ?? false
        var (from, to) = isTurned ? (end, start) : (start, end)
        let direction = (to - from) / max(1e-6, to.distance(to: from))
        if group >= 0 {
            from += direction.left * aside
            to += direction.left * aside
            random = SplitMix64(seed: random.next() &+ UInt64(bitPattern: Int64(aside * 100)))
            look = WalkerLook(&random)
        }
        let state = WalkerState(place: from, velocity: direction * speed, heading: direction, gait: look.phase)
        var agent = CrowdAgent(
            track: WalkerTrack(look: look, firstStep: step, states: [], anomaly: stream.anomaly), state: state,
            goal: to,
            speed: speed, random: random)
        agent.turnedGoal = from
        agent.turnsAt = isTurned ? nil : stream.reverseSeconds
        agent.stop = stream.stop
        agent.group = group
        return agent
    }

    private func member(
        of crowd: Crowd, _ arrival: Arrival, atStep step: Int, home: SIMD2<Double>, leavesAt: Double, isThere: Bool
    ) -> CrowdAgent {
        var random = arrival.random
        let look = WalkerLook(&random)
        let gate = crowd.gate[0] + (crowd.gate[1] - crowd.gate[0]) * random.unit()
        let angle = random.uniform(0...6.28)
        let facing =
            crowd.facing.map { ($0 - home) / max(0.1, $0.distance(to: home)) }
            ?? SIMD2(ExactMath.cos(angle), ExactMath.sin(angle))
        let place = isThere ? home : gate
        let heading = isThere ? facing : (home - gate) / max(0.1, home.distance(to: gate))
        let state = WalkerState(place: place, velocity: SIMD2(0, 0), heading: heading, gait: look.phase)
        var agent = CrowdAgent(
            track: WalkerTrack(look: look, firstStep: step, states: [], anomaly: crowd.anomaly), state: state,
            goal: home, speed: random.uniform(1.05...1.5), random: random)
        let densest = crowd.density.map(\.value).max() ?? 1
        agent.shoulders = min(0.5, 0.7 / densest.squareRoot())
        let reaction = random.uniform(0.2...1.8)
        let flight = crowd.disperseSeconds.map { $0 + reaction }
        agent.stay = CrowdAgent.Stay(
            facing: facing, millMetres: crowd.millMetres * random.uniform(0.4...1.6),
            isSitting: random.unit() < crowd.sitting, leavesAt: min(leavesAt, flight ?? .infinity),
            exit: flight == nil ? gate : Self.refuge(from: home, of: crowd), flees: flight != nil)
        if isThere { agent.settle() }
        return agent
    }

    /// Away from the middle, out of the picture.
    private static func refuge(from home: SIMD2<Double>, of crowd: Crowd) -> SIMD2<Double> {
        let away = home - (crowd.area[0] + crowd.area[1]) / 2
        return home + away / max(0.2, away.length) * 60
    }
}
