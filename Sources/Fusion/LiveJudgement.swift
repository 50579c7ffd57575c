import EventStore
import Events

/// Judges which of the newest words may be presented as live. Pure: the same words and the same instant give the same
/// view.
struct LiveJudgement {
    /// Whose words they are.
    struct Camera: Hashable {
        let siteID, gatewayID, cameraID: String
    }

    private struct Zone: Hashable {
        let camera: Camera
        let zoneID: String

        init(camera: Camera, zoneID: String) {
            (self.camera, self.zoneID) = (camera, zoneID)
        }

        init(_ life: EventLife) {
            self.init(camera: Camera(life.latest.record), zoneID: life.latest.event.zoneID)
        }
    }

    private let words: LatestWords
    private let now: Timestamp
    private let health: [Camera: Latest<Health>]
    private let samples: [Zone: Latest<Sample>]
    private let states: [Zone: [Latest<ZoneState>]]
    private var activeZones: Set<Zone> = []

    init(words: LatestWords, now: Timestamp) {
        self.words = words
        self.now = now
        health = Dictionary(words.health.map { ($0.camera, $0) }) { $1 }
        samples = Dictionary(words.samples.map { (Zone(camera: $0.camera, zoneID: $0.value.zoneID), $0) }) { $1 }
        states = Dictionary(grouping: words.states) { Zone(camera: $0.camera, zoneID: $0.value.zoneID) }
        activeZones = Set(words.openLives.filter(isLive).map(Zone.init))
    }

    func cameras() -> [LiveCamera] {
        let zones = Dictionary(grouping: Set(samples.keys).union(states.keys), by: \.camera)
        return Set(zones.keys).union(health.keys)
            .sorted { ($0.cameraID, $0.gatewayID) < ($1.cameraID, $1.gatewayID) }
            .map { camera in self.camera(camera, zones: zones[camera, default: []].map(\.zoneID).sorted()) }
    }

    private func camera(_ camera: Camera, zones zoneIDs: [String]) -> LiveCamera {
        let zones = zoneIDs.map { zone(Zone(camera: camera, zoneID: $0)) }
        return LiveCamera(
            siteID: camera.siteID, gatewayID: camera.gatewayID, cameraID: camera.cameraID,
            coverage: coverage(of: camera, and: zones), health: liveHealth(camera)?.value,
            lastHeard: lastHeard(camera, zones: zoneIDs), zones: zones)
    }

    private func zone(_ zone: Zone) -> LiveZone {
        let seen = coverage(of: zone)
        let rules = liveStates(zone).map(\.value)
        let coverage = Self.isUnwatched(rules) ? max(seen, .notAuthorised) : seen
        return LiveZone(
            zoneID: zone.zoneID, state: state(coverage: coverage, rules: rules, of: zone), coverage: coverage,
            sample: seen.sees ? liveSample(zone)?.value : nil, rules: rules)
    }

    /// Whether no act arms any of a zone's rules but those about the camera itself: its counts are statistics and stay, but
    /// that nothing is said there means nothing.
    private static func isUnwatched(_ rules: [ZoneState]) -> Bool {
        rules.contains { $0.coverage == .notAuthorised }
            && rules.allSatisfy { $0.coverage == .notAuthorised || !$0.useCase.needsAct }
    }

    /// Something going on is said even where the picture is poor; "quiet" only where all is well.
    private func state(coverage: LiveCoverage, rules: [ZoneState], of zone: Zone) -> LiveZone.State {
        if activeZones.contains(zone) || rules.contains(where: \.active) { return .active }
        guard coverage == .seeing, states[zone, default: []].count == rules.count else { return .unknown }
        return rules.contains(where: \.learning) ? .unknown : .quiet
    }

    /// An open event is live while its newest word is, or while the state of its rule confirms it.
    func isLive(_ life: EventLife) -> Bool {
        let report = life.latest.record.report
        guard life.status(at: now) != .ended, life.status(at: now) != .superseded else { return false }
        if report.time.isLive(at: now, expiry: report.expiry, orFor: Freshness.state) { return true }
        return liveStates(Zone(life)).contains { $0.value.active && $0.value.eventUID == life.latest.event.eventUID }
    }

    /// A zone's own newest live word decides. The camera's, when it is newer, makes it worse and never better: a camera that
    /// sees says nothing of a zone that something covers. What no act arms says nothing of the picture.
    private func coverage(of zone: Zone) -> LiveCoverage {
        var said = liveStates(zone).filter { $0.value.coverage != .notAuthorised }
            .map { (time: $0.time, coverage: $0.value.coverage) }
        if let sample = liveSample(zone) { said.append((sample.time, sample.value.coverage)) }
        let health = liveHealth(zone.camera)
        guard let own = said.max(by: { $0.time < $1.time }) else {
            return health.map { LiveCoverage($0.value.coverage) } ?? .unknown
        }
        guard let health, health.time > own.time else { return LiveCoverage(own.coverage) }
        return max(LiveCoverage(own.coverage), LiveCoverage(health.value.coverage))
    }

    /// A camera sees what the best of its zones sees.
    private func coverage(of camera: Camera, and zones: [LiveZone]) -> LiveCoverage {
        zones.map(\.coverage).min() ?? liveHealth(camera).map { LiveCoverage($0.value.coverage) } ?? .unknown
    }

    private func liveHealth(_ camera: Camera) -> Latest<Health>? {
        health[camera].flatMap { $0.isLive(at: now, orFor: Freshness.state) ? $0 : nil }
    }

    private func liveSample(_ zone: Zone) -> Latest<Sample>? {
        samples[zone].flatMap { $0.isLive(at: now, orFor: Freshness.sample) ? $0 : nil }
    }

    private func liveStates(_ zone: Zone) -> [Latest<ZoneState>] {
        states[zone, default: []].filter { $0.isLive(at: now, orFor: Freshness.state) }
    }

    private func lastHeard(_ camera: Camera, zones: [String]) -> Timestamp {
        let heard =
            [health[camera]?.time].compactMap(\.self)
            + zones.flatMap { id -> [Timestamp] in
                let zone = Zone(camera: camera, zoneID: id)
                return [samples[zone]?.time].compactMap(\.self) + states[zone, default: []].map(\.time)
            }
        return heard.max() ?? now
    }
}

extension LiveJudgement.Camera {
    init(_ record: Record) {
        self.init(
            siteID: record.identity.siteID, gatewayID: record.identity.gatewayID, cameraID: record.report.cameraID)
    }
}

extension Latest {
    fileprivate var camera: LiveJudgement.Camera {
        LiveJudgement.Camera(siteID: siteID, gatewayID: gatewayID, cameraID: cameraID)
    }

    fileprivate func isLive(at now: Timestamp, orFor seconds: Double) -> Bool {
        time.isLive(at: now, expiry: expiry, orFor: seconds)
    }
}
