import AllocationCounter
import Analysis
import Detectors
import Events
import Footage
import Scene
import Testing

@Suite("memory in the whole per-frame path")
struct AllocationTests {
    @Test(
        "a frame without a report allocates nothing, with counts and one more detector",
        .enabled(if: allocation_count_is_possible()), arguments: DetectorKind.allCases)
    func detector(kind: DetectorKind) throws {
        try expectNothing(.uncalibrated, detectors: [.density, kind])
    }

    @Test(
        "a frame without a report allocates nothing, with all detectors",
        .enabled(if: allocation_count_is_possible()))
    func detectors() throws {
        try expectNothing(.uncalibrated, detectors: Set(DetectorKind.allCases))
    }

    @Test(
        "a frame without a report allocates nothing while a thing that was put down is followed",
        .enabled(if: allocation_count_is_possible()))
    func thing() throws {
        let phases = try expectNothing(
            .uncalibrated, detectors: Set(DetectorKind.allCases), thingFrom: 70, quietFrom: 75, until: 95)
        #expect(phases.contains(.candidate))
    }

    @Test(
        "a frame without a report allocates nothing on calibrated ground",
        .enabled(if: allocation_count_is_possible()))
    func calibrated() throws {
        var configuration = CameraConfiguration.uncalibrated
        configuration.calibration = .bars([
            PersonBar(foot: PicturePoint(x: 0.3, y: 0.4), head: PicturePoint(x: 0.3, y: 0.24), heightMetres: 1.75),
            PersonBar(foot: PicturePoint(x: 0.7, y: 0.95), head: PicturePoint(x: 0.7, y: 0.62), heightMetres: 1.75),
        ])
        try expectNothing(configuration, detectors: Set(DetectorKind.allCases))
    }

    @Test(
        "a frame without a report allocates nothing, with a rule of each kind",
        .enabled(if: allocation_count_is_possible()), arguments: conditions)
    func rule(condition: Rule.Condition) throws {
        var configuration = CameraConfiguration.uncalibrated
        configuration.rules = [Rule(id: "rule", zoneID: "all", condition: condition)]
        try expectNothing(configuration, detectors: Set(DetectorKind.allCases))
    }

    @Test(
        "a frame without a report allocates nothing while an event goes on",
        .enabled(if: allocation_count_is_possible()), arguments: runningConditions)
    func event(condition: Rule.Condition) throws {
        var configuration = CameraConfiguration.uncalibrated
        configuration.rules = [Rule(id: "rule", zoneID: "all", condition: condition, cooldown: 0)]
        // Counted: the interval of a zone that was not begins at nobody, and would raise nothing.
        configuration.density.fits = [
            DensityFit(
                zoneID: "all", intercept: 1, weights: [1, 1, 1], halfWidth: 0.5, relativeHalfWidth: 0, labels: 20)
        ]
        try expectNothing(configuration, detectors: Set(DetectorKind.allCases), expectsEvent: true)
    }

    /// Such as the street with its one walker makes true, and keeps true for seconds.
    private static let runningConditions: [Rule.Condition] = [
        .overdensity(threshold: 0.01, unit: .persons, hold: 1, exitShare: 0.1, exitHold: 60),
        .wrongDirection(expectedDegrees: 0, hold: 0),
        .forbiddenZone(schedule: nil, hold: 0.2),
    ]

    private static let conditions: [Rule.Condition] = [
        .overdensity(threshold: 50, unit: .persons, hold: 5, exitShare: 0.8, exitHold: 15),
        .abandonedObject(warnAfter: 60, alertAfter: 120),
        .removedObject,
        .wrongDirection(expectedDegrees: 0, hold: 1_000),
        .anomalyFlow(purpose: .crowdSafety, falseAlarmsPerDay: 1),
        .crowdMovement(kinds: Set(CrowdMovementKind.allCases), hold: 1_000),
        .forbiddenZone(schedule: nil, hold: 1_000),
        .cameraIntegrity,
    ]

    /// Runs a street with somebody who walks to and fro, and counts on its last seconds. Frames that say a phase of an
    /// object, which carries its reasons, are left out as those with a report are.
    /// - Returns: the phases of objects that were said.
    @discardableResult
    private func expectNothing(
        _ configuration: CameraConfiguration, detectors: Set<DetectorKind>, thingFrom: Double = .infinity,
        quietFrom: Double = 80, until end: Double = 120, expectsEvent: Bool = false
    ) throws -> Set<ObjectPhase> {
        var pipeline = AnalysisPipeline(configuration: configuration, detectors: detectors, bootID: "file")
        let source = SyntheticSource(width: 320, height: 180, rate: 5, seconds: end, thingFrom: thingFrom)
        var output = AnalysisOutput()
        var (frames, faults, phases) = (0, [String](), Set<ObjectPhase>())
        var (running, framesOfEvents) = (Set<String>(), 0)
        while let frame = try source.next() {
            let timing = FrameTiming.live(wall: 1_790_000_000 + frame.time, lag: 0.1)
            allocation_count_start()
            try pipeline.ingest(frame, timing: timing, into: &output)
            let count = allocation_count_stop()
            let said = output.observations.compactMap { if case .object(let object) = $0 { object.phase } else { nil } }
            phases.formUnion(said)
            follow(output.reports, &running)
            let isQuiet = output.reports.isEmpty && said.isEmpty
            guard frame.time >= quietFrom, output.analysed, isQuiet else { continue }
            frames += 1
            framesOfEvents += running.isEmpty ? 0 : 1
            if count > 0 { faults.append("frame \(frame.index): \(count)") }
        }
        #expect(frames >= 70)
        if expectsEvent { #expect(framesOfEvents >= 20, "an event ran on \(framesOfEvents) frames") }
        #expect(faults.isEmpty, "allocations on \(faults.count) of \(frames) frames: \(faults.prefix(8))")
        return phases
    }

    private func follow(_ reports: [Report], _ running: inout Set<String>) {
        for case .event(let event) in reports.map(\.payload) {
            if event.phase == .end { running.remove(event.eventUID) } else { running.insert(event.eventUID) }
        }
    }
}
