import Analysis
import Detectors
import Events
import Footage
import Foundation
import Scene
import TestFolders
import Testing

@Suite("frames in, observations and reports out")
struct PipelineTests {
    /// Everything that came of a source.
    private func run(
        _ source: any FrameSource, configuration: CameraConfiguration = .uncalibrated,
        detectors: Set<DetectorKind> = Set(DetectorKind.allCases), skip: (SourceFrame) -> Bool = { _ in false }
    ) throws -> (outputs: [AnalysisOutput], pipeline: AnalysisPipeline) {
        var pipeline = AnalysisPipeline(configuration: configuration, detectors: detectors, bootID: "file")
        var outputs: [AnalysisOutput] = []
        while let frame = try source.next() {
            var output = AnalysisOutput()
            try pipeline.ingest(frame, timing: .file(seconds: frame.time), skip: skip(frame), into: &output)
            outputs.append(output)
        }
        return (outputs, pipeline)
    }

    private func samples(_ outputs: [AnalysisOutput]) -> [Sample] {
        outputs.flatMap(\.reports).compactMap { if case .sample(let sample) = $0.payload { sample } else { nil } }
    }

    @Test("each analysed frame has one anomaly and one density per zone; others have nothing")
    func observations() throws {
        let (outputs, pipeline) = try run(SyntheticSource(rate: 25, seconds: 20))
        #expect(pipeline.framesAnalysed == 100)
        for output in outputs {
            let anomalies = output.observations.count { if case .anomaly = $0 { true } else { false } }
            let densities = output.observations.count { if case .density = $0 { true } else { false } }
            #expect(anomalies == (output.analysed ? 1 : 0))
            #expect(densities == (output.analysed ? 1 : 0))
        }
    }

    @Test("detectors that are switched off say nothing")
    func subset() throws {
        let (outputs, _) = try run(SyntheticSource(rate: 5, seconds: 10), detectors: [.density])
        #expect(
            outputs.flatMap(\.observations).allSatisfy { if case .density = $0 { true } else { false } })
    }

    @Test("one sample per zone and second of stream time")
    func sampleRate() throws {
        let (outputs, _) = try run(SyntheticSource(rate: 10, seconds: 30))
        #expect((29...31).contains(samples(outputs).count))
        #expect(samples(outputs).allSatisfy { $0.zoneID == "all" && $0.seenRatio == 1 && $0.countLow <= $0.countHigh })
    }

    @Test("footage that is shorter than a rule waits is analysed, and the summary names the rules that had no time")
    func shortFootage() throws {
        var configuration = CameraConfiguration.uncalibrated
        configuration.rules = [
            Rule(id: "bag", zoneID: "all", condition: .abandonedObject(warnAfter: 5, alertAfter: 10)),
            Rule(
                id: "crowd", zoneID: "all",
                condition: .overdensity(threshold: 10, unit: .persons, hold: 2, exitShare: 0.8, exitHold: 2)),
        ]
        var analysis = OfflineAnalysis(
            source: SyntheticSource(rate: 5, seconds: 4),
            pipeline: AnalysisPipeline(configuration: configuration, bootID: "file"))
        var lines = 0
        let summary = try analysis.run(write: { _ in lines += 1 })
        #expect(summary.analysed == 20 && lines > 0)
        #expect(summary.rulesWithoutTime.map(\.id) == ["bag"])
        #expect(summary.line.contains(#""rules_without_time":["bag"]"#))
        #expect(summary.warnings.count == 1 && summary.warnings.first?.contains("waits for 5.0 s") == true)
    }

    @Test("samples of a zone that fills say when it is full, as the last observation did")
    func fullIn() throws {
        var configuration = CameraConfiguration.uncalibrated
        configuration.rules = [
            Rule(
                id: "crowd", zoneID: "all",
                condition: .overdensity(threshold: 60, unit: .persons, hold: 10, exitShare: 0.8, exitHold: 15))
        ]
        let times = (0..<350).map { Double($0) / 5 }
        let (outputs, _) = try run(
            SyntheticSource(times: times, fillsFrom: 20), configuration: configuration, detectors: [.density])
        let said = try #require(samples(outputs).last?.fullIn)
        #expect(said.soonest <= said.expected && said.expected > 5)
        let forecasts = outputs.flatMap(\.observations).compactMap { observation in
            if case .density(let density) = observation { density.fullIn } else { nil }
        }
        #expect(forecasts.contains(said))
        #expect(samples(outputs).first?.fullIn == nil, "nothing fills at the start")
    }

    @Test("frames skipped to keep up are counted, and coverage says degraded")
    func skipping() throws {
        let (outputs, pipeline) = try run(SyntheticSource(rate: 5, seconds: 20)) { $0.index % 2 == 1 }
        #expect(pipeline.framesSkipped == 50)
        #expect(pipeline.framesAnalysed == 50)
        #expect(samples(outputs).contains { $0.seenRatio < 0.7 && $0.coverage == .degraded })
    }

    @Test("zone states are said at the start and then only when something changes")
    func zoneStates() throws {
        let (outputs, _) = try run(SyntheticSource(rate: 5, seconds: 20))
        let states = outputs.flatMap(\.reports).compactMap { report -> ZoneState? in
            if case .zoneState(let state) = report.payload { state } else { nil }
        }
        #expect(Set(states.prefix(3).map(\.ruleID)) == ["abandoned_object", "anomaly_flow", "camera_integrity"])
        #expect(states.count < 12)
    }

    @Test("a size that changes in mid-stream starts new detectors and goes on")
    func sizeChange() throws {
        var pipeline = AnalysisPipeline(configuration: .uncalibrated, bootID: "file")
        var (analysed, output) = (0, AnalysisOutput())
        for (start, source) in [
            (0.0, SyntheticSource(rate: 5, seconds: 10)),
            (10.0, SyntheticSource(width: 200, height: 120, rate: 5, seconds: 10)),
        ] {
            while let frame = try source.next() {
                let later = SourceFrame(luma: frame.luma, time: start + frame.time, index: frame.index)
                try pipeline.ingest(later, timing: .file(seconds: later.time), into: &output)
                analysed += output.analysed ? 1 : 0
            }
        }
        #expect(analysed == 100)
    }

    @Test("a size that changes in a real file ends what runs as reconfigured, and the analysis goes on")
    func sizeChangeInFile() throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.url
        var bytes = Data()
        for (name, size) in [("a.ts", "320x240"), ("b.ts", "192x144")] {
            let part = folder.appending(path: name)
            let ffmpeg = Process()
            ffmpeg.executableURL = URL(filePath: "/usr/bin/ffmpeg")
            ffmpeg.arguments = [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=\(size):rate=10", "-t", "20", "-c:v",
                "libx264", "-preset", "ultrafast", part.path,
            ]
            try ffmpeg.run()
            ffmpeg.waitUntilExit()
            bytes += try Data(contentsOf: part)
        }
        let file = folder.appending(path: "joined.ts")
        try bytes.write(to: file)
        var configuration = CameraConfiguration(cameraID: "c")
        // Whatever the pictures show, there are nine: more than the rule allows.
        configuration.density.fits = [
            DensityFit(
                zoneID: "all", intercept: 9, weights: [0, 0, 0], halfWidth: 1, relativeHalfWidth: 0.1, labels: 20)
        ]
        let anyone = Rule.Condition.overdensity(threshold: 1, unit: .persons, hold: 1, exitShare: 0.8, exitHold: 15)
        configuration.rules = [Rule(id: "crowd", zoneID: "all", condition: anyone)]
        let (outputs, pipeline) = try run(
            try VideoSource(file: file.path, plan: configuration.decodePlan), configuration: configuration,
            detectors: [.density])
        let ends = outputs.flatMap(\.reports).compactMap { report -> EndReason? in
            if case .event(let event) = report.payload { event.endReason } else { nil }
        }
        #expect(ends.contains(.reconfigured))
        #expect(pipeline.framesAnalysed > 190)
    }

    /// A camera that looks at key pictures only, with a rule of each kind.
    private var keyPicturesOnly: CameraConfiguration {
        var configuration = CameraConfiguration(cameraID: "c", decode: .keyframes)
        configuration.rules = [
            Rule(id: "way", zoneID: "all", condition: .wrongDirection(expectedDegrees: 0, hold: 1)),
            Rule(id: "odd", zoneID: "all", condition: .anomalyFlow(purpose: .crowdSafety, falseAlarmsPerDay: 1)),
            Rule(
                id: "crowd", zoneID: "all",
                condition: .overdensity(threshold: 5, unit: .persons, hold: 10, exitShare: 0.8, exitHold: 15)),
        ]
        return configuration
    }

    @Test("on key pictures a direction is not seen, an anomaly in part, a crowd as ever, and the reason is said")
    func keyPictures() throws {
        let (outputs, pipeline) = try run(SyntheticSource(rate: 0.5, seconds: 60), configuration: keyPicturesOnly)
        let states = outputs.flatMap(\.reports).compactMap { report -> (String, Coverage)? in
            if case .zoneState(let state) = report.payload { (state.ruleID, state.coverage) } else { nil }
        }
        let coverage = Dictionary(states, uniquingKeysWith: { $1 })
        #expect(coverage == ["way": .blind, "odd": .degraded, "crowd": .seeing])
        #expect(pipeline.decodeLimitCode == .noMotion)
    }

    @Test("an agent whose decoding is reduced is degraded and says why")
    func reduced() throws {
        var pipeline = AnalysisPipeline(configuration: .uncalibrated, bootID: "file")
        #expect(pipeline.decodeLimitCode == nil)
        pipeline.decoding = Decoding(applied: .halved, isReduced: true)
        let source = SyntheticSource(rate: 5, seconds: 5)
        var coverages: Set<Coverage> = []
        var output = AnalysisOutput()
        while let frame = try source.next() {
            try pipeline.ingest(frame, timing: .file(seconds: frame.time), into: &output)
            for sample in samples([output]) { coverages.insert(sample.coverage) }
        }
        #expect(coverages == [.degraded])
        #expect(pipeline.decodeLimitCode == .overloaded)
    }

    @Test("a lost stream ends nothing twice, and says blind once")
    func lost() throws {
        var (_, pipeline) = try run(SyntheticSource(rate: 5, seconds: 10))
        let first = pipeline.streamChanged(to: .blind, timing: .file(seconds: 40))
        #expect(!first.isEmpty)
        #expect(
            first.allSatisfy { if case .zoneState(let state) = $0.payload { state.coverage == .blind } else { true } })
        #expect(pipeline.streamChanged(to: .blind, timing: .file(seconds: 41)).isEmpty)
    }

    @Test("two runs over the same frames print the same bytes")
    func determinism() throws {
        func lines() throws -> [String] {
            var lines: [String] = []
            var analysis = OfflineAnalysis(
                source: SyntheticSource(rate: 10, seconds: 60),
                pipeline: AnalysisPipeline(configuration: .uncalibrated, bootID: "file"))
            _ = try analysis.run { lines.append($0) }
            return lines
        }
        let first = try lines()
        #expect(first.count > 300)
        #expect(try lines() == first)
    }
}
