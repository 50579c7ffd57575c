internal import Events
internal import Scene
internal import SceneRendering

/// The truth of a scene in the form that scores want.
struct SceneLabels {
    /// Persons by zone and source frame.
    var counts: [(zone: String, persons: [Int])] = []
    var objects: [ObjectScore.Truth] = []
    var anomalies: [SituationScore.Truth] = []
    var tamperings: [IntegrityScore.Truth] = []

    init(_ truth: SceneTruth, scene: SceneDescription) {
        for zone in scene.zones where zone.kind == .analysis {
            let samples = truth.samples.map { (frame: $0.frame, count: $0.counts[zone.id] ?? 0) }
            if let persons = Self.nearest(samples, frames: scene.frameCount) { counts.append((zone.id, persons)) }
        }
        objects = truth.objects.compactMap { thing in
            // What stands outside of every zone is not watched.
            guard let left = thing.ownerLeft, thing.box.count == 4, scene.zones.isEmpty || !thing.zones.isEmpty
            else { return nil }
            return ObjectScore.Truth(
                box: Box(x: thing.box[0], y: thing.box[1], width: thing.box[2], height: thing.box[3]),
                ownerLeft: left, removed: thing.removed)
        }
        anomalies = truth.anomalies.map { SituationScore.Truth(kind: $0.kind, start: $0.start, end: $0.end) }
        tamperings = truth.integrity.map { IntegrityScore.Truth(state: $0.state, start: $0.start, end: $0.end) }
    }

    /// Each frame has the count of the sample that is nearest in time.
    private static func nearest(_ samples: [(frame: Int, count: Int)], frames: Int) -> [Int]? {
        guard !samples.isEmpty else { return nil }
        var counts: [Int] = []
        counts.reserveCapacity(frames)
        var next = 0
        for frame in 0..<frames {
            while next + 1 < samples.count, abs(samples[next + 1].frame - frame) <= abs(samples[next].frame - frame) {
                next += 1
            }
            counts.append(samples[next].count)
        }
        return counts
    }

    /// Which source frames are part of an anomaly.
    func isAbnormal(frames: Int, framesPerSecond: Double) -> [Bool] {
        (0..<frames).map { frame in
            let time = Double(frame) / framesPerSecond
            return anomalies.contains { time >= $0.start && time <= max($0.start, $0.end) }
        }
    }
}
