/// Who comes, when, and from where.
extension CrowdSimulation {
    struct Arrival {
        enum Source {
            /// `aside`: metres beside the first of a group; `group` −1 for who comes alone.
            case stream(WalkerStream, group: Int, aside: Double)
            case member(Crowd, home: SIMD2<Double>, leavesAt: Double, isThere: Bool)
        }

        var time: Double
        var source: Source
        var random: SplitMix64
    }

    // MARK: Streams

    /// A Poisson process. In a loop, who comes before the first frame is who came as long before the end.
    func arrivals(of stream: WalkerStream, index: Int) -> [Arrival] {
        guard stream.perMinute > 0 else { return [] }
        var random = SplitMix64(seed: scene.seed, purpose: 2, index: index)
        var arrivals: [Arrival] = []
        var time = scene.isLoop ? 0 : stream.startSeconds
        let end = scene.isLoop ? scene.seconds : stream.endSeconds
        while true {
            time += interval(perMinute: stream.perMinute, &random)
            guard time < end else { break }
            arrivals += party(of: stream, at: time, number: index << 20 + arrivals.count, &random)
        }
        guard scene.isLoop else { return arrivals }
        let earlier = arrivals.map { arrival in
            var copy = arrival
            copy.time -= scene.seconds
            return copy
        }
        return (earlier + arrivals).filter { $0.time >= stream.startSeconds && $0.time < stream.endSeconds }
    }

    private func party(
        of stream: WalkerStream, at time: Double, number: Int, _ random: inout SplitMix64
    ) -> [Arrival] {
        let seed = random.next()
        guard stream.groups > 0, random.unit() < stream.groups else {
            return [
                Arrival(
                    time: time, source: .stream(stream, group: -1, aside: 0), random: SplitMix64(seed: seed))
            ]
        }
        let count = random.unit() < 0.7 ? 2 : 3
        return (0..<count).map { place in
            let aside = (Double(place) - Double(count - 1) / 2) * 0.65
            // All draw the same way and speed first, and their looks from a seed of their own.
            return Arrival(
                time: time, source: .stream(stream, group: number, aside: aside), random: SplitMix64(seed: seed))
        }
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

    // MARK: Crowds

    /// Homes on a jittered triangular grid as dense as the crowd ever gets, taken in random order, so that any number
    /// of them is spread evenly.
    func members(of crowd: Crowd, index: Int) -> [Arrival] {
        var random = SplitMix64(seed: scene.seed, purpose: 5, index: index)
        let most = crowd.density.map(\.value).max() ?? 0
        guard most > 0 else { return [] }
        var homes = Self.homes(in: crowd.area, density: most, &random)
        for place in homes.indices.dropLast() {
            homes.swapAt(place, place + Int(random.next() % UInt64(homes.count - place)))
        }
        return homes.enumerated().compactMap { number, home in
            let share = (Double(number) + 0.5) / Double(homes.count) * most
            return member(crowd, home, share: share, SplitMix64(seed: random.next()))
        }
    }

    private static func homes(
        in area: [SIMD2<Double>], density: Double, _ random: inout SplitMix64
    ) -> [SIMD2<Double>] {
        let (low, high) = (pointwiseMin(area[0], area[1]), pointwiseMax(area[0], area[1]))
        let spacing = (1 / (density * 0.866_025_403_784)).squareRoot()
        var homes: [SIMD2<Double>] = []
        var (y, row) = (low.y + spacing * 0.433, 0)
        while y < high.y {
            var x = low.x + spacing * (row % 2 == 0 ? 0.25 : 0.75)
            while x < high.x {
                homes.append(SIMD2(x, y) + SIMD2(random.normal(), random.normal()) * (spacing * 0.13))
                x += spacing
            }
            y += spacing * 0.866_025_403_784
            row += 1
        }
        return homes
    }

    /// The member that is there while the density is above `share`: from the first such time to the end of it.
    private func member(_ crowd: Crowd, _ home: SIMD2<Double>, share: Double, _ random: SplitMix64) -> Arrival? {
        let step = 0.25
        guard
            let comes = stride(from: 0, through: scene.seconds, by: step).first(where: {
                crowd.density.value(at: $0, otherwise: 0) >= share
            })
        else { return nil }
        let goes =
            stride(from: comes, through: scene.seconds, by: step).first {
                crowd.density.value(at: $0, otherwise: 0) < share
            } ?? .infinity
        let isThere = comes <= 0
        // It starts early enough to be in place in time.
        let way = home.distance(to: (crowd.gate[0] + crowd.gate[1]) / 2) / 1.25
        return Arrival(
            time: isThere ? 0 : comes - way, source: .member(crowd, home: home, leavesAt: goes, isThere: isThere),
            random: random)
    }
}
