import EventStore
import Events
import Fusion
import Testing

@Suite("what may be presented as live")
struct LiveViewTests {
    let now = Timestamp(milliseconds: 1_795_435_200_000)

    private func latest<Value>(_ value: Value, secondsAgo: Double, expiresIn: Double? = nil) -> Latest<Value> {
        Latest(
            siteID: "site", gatewayID: "gw", cameraID: "place", time: now.advanced(bySeconds: -secondsAgo),
            expiry: expiresIn.map { now.advanced(bySeconds: $0) }, value: value)
    }

    private func sample(_ coverage: Coverage = .seeing) -> Sample {
        Sample(zoneID: "square", count: 7, countLow: 5, countHigh: 9, seenRatio: 1, coverage: coverage)
    }

    private func state(
        _ useCase: UseCase = .abandonedObject, active: Bool = false, learning: Bool = false, uid: String? = nil,
        coverage: Coverage = .seeing
    ) -> ZoneState {
        ZoneState(
            zoneID: "square", ruleID: "rule-\(useCase)", useCase: useCase, active: active, eventUID: uid,
            coverage: coverage, value: nil, unit: nil, learning: learning)
    }

    private func health(_ coverage: Coverage) -> Health {
        Health(
            stream: .stalled, errorCode: "", coverage: coverage, decodeFPS: 0, analysedFPS: 0, latencyMilliseconds: 0,
            cpuShare: 0, residentBytes: 0, framesDecoded: 0, framesAnalysed: 0, framesSkipped: 0, framesCorrupt: 0,
            restarts: 0)
    }

    private func view(
        samples: [Latest<Sample>] = [], states: [Latest<ZoneState>] = [], health: [Latest<Health>] = [],
        lives: [EventLife] = []
    ) -> LiveView {
        LiveView(
            words: LatestWords(samples: samples, states: states, health: health, openLives: lives), context: nil,
            at: now)
    }

    private func zone(_ view: LiveView) throws -> LiveZone { try #require(view.cameras.first?.zones.first) }

    @Test("a fresh count of a zone that is seen is shown, and its quiet rules make it quiet")
    func quiet() throws {
        let zone = try zone(
            view(samples: [latest(sample(), secondsAgo: 1)], states: [latest(state(), secondsAgo: 5)]))
        #expect(zone.state == .quiet)
        #expect(zone.coverage == .seeing)
        #expect(zone.sample?.count == 7)
    }

    @Test("a count is stale after three missed samples, a rule's word after three missed states")
    func stale() throws {
        let zone = try zone(
            view(samples: [latest(sample(), secondsAgo: 15)], states: [latest(state(), secondsAgo: 89)]))
        #expect(zone.sample == nil)
        #expect(zone.state == .quiet)
        let silent = try self.zone(
            view(samples: [latest(sample(), secondsAgo: 15)], states: [latest(state(), secondsAgo: 90)]))
        #expect(silent.state == .unknown)
        #expect(silent.coverage == .unknown)
    }

    @Test("an expiry in the word itself is respected, however young the word is")
    func expiry() throws {
        let zone = try zone(view(samples: [latest(sample(), secondsAgo: 1, expiresIn: 0)]))
        #expect(zone.sample == nil)
        #expect(zone.coverage == .unknown)
    }

    @Test(
        "a zone that is not seen is unknown, never quiet, and shows no count it cannot have",
        arguments: [(Coverage.blind, false), (.notAuthorised, false), (.degraded, true)])
    func blind(_ coverage: Coverage, _ showsCount: Bool) throws {
        let zone = try zone(
            view(
                samples: [latest(sample(), secondsAgo: 2)], states: [latest(state(), secondsAgo: 2)],
                health: [latest(health(coverage), secondsAgo: 1)]))
        #expect(zone.state == .unknown)
        #expect((zone.sample != nil) == showsCount)
    }

    @Test(
        "a zone of which no act arms a rule shows its counts and is unknown, never quiet; one armed rule makes it watched"
    )
    func notAuthorised() throws {
        let words = [
            latest(state(coverage: .notAuthorised), secondsAgo: 1),
            latest(state(.cameraIntegrity), secondsAgo: 1),
        ]
        let unwatched = try zone(view(samples: [latest(sample(), secondsAgo: 2)], states: words))
        #expect(unwatched.coverage == .notAuthorised && unwatched.state == .unknown)
        #expect(unwatched.sample?.count == 7)

        let armed = [latest(state(.overdensity), secondsAgo: 3)]
        let watched = try zone(view(samples: [latest(sample(), secondsAgo: 2)], states: words + armed))
        #expect(watched.coverage == .seeing && watched.state == .quiet)
        #expect(watched.rules.contains { $0.coverage == .notAuthorised })
    }

    @Test("a newer word on coverage replaces an older one")
    func recovery() throws {
        let zone = try zone(
            view(
                samples: [latest(sample(), secondsAgo: 1)], states: [latest(state(), secondsAgo: 1)],
                health: [latest(health(.blind), secondsAgo: 20)]))
        #expect(zone.state == .quiet)
    }

    @Test("a camera that sees does not make a zone seen that something covers, nor does the zone make the camera blind")
    func coveredZone() throws {
        var covered = sample(.blind)
        covered.zoneID = "gate"
        let view = view(
            samples: [latest(covered, secondsAgo: 2), latest(sample(), secondsAgo: 2)],
            health: [latest(health(.seeing), secondsAgo: 1)])
        let camera = try #require(view.cameras.first)
        #expect(camera.zones.map(\.coverage) == [.blind, .seeing] && camera.coverage == .seeing)
        #expect(camera.zones.first?.sample == nil && camera.zones.first?.state == .unknown)
    }

    @Test("a zone with a rule that is still learning is unknown, not quiet")
    func learning() throws {
        let zone = try zone(
            view(
                samples: [latest(sample(), secondsAgo: 1)], states: [latest(state(learning: true), secondsAgo: 1)]))
        #expect(zone.state == .unknown)
        #expect(zone.isLearning)
    }

    @Test("a word from a clock that is far ahead is not live for ever")
    func clockAhead() throws {
        let zone = try zone(view(samples: [latest(sample(), secondsAgo: -61, expiresIn: 100_000)]))
        #expect(zone.coverage == .unknown)
        #expect(try self.zone(view(samples: [latest(sample(), secondsAgo: -59)])).coverage == .seeing)
    }

    @Test("an event that is going on is a situation that waits for a verdict")
    func situation() throws {
        let view = view(
            states: [latest(state(active: true, uid: "boot-1"), secondsAgo: 1)],
            lives: [LiveFixtures.life(uid: "boot-1", said: now.advanced(bySeconds: -20), expiry: nil)])
        #expect(view.situations.map(\.life.latest.event.eventUID) == ["boot-1"])
        #expect(view.situations.first?.alerts == false)
        #expect(try zone(view).state == .active)
    }

    @Test("an event whose word has expired is not live, unless the rule's newest word confirms it")
    func expiredEvent() throws {
        let life = LiveFixtures.life(
            uid: "boot-1", said: now.advanced(bySeconds: -200), expiry: now.advanced(bySeconds: -110))
        #expect(view(lives: [life]).situations.isEmpty)
        let confirmed = view(
            states: [latest(state(active: true, uid: "boot-1"), secondsAgo: 1)], lives: [life])
        #expect(confirmed.situations.count == 1)
        let other = view(states: [latest(state(active: true, uid: "boot-2"), secondsAgo: 1)], lives: [life])
        #expect(other.situations.isEmpty)
    }

    @Test("a view can be limited to one camera and one zone")
    func limits() throws {
        let view = view(
            samples: [latest(sample(), secondsAgo: 1)],
            lives: [LiveFixtures.life(uid: "boot-1", said: now, expiry: nil)])
        #expect(view.limited(toCamera: "place", zone: "square").situations.count == 1)
        #expect(view.limited(toCamera: "other", zone: nil).cameras.isEmpty)
        #expect(view.limited(toCamera: nil, zone: "other").situations.isEmpty)
    }
}

enum LiveFixtures {
    static func life(uid: String, said time: Timestamp, expiry: Timestamp?) -> EventLife {
        let event = Event(
            useCase: .abandonedObject, phase: .update, eventUID: uid, ruleID: "bag", zoneID: "square",
            profile: "default", bootID: "boot", frame: FrameReference(pts: 0, index: 0, width: 640, height: 360),
            timeSource: .wallClock, timeUncertaintyMilliseconds: 40, startedAt: time, updatedAt: time,
            detectedAt: time, emittedAt: time,
            metric: Metric(name: "unattended_time", value: 61, unit: "s", threshold: 60), coverage: .seeing,
            quality: Quality(brightness: 100, blur: 1, decodeFPS: 25, droppedRatio: 0, calibrationState: .none),
            provenance: Provenance(
                configurationSHA256: "", calibrationSHA256: "", modelSHA256: "", build: "", kernelSet: ""),
            mode: .shadow)
        let record = Record(
            identity: RecordIdentity(siteID: "site", gatewayID: "gw", epoch: "a", sequence: 1),
            report: Report(cameraID: "place", time: time, expiry: expiry, payload: .event(event)))
        return EventLife(
            latest: StoredEvent(position: 1, record: record, event: event), startedAt: time, endedAt: nil,
            supersededAt: nil, recordCount: 1)
    }
}
