import Detectors
import Events
import Perception
import Scene
import Testing

@Suite("rules about crowds and forbidden zones")
struct CrowdWatchTests {
    private func engine(_ condition: Rule.Condition) -> RuleEngine {
        let rule = Rule(id: "crowd", zoneID: "all", condition: condition)
        return RuleEngine(
            configuration: CameraConfiguration(cameraID: "cam-1", rules: [rule]), bootID: "b",
            provenance: Provenance(
                configurationSHA256: "", calibrationSHA256: "", modelSHA256: "", build: "t", kernelSet: "s"))
    }

    private func context(_ time: Double, wall: Int64 = 0) -> FrameContext {
        FrameContext(
            time: time, timestamp: Timestamp(milliseconds: wall + Int64(time * 1000)),
            frame: FrameReference(pts: Int64(time * 1000), index: 0, width: 640, height: 360), timeSource: .file,
            timeUncertaintyMilliseconds: 0,
            quality: Quality(
                brightness: 100, blur: 1, decodeFPS: 5, droppedRatio: 0, calibrationState: .none), coverage: .seeing)
    }

    /// What a rule says while a crowd strolls for 20 s and then does something for 15 s.
    private func starts(
        _ kinds: Set<CrowdMovementKind>, then change: (inout CrowdState) -> Void
    ) -> [(time: Double, name: String)] {
        var engine = engine(.crowdMovement(kinds: kinds, hold: 0))
        var said: [(Double, String)] = []
        for tick in 0..<175 {
            let time = Double(tick) / 5
            var crowd = CrowdState()
            (crowd.persons, crowd.meanSpeed, crowd.stoppedShare) = (12, 0.7, 0.2)
            (crowd.divergence, crowd.oppositeShare) = (tick % 2 == 0 ? 0.02 : -0.02, 0.05)
            if time >= 20 { change(&crowd) }
            let reports = engine.ingest(
                [.crowd(CrowdObservation(ruleID: "crowd", crowd: crowd))], context: context(time))
            for case .event(let event) in reports.map(\.payload) where event.phase == .start {
                said.append((time, event.metric?.name ?? ""))
            }
        }
        return said
    }

    @Test("each movement is named after a crowd that strolled, within its hold and no earlier")
    func movements() throws {
        let all = Set(CrowdMovementKind.allCases)
        #expect(starts(all) { _ in }.isEmpty)
        func only(_ name: String, within seconds: Double, _ change: (inout CrowdState) -> Void) {
            let said = starts(all, then: change)
            #expect(said.map(\.name) == [name])
            #expect(said.allSatisfy { $0.time > 20 && $0.time <= 20 + seconds })
        }
        only("dispersal", within: 2) { ($0.divergence, $0.meanSpeed) = (0.4, 1.4) }
        only("gathering", within: 5) { ($0.divergence, $0.stoppedShare) = (-0.12, 0.5) }
        // Two parties that pass each other draw together, too, and nobody stays.
        #expect(starts(all) { $0.divergence = -0.4 }.isEmpty)
        only("stampede", within: 2) { ($0.fastShare, $0.meanSpeed) = (0.8, 1.8) }
        only("counter_flow", within: 7) { $0.oppositeShare = 0.35 }
        only("stopped", within: 12) { ($0.stoppedShare, $0.meanSpeed) = (0.95, 0) }
    }

    @Test("a crowd that stopped and then scatters is told of twice: another movement has its own cooldown")
    func anotherMovement() {
        var engine = engine(.crowdMovement(kinds: Set(CrowdMovementKind.allCases), hold: 0))
        var said: [String] = []
        for tick in 0..<300 {
            let time = Double(tick) / 5
            var crowd = CrowdState()
            (crowd.persons, crowd.stoppedShare, crowd.meanSpeed) = (12, 0.2, 0.7)
            if time >= 10 { (crowd.stoppedShare, crowd.meanSpeed) = (1, 0) }
            if time >= 40 { (crowd.stoppedShare, crowd.meanSpeed, crowd.divergence) = (0.1, 1.5, 0.4) }
            if time >= 44 { (crowd.stoppedShare, crowd.meanSpeed, crowd.divergence) = (1, 0, 0) }
            let seen = Observation.crowd(CrowdObservation(ruleID: "crowd", crowd: crowd))
            for case .event(let event) in engine.ingest([seen], context: context(time)).map(\.payload)
            where event.phase == .start { said.append(event.metric?.name ?? "") }
        }
        #expect(said == ["stopped", "dispersal"], "the second stop is within the cooldown of the first")
    }

    @Test("a crowd that stands from the first frame on has stopped only when it still stands after a minute")
    func standing() {
        var engine = engine(.crowdMovement(kinds: [.stopped], hold: 0))
        var starts: [Double] = []
        for tick in 0..<500 {
            var crowd = CrowdState()
            (crowd.persons, crowd.stoppedShare) = (12, 0.95)
            let seen = Observation.crowd(CrowdObservation(ruleID: "crowd", crowd: crowd))
            for case .event(let event) in engine.ingest([seen], context: context(Double(tick) / 5)).map(\.payload)
            where event.phase == .start { starts.append(Double(tick) / 5) }
        }
        #expect(starts.count == 1 && starts.allSatisfy { (70...72).contains($0) }, "\(starts)")
    }

    @Test("kinds that are not asked for are not said, and one person is no crowd")
    func silence() {
        #expect(starts([.gathering]) { ($0.fastShare, $0.meanSpeed) = (0.9, 2) }.isEmpty)
        var engine = engine(.crowdMovement(kinds: Set(CrowdMovementKind.allCases), hold: 0))
        for tick in 0..<100 {
            var crowd = CrowdState()
            (crowd.persons, crowd.fastShare, crowd.divergence, crowd.meanSpeed) = (1, 1, 1, 2)
            let seen = Observation.crowd(CrowdObservation(ruleID: "crowd", crowd: crowd))
            #expect(engine.ingest([seen], context: context(Double(tick) / 5)).isEmpty)
        }
    }

    /// Paris in 2026: winter time, from 29 March 01:00 UTC summer time, from 25 October 01:00 UTC winter time again.
    private let paris = CivilClock(
        timeZone: "Europe/Paris",
        changes: [
            .init(from: 0, offset: 3600), .init(from: 1_774_746_000, offset: 7200),
            .init(from: 1_792_890_000, offset: 3600),
        ])

    @Test("a window goes on past midnight, keeps local time over both changes of the clock, and knows its days")
    func schedule() {
        // Nights that begin on a Saturday.
        let window = WeeklySchedule.Window(weekdays: [5], from: 22 * 3600, until: 6 * 3600)
        let schedule = WeeklySchedule(windows: [window], clock: paris)
        func isIn(_ seconds: Int64) -> Bool { schedule.contains(milliseconds: seconds * 1000) }
        // Saturday 28 March 2026: 22:00 is 21:00 UTC, Sunday 06:00 is 04:00 UTC, after the change.
        let spring: Int64 = 1_774_731_600
        #expect(!isIn(spring - 1) && isIn(spring) && isIn(spring + 7 * 3600 - 1) && !isIn(spring + 7 * 3600))
        // Saturday 24 October 2026: 22:00 is 20:00 UTC, Sunday 06:00 is 05:00 UTC: nine hours.
        let autumn: Int64 = 1_792_872_000
        #expect(!isIn(autumn - 1) && isIn(autumn) && isIn(autumn + 9 * 3600 - 1) && !isIn(autumn + 9 * 3600))
        // The night before does not count.
        #expect(!isIn(spring - 24 * 3600) && !isIn(spring + 24 * 3600))
    }

    @Test("somebody in a forbidden zone is said by night and not by day, and the end of the window ends it")
    func forbidden() {
        let window = WeeklySchedule.Window(weekdays: Set(0...6), from: 22 * 3600, until: 6 * 3600)
        var engine = engine(.forbiddenZone(schedule: WeeklySchedule(windows: [window], clock: paris), hold: 1))
        // Monday 2 November 2026, 05:59:40 in Paris.
        let wall: Int64 = 1_793_595_580_000
        var phases: [(Double, Phase)] = []
        for tick in 0..<200 {
            let time = Double(tick) / 5
            let seen = sight(of: time < 4 ? 0 : 1.1)
            for case .event(let event) in engine.ingest([seen], context: context(time, wall: wall)).map(\.payload) {
                phases.append((time, event.phase))
            }
        }
        #expect(phases.map(\.1) == [.start, .end])
        #expect(phases.first.map { (4...7).contains($0.0) } == true && phases.last.map { abs($0.0 - 20) < 0.3 } == true)
    }

    private func sight(of persons: Double) -> Observation {
        var crowd = CrowdState()
        crowd.persons = persons
        return .crowd(CrowdObservation(ruleID: "crowd", crowd: crowd))
    }

    /// When somebody is said to be in a zone that is always forbidden.
    private func start(_ persons: (Double) -> Double) -> Double? {
        var engine = engine(.forbiddenZone(schedule: nil, hold: 1))
        return (0..<450).map { Double($0) / 5 }.first { time in
            engine.ingest([sight(of: persons(time))], context: context(time)).contains { report in
                if case .event(let event) = report.payload { return event.phase == .start }
                return false
            }
        }
    }

    @Test("what is there from the first frame on is the background's haste until the zone was empty once, or a minute")
    func startUp() throws {
        #expect(start { $0 < 24 ? 3 : 0 } == nil)
        let came = try #require(start { $0 < 24 || $0 > 40 ? 3 : 0 })
        #expect((40...44).contains(came))
        let stays = try #require(start { _ in 1 })
        #expect((60...64).contains(stays))
    }

    @Test("headlights that sweep through are nobody; a crowd that came in as suddenly is said eight seconds later")
    func headlights() throws {
        #expect(start { (20...25).contains($0) ? 9 : 0 } == nil)
        let crowd = try #require(start { $0 >= 20 ? 9 : 0 })
        #expect((28...33).contains(crowd))
        let one = try #require(start { $0 >= 20 ? 1 : 0 })
        #expect((20...23).contains(one))
    }
}
