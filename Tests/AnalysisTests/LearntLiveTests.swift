import Analysis
import Detectors
import Events
import EventsTestSupport
import Footage
import Foundation
import Logging
import Perception
import Scene
import Synchronization
import TestFolders
import Testing

@Suite("what an agent has learnt live")
struct LearntLiveTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("learnt.json") }

    init() throws { folder = try TemporaryFolder() }

    /// Runs one agent over two minutes of the street; answers what it handed over and how often it warned.
    private func watch(
        width: Int = 160, model: ModelFile? = nil
    ) throws -> (learnt: LearntModel?, warnings: [String]) {
        let (output, log) = (KeptOutput(), MetadataLog())
        let pipeline = AnalysisPipeline(
            configuration: .uncalibrated, model: model, learntPath: path, bootID: "b", kernelSet: "any")
        let agent = CameraAgent(
            cameraID: CameraConfiguration.uncalibrated.cameraID,
            source: FastFrames(SyntheticSource(width: width, rate: 5, seconds: 120)), pipeline: pipeline,
            output: output, pulse: AgentPulse(), logger: Logger(label: "agent") { _ in log })
        try agent.run()
        #expect(output.kept.count <= 1, "ten minutes have not passed: it is said at the end only")
        return (output.kept.last, log.values)
    }

    /// The file as the node keeps it.
    private func keep(_ learnt: LearntModel?) throws {
        try Data(try #require(learnt).file).write(to: URL(filePath: path))
    }

    private func kept() throws -> CameraModel {
        try CameraModel.read(path: path, cameraID: CameraConfiguration.uncalibrated.cameraID)
    }

    @Test("an agent that is started again goes on from it, and is no closer to an alarm than its day allows")
    func restart() throws {
        try keep(try watch().learnt)
        let first = try kept()
        #expect(first.anomaly.learntSeconds > 100 && (first.habits?.seconds ?? 0) > 100)

        let (learnt, warnings) = try watch()
        #expect(warnings == [] && learnt?.isAnew == false)
        let left = try secondsLeft(learntPath: path)
        try keep(learnt)
        #expect(try kept().anomaly.learntSeconds > first.anomaly.learntSeconds + 100)
        #expect(try kept().habits?.seconds ?? 0 > (first.habits?.seconds ?? 0) + 100)
        // Live learning needs a day however often it is interrupted: nobody called what was seen normal.
        #expect(left > 86_000 && left < 86_400 - 60)
        #expect(try secondsLeft(learntPath: path) < left - 100)
    }

    /// What the first analysed frame says of how long learning still takes; the agent arms nothing before.
    private func secondsLeft(learntPath: String?, given: ModelFile? = nil) throws -> Double {
        var pipeline = AnalysisPipeline(
            configuration: .uncalibrated, model: given, learntPath: learntPath, bootID: "b")
        var output = AnalysisOutput()
        let frame = try #require(try SyntheticSource(rate: 5, seconds: 1).next())
        try pipeline.ingest(frame, timing: .file(seconds: 0), into: &output)
        for case .anomaly(let anomaly) in output.observations { return anomaly.learningSecondsLeft }
        return -1
    }

    @Test("a camera that moved stays uncalibrated after a restart, until its calibration is another one")
    func moved() throws {
        var configuration = CameraConfiguration.uncalibrated
        configuration.calibrationSHA256 = "a"
        configuration.calibration = .bars(
            [(0.2, 0.95), (0.8, 0.95), (0.5, 0.6)].map { x, y in
                PersonBar(
                    foot: PicturePoint(x: x, y: y), head: PicturePoint(x: x, y: y - 0.3 * y), heightMetres: 1.7)
            })
        let output = KeptOutput()
        func run(
            _ source: SyntheticSource, model: ModelFile? = nil
        ) throws -> (last: CameraModel, perSquareMetre: Int, handedOver: Int) {
            output.forget()
            let agent = CameraAgent(
                cameraID: configuration.cameraID, source: FastFrames(source),
                pipeline: AnalysisPipeline(
                    configuration: configuration, model: model, learntPath: path, bootID: "b", kernelSet: "any"),
                output: output, pulse: AgentPulse(),
                logger: Logger(label: "agent") { _ in SwiftLogNoOpLogHandler() })
            try agent.run()
            try keep(output.kept.last)
            return (try kept(), output.samplesInMetres, output.kept.count)
        }
        let first = try run(SyntheticSource(times: (0..<600).map { Double($0) / 5 }, movesAt: 60))
        #expect(first.last.movedCalibration == "a" && first.perSquareMetre > 50 && first.perSquareMetre < 80)
        #expect(first.handedOver == 2, "at once, and at the end")
        let second = try run(SyntheticSource(rate: 5, seconds: 30))
        #expect(second.last.movedCalibration == "a" && second.perSquareMetre == 0)
        var learning = Learning(configuration: configuration)
        try learning.learn(from: SyntheticSource(rate: 5, seconds: 30))
        _ = try learning.save(to: path + ".model")
        let taught = try run(SyntheticSource(rate: 5, seconds: 30), model: ModelFile(path: path + ".model"))
        #expect(taught.last.movedCalibration == "a" && taught.perSquareMetre == 0, "a new model checks nothing")
        configuration.calibrationSHA256 = "b"
        let third = try run(SyntheticSource(rate: 5, seconds: 30))
        #expect(third.last.movedCalibration == nil && third.perSquareMetre > 20)
    }

    @Test("a file that was cut, of another camera or size, or of nonsense is warned of once, and learning begins anew")
    func refused() throws {
        let learnt = try #require(try watch().learnt)
        var foreign = try JSONDecoder().decode(CameraModel.self, from: Data(learnt.file))
        foreign.cameraID = "other"
        let whole = Data(learnt.file)
        for (file, width, code) in [
            (whole.prefix(whole.count / 2), 160, "E-MDL-004"), (Data(), 160, "E-MDL-004"),
            (Data("{\"version\": 99}".utf8), 160, "E-MDL-001"), (whole, 320, "E-MDL-003"),
            (try JSONEncoder().encode(foreign), 160, "E-MDL-002"),
        ] {
            try file.write(to: URL(filePath: path))
            let (next, warnings) = try watch(width: width)
            #expect(warnings == [code])
            #expect(next?.isAnew == true, "what was refused is worth keeping aside")
            try keep(next)
            #expect(try kept().anomaly.learntSeconds < 125)
        }
    }

    @Test("it goes first if it went on from the model that is given; a model learnt since wins")
    func precedence() throws {
        let given = folder.path("model.json")
        var learning = Learning(configuration: .uncalibrated)
        try learning.learn(from: SyntheticSource(rate: 5, seconds: 200))
        _ = try learning.save(to: given)
        let model = try ModelFile(path: given)
        try keep(try watch(model: model).learnt)
        let onTop = try kept()
        #expect(onTop.base == model.sha256 && onTop.anomaly.learntSeconds > 300)

        let (next, warnings) = try watch(model: model)
        try keep(next)
        #expect(warnings == [] && next?.isAnew == false)
        #expect(try kept().anomaly.learntSeconds > 400)
        #expect(try secondsLeft(learntPath: nil, given: model) == 0, "somebody called this normal")
        #expect(try secondsLeft(learntPath: path, given: model) == 0, "and what went on from it")

        try learning.learn(from: SyntheticSource(rate: 5, seconds: 30))
        _ = try learning.save(to: given)
        let (anew, told) = try watch(model: try ModelFile(path: given))
        #expect(told == ["E-MDL-008"] && anew?.isAnew == true)
        try keep(anew)
        #expect(try kept().anomaly.learntSeconds < 360)
    }

    @Test("a live camera learns nothing while an event waits for its verdict, and goes on after it")
    func unjudged() throws {
        // The walker goes to the right and back; the event that begins on the way back outlasts it by seconds.
        var configuration = CameraConfiguration.uncalibrated
        configuration.rules = [
            Rule(id: "way", zoneID: "all", condition: .wrongDirection(expectedDegrees: 0, hold: 0), cooldown: 0)
        ]
        let all = try learntSeconds(.uncalibrated, rate: 10).seconds
        let (some, eventful) = try learntSeconds(configuration, rate: 10)
        #expect(eventful > 20 && some > 10)
        #expect(abs(some - (all - eventful)) < 3, "\(all) s without a rule, \(some) s with \(eventful) s of events")
    }

    /// Seconds that were learnt from live, and for how long an event was running.
    private func learntSeconds(
        _ configuration: CameraConfiguration, rate: Double
    ) throws -> (seconds: Double, eventful: Double) {
        var pipeline = AnalysisPipeline(configuration: configuration, bootID: "b")
        var (output, beganAt, eventful) = (AnalysisOutput(), Double?.none, 0.0)
        let source = SyntheticSource(rate: rate, seconds: 120)
        while let frame = try source.next() {
            let timing = FrameTiming.live(wall: 1_790_000_000 + frame.time, lag: 0)
            try pipeline.ingest(frame, timing: timing, into: &output)
            for case .event(let event) in output.reports.map(\.payload) where event.ruleID == "way" {
                if event.phase == .start { beganAt = frame.time }
                if event.phase == .end {
                    eventful += frame.time - (beganAt ?? frame.time)
                    beganAt = nil
                }
            }
        }
        eventful += beganAt.map { 120 - $0 } ?? 0
        return (pipeline.learntLive?.anomaly.learntSeconds ?? 0, eventful)
    }

    @Test("a day that is missing teaches nothing, takes nothing away and is no jump of the clock")
    func missingDay() throws {
        var pipeline = AnalysisPipeline(configuration: .uncalibrated, bootID: "b")
        var (output, pauses) = (AnalysisOutput(), [LearningPause]())
        var learnt: [Double] = []
        for (day, first) in [(0.0, 0), (86_400.0, 600)] {
            let source = SyntheticSource(rate: 5, seconds: 120)
            while let frame = try source.next() {
                let later = SourceFrame(luma: frame.luma, time: day + frame.time, index: first + frame.index)
                let timing = FrameTiming.live(wall: 1_790_000_000 + later.time, lag: 0)
                try pipeline.ingest(later, timing: timing, into: &output)
                for case .anomaly(let said) in output.observations { pauses += said.pause.map { [$0] } ?? [] }
            }
            learnt.append(pipeline.learntLive?.anomaly.learntSeconds ?? 0)
        }
        #expect(pauses == [])
        #expect(learnt[0] > 110 && abs(learnt[1] - 2 * learnt[0]) < 3, "\(learnt)")
    }

    @Test("what an operator confirmed is left out of what a recording teaches")
    func confirmed() throws {
        func learn(_ confirmed: [ClosedRange<Double>]) throws -> CameraModel {
            var learning = Learning(configuration: .uncalibrated)
            try learning.learn(from: SyntheticSource(rate: 5, seconds: 120), confirmed: confirmed)
            _ = try learning.save(to: path)
            return try kept()
        }
        let (all, some) = (try learn([]), try learn([40...70]))
        #expect(abs(all.anomaly.learntSeconds - some.anomaly.learntSeconds - 30) < 1)
        #expect((all.habits?.seconds ?? 0) - (some.habits?.seconds ?? 0) >= 29)
    }

    @Test("the time of a confirmed event is found in a recording by its own clock, or by when that began")
    func confirmedTimes() throws {
        let began = Timestamp(milliseconds: 1_790_000_000_000)
        var event = Event.unusual(startedAt: began.advanced(bySeconds: 100), endedAt: began.advanced(bySeconds: 130))
        var times = ConfirmedTimes()
        var isKnown = [times.add(event, recordedFrom: nil), times.add(event, recordedFrom: began)]
        event.timeSource = .file
        (event.startedAt, event.endedAt) = (Timestamp(milliseconds: 5_000), nil)
        event.updatedAt = Timestamp(milliseconds: 8_000)
        isKnown.append(times.add(event, recordedFrom: began))
        #expect(isKnown == [false, true, true], "without its beginning a recording has no clock")
        #expect(times.ranges == [90...130, -5...8])
    }

    @Test("an agent that saw nothing hands nothing over")
    func nothingSeen() throws {
        let output = KeptOutput()
        let agent = CameraAgent(
            cameraID: "c", source: FastFrames(SyntheticSource(rate: 5, seconds: 0)),
            pipeline: AnalysisPipeline(configuration: .uncalibrated, learntPath: path, bootID: "b"), output: output,
            pulse: AgentPulse(), logger: Logger(label: "agent") { _ in SwiftLogNoOpLogHandler() })
        try agent.run()
        #expect(output.kept == [])
    }
}

extension Event {
    fileprivate static func unusual(startedAt: Timestamp, endedAt: Timestamp) -> Event {
        Event(
            useCase: .anomalyFlow, phase: .end, eventUID: "b-1", ruleID: "odd", zoneID: "all", profile: "default",
            bootID: "b", frame: FrameReference(pts: 0, index: 0, width: 640, height: 360), timeSource: .wallClock,
            timeUncertaintyMilliseconds: 0, startedAt: startedAt, updatedAt: startedAt, endedAt: endedAt,
            detectedAt: startedAt, emittedAt: startedAt, coverage: .seeing,
            quality: Quality(
                brightness: 0, blur: 0, decodeFPS: 0, droppedRatio: 0, calibrationState: .none),
            provenance: Provenance(
                configurationSHA256: "", calibrationSHA256: "", modelSHA256: "", build: "t", kernelSet: "s"),
            mode: .shadow)
    }
}

/// Frames as fast as they are taken.
private final class FastFrames: LiveFrames {
    private let source: SyntheticSource
    var phase = ReconnectStateMachine.Phase.streaming
    var lastError: FootageError? { nil }
    var counts: SourceCounts { source.counts }
    var effort = DecodeEffort.full
    var appliedEffort: DecodeEffort { effort }
    var restarts: Int { 0 }

    init(_ source: SyntheticSource) { self.source = source }

    func next(wakeAt: Double) -> LiveStep {
        guard let frame = try? source.next() else { return .ended }
        return .frame(frame, lag: 0)
    }

    func exportMotion() {}
}

/// Remembers what was handed over, and nothing else.
private final class KeptOutput: ReportOutput {
    private let models = Mutex<[LearntModel]>([])
    private let metric = Mutex(0)
    var kept: [LearntModel] { models.withLock { $0 } }
    /// How many samples said persons per square metre.
    var samplesInMetres: Int { metric.withLock { $0 } }

    func forget() {
        models.withLock { $0 = [] }
        metric.withLock { $0 = 0 }
    }

    func write(_ reports: [Report]) {
        for case .sample(let sample) in reports.map(\.payload) where sample.personsPerSquareMetre != nil {
            metric.withLock { $0 += 1 }
        }
    }

    func keep(_ learnt: LearntModel) { models.withLock { $0.append(learnt) } }
}
