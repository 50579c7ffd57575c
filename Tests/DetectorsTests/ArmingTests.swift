import Detectors
import Events
import Scene
import Testing

@Suite("Where authorisations are demanded, only what an act arms is watched for")
struct ArmingTests {
    /// An engine with one rule for crowds and one for the camera itself; frames carry `1_000_000 ms + time`.
    private func engine(_ authorisations: [Authorisation]?) -> RuleEngine {
        let rules = [
            Rule(
                id: "crowd", zoneID: "all",
                condition: .overdensity(threshold: 10, unit: .persons, hold: 2, exitShare: 0.8, exitHold: 2),
                mode: .alert),
            Rule(id: "eye", zoneID: "all", condition: .cameraIntegrity),
        ]
        var configuration = CameraConfiguration(cameraID: "cam-1", rules: rules)
        configuration.authorisations = authorisations
        return RuleEngine(
            configuration: configuration, bootID: "boot",
            provenance: Provenance(
                configurationSHA256: "c", calibrationSHA256: "", modelSHA256: "", build: "b", kernelSet: "k"))
    }

    private func act(_ id: String = "act", of useCase: UseCase = .overdensity, from: Double, until: Double)
        -> Authorisation
    {
        Authorisation(
            id: id, cameraIDs: ["cam-1"], useCases: [useCase], from: timestamp(from), until: timestamp(until))
    }

    private func timestamp(_ time: Double) -> Timestamp {
        Timestamp(milliseconds: 1_000_000 + Int64((time * 1000).rounded()))
    }

    private func context(_ time: Double) -> FrameContext {
        FrameContext(
            time: time, timestamp: timestamp(time),
            frame: FrameReference(pts: Int64(time * 1000), index: Int64(time * 5), width: 640, height: 360),
            timeSource: .wallClock, timeUncertaintyMilliseconds: 20,
            quality: Quality(brightness: 100, blur: 1, decodeFPS: 25, droppedRatio: 0, calibrationState: .none),
            coverage: .seeing)
    }

    /// Sixty seconds of a crowd of twenty; answers its events.
    private func watch(_ engine: inout RuleEngine) -> [Event] {
        let crowd = Observation.density(DensityObservation(zoneID: "all", count: 20, low: 19, high: 21))
        return (0..<300).flatMap { engine.ingest([crowd], context: context(Double($0) / 5)) }.compactMap {
            if case .event(let event) = $0.payload { event } else { nil }
        }
    }

    private func states(_ engine: RuleEngine, at time: Double) -> [String: ZoneState] {
        engine.zoneStates(context: context(time)).reduce(into: [:]) { states, report in
            if case .zoneState(let state) = report.payload { states[state.ruleID] = state }
        }
    }

    @Test("an event starts after the act begins to hold, names it, and ends as expired when it no longer does")
    func clock() throws {
        var engine = engine([act("old", from: -9, until: 0), act("new", from: 20, until: 40)])
        let events = watch(&engine)
        #expect(events.map(\.phase) == [.start, .end])
        let (start, end) = (try #require(events.first), try #require(events.last))
        #expect(start.detectedAt >= timestamp(22) && start.mode == .alert && start.authorisationID == "new")
        #expect(end.endedAt == timestamp(40) && end.endReason == .expired && end.authorisationID == "new")
        #expect(end.coverage == .notAuthorised)
    }

    @Test("without an act for the use case nothing is said, and the zone says that it is not authorised")
    func otherUseCase() throws {
        for acts in [[], [act(of: .abandonedObject, from: -9, until: 99)]] {
            var engine = engine(acts)
            #expect(watch(&engine).isEmpty)
            let state = try #require(states(engine, at: 60)["crowd"])
            #expect(
                state.coverage == .notAuthorised && state.coverageReason == .notAuthorised && !state.active
                    && state.value == nil)
        }
    }

    @Test("the camera's own integrity needs no act, and where none is demanded the camera file alone decides")
    func notDemanded() throws {
        var free = engine(nil)
        let events = watch(&free)
        #expect(events.map(\.phase) == [.start, .update] && events.allSatisfy { $0.authorisationID == nil })
        #expect(states(free, at: 60)["crowd"]?.coverage == .seeing)
        var armed = engine([])
        let moved = IntegrityObservation(state: .moved, score: 1)
        var said: [Report] = []
        for tick in 0..<10 { said += armed.ingest([.integrity(moved)], context: context(Double(tick) / 5)) }
        #expect(said.count == 1 && states(armed, at: 2)["eye"]?.coverage == .seeing)
    }
}
