internal import Events
internal import Scene

/// What is unusual, and what is wrong with the picture, from when to when.
extension SceneRenderer {
    func anomalies() -> [SceneTruth.Anomaly] {
        (turnedStreams() + stoppedStreams() + dispersals() + gatherings() + appearances()).sorted {
            ($0.start, $0.kind) < ($1.start, $1.kind)
        }
    }

    /// A stream that turns round goes the wrong way until it ends.
    private func turnedStreams() -> [SceneTruth.Anomaly] {
        scene.streams.compactMap { stream in
            stream.reverseSeconds.map {
                anomaly(.wrongDirection, $0, min(stream.endSeconds, scene.seconds), places: stream.from + stream.to)
            }
        }
    }

    private func stoppedStreams() -> [SceneTruth.Anomaly] {
        scene.streams.compactMap { stream in
            stream.stop.map {
                anomaly(
                    .stoppedExit, $0.lowerBound, min($0.upperBound, scene.seconds), places: stream.from + stream.to)
            }
        }
    }

    /// From the first who runs until the last could be out of sight.
    private func dispersals() -> [SceneTruth.Anomaly] {
        scene.crowds.compactMap { crowd in
            crowd.disperseSeconds.map { anomaly(.dispersal, $0, min($0 + 10, scene.seconds), places: crowd.area) }
        }
    }

    /// From when the first come until the crowd goes again.
    private func gatherings() -> [SceneTruth.Anomaly] {
        scene.crowds.compactMap { crowd in
            guard crowd.anomaly == .gathering, let most = crowd.density.map(\.value).max(), most > 0 else { return nil }
            let times = stride(from: 0, through: scene.seconds, by: 0.5)
            guard let first = times.first(where: { crowd.density.value(at: $0, otherwise: 0) > 0 }),
                let last = times.reversed().first(where: { crowd.density.value(at: $0, otherwise: 0) > 0.25 * most })
            else { return nil }
            return anomaly(.gathering, first, last, places: crowd.area)
        }
    }

    /// People and vehicles that are anomalies themselves: while any of the same kind and source is in the picture.
    private func appearances() -> [SceneTruth.Anomaly] {
        var seen: [(kind: SceneAnomaly, time: Double, place: SIMD2<Double>)] = []
        let rate = 5.0
        for index in 0..<Int(scene.seconds * rate) {
            let time = Double(index) / rate
            for track in tracks {
                guard let kind = track.anomaly, kind != .gathering,
                    let state = track.state(atStep: time * CrowdSimulation.stepsPerSecond), isSeen(state.place)
                else { continue }
                seen.append((kind, time, state.place))
            }
            for mover in scene.movers where mover.kind != .bicycle && mover.kind != .scooter {
                guard let kind = mover.anomaly, let place = mover.path.place(at: time), isSeen(place) else { continue }
                seen.append((kind, time, place))
            }
        }
        return SceneAnomaly.allCases.flatMap { kind in intervals(kind, seen.filter { $0.kind == kind }) }
    }

    /// Joins what is seen again within two seconds.
    private func intervals(
        _ kind: SceneAnomaly, _ seen: [(kind: SceneAnomaly, time: Double, place: SIMD2<Double>)]
    ) -> [SceneTruth.Anomaly] {
        var intervals: [(start: Double, end: Double, places: [SIMD2<Double>])] = []
        for one in seen {
            if let last = intervals.last, one.time - last.end <= 2 {
                intervals[intervals.count - 1].end = one.time
                intervals[intervals.count - 1].places.append(one.place)
            } else {
                intervals.append((one.time, one.time, [one.place]))
            }
        }
        return intervals.filter { $0.end > $0.start }.map { anomaly(kind, $0.start, $0.end, places: $0.places) }
    }

    private func isSeen(_ place: SIMD2<Double>) -> Bool {
        guard let point = picturePoint(place) else { return false }
        return point.x > 0.01 && point.x < 0.99 && point.y > 0.01 && point.y < 0.99
    }

    /// - Parameter places: on the ground, where it happens.
    private func anomaly(
        _ kind: SceneAnomaly, _ start: Double, _ end: Double, places: [SIMD2<Double>]
    ) -> SceneTruth.Anomaly {
        var box = PixelBox()
        for place in places {
            for up in [0, 1.8] {
                guard let point = camera.project(Vector3(place.x, place.y, up)) else { continue }
                box.add(
                    x: min(Double(scene.picture.width), max(0, point.x)),
                    y: min(Double(scene.picture.height), max(0, point.y)))
            }
        }
        let points = places.compactMap(picturePoint)
        let zone = scene.zones.max { a, b in
            points.count(where: a.polygon.contains) < points.count(where: b.polygon.contains)
        }
        return SceneTruth.Anomaly(
            kind: kind.rawValue, start: rounded(start), end: rounded(end), zone: zone?.id,
            box: box.isEmpty ? nil : list(box))
    }

    /// Tampering as it is written, turns of the camera by more than zones bear, and a drift once it has come so far.
    func integrity() -> [SceneTruth.Integrity] {
        var states = scene.tampering.map {
            SceneTruth.Integrity(state: $0.state.rawValue, start: $0.startSeconds, end: $0.endSeconds)
        }
        let turns = scene.camera.turns
        for (index, turn) in turns.enumerated() where turn.isMoved {
            let end = index + 1 < turns.count ? turns[index + 1].time + turns[index + 1].seconds : scene.seconds
            if let last = states.last, last.state == Tampering.State.moved.rawValue, last.end >= turn.time {
                states[states.count - 1].end = max(last.end, end)
            } else {
                states.append(
                    SceneTruth.Integrity(state: Tampering.State.moved.rawValue, start: turn.time, end: end))
            }
        }
        if let drifted = scene.camera.driftedAfter, drifted < scene.seconds {
            states.append(
                SceneTruth.Integrity(state: Tampering.State.moved.rawValue, start: drifted, end: scene.seconds))
        }
        return states.sorted { ($0.start, $0.state) < ($1.start, $1.state) }
    }
}
