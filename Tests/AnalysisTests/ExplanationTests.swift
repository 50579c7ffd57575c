import Analysis
import Detectors
import Events
import Scene
import Testing

@Suite("what an event means, in a sentence and a picture made from the event alone")
struct ExplanationTests {
    /// An event about speed of a camera that has learnt for so many days.
    private func event(learntDays: Double) throws -> Event {
        let rule = Rule(id: "odd", zoneID: "all", condition: .anomalyFlow(purpose: .crowdSafety, falseAlarmsPerDay: 1))
        var engine = RuleEngine(
            configuration: CameraConfiguration(
                cameraID: "cam-1", zones: [Zone(id: "all", kind: .analysis, polygon: .picture)], rules: [rule]),
            bootID: "b",
            provenance: Provenance(
                configurationSHA256: "", calibrationSHA256: "", modelSHA256: "", build: "t", kernelSet: "s"))
        var said: [Event] = []
        for tick in 0..<12 {
            let time = Double(tick) / 5
            var seen = AnomalyObservation(
                score: 2, p: 0.001, alarm: true, attribute: .speed, value: 4 + 0.1 * Double(tick), expected: 0.5...2,
                unit: "m/s", box: Box(x: 0.25, y: 0.5, width: 0.125, height: 0.25), learning: false, rarityDays: 9,
                learntDays: learntDays)
            seen.isTentative = learntDays < 3
            let context = FrameContext(
                time: time, timestamp: Timestamp(milliseconds: Int64(time * 1000)),
                frame: FrameReference(pts: 0, index: 0, width: 640, height: 360), timeSource: .file,
                timeUncertaintyMilliseconds: 0,
                quality: Quality(brightness: 100, blur: 1, decodeFPS: 5, droppedRatio: 0, calibrationState: .valid),
                coverage: .seeing)
            for case .event(let event) in engine.ingest([.anomaly(seen)], context: context).map(\.payload) {
                said.append(event)
            }
        }
        return try #require(said.first)
    }

    @Test("the sentence has the quantity, the place, what is usual, how rare it is and since when that is learnt")
    func sentence() throws {
        let said = EventExplanation.sentence(try event(learntDays: 20), cameraID: "cam-1")
        for part in [
            "speed of 4.2 m/s", "25–38 % across", "Usual here: 0.5 to 2 m/s", "once in 9 days", "20 days",
            "crowd_safety",
        ] { #expect(said.contains(part), "\(part) in: \(said)") }
        #expect(!said.contains("less often"))
        let early = try EventExplanation.sentence(event(learntDays: 0.1), cameraID: "cam-1")
        #expect(early.contains("less often than once in 9 days"))
    }

    @Test("the picture has the place in its frame and the last values below it, and nothing elsewhere")
    func picture() throws {
        let picture = ExplanationPicture(try event(learntDays: 20))
        func grey(_ x: Int, _ y: Int) -> UInt8 { picture.pixels[y * ExplanationPicture.width + x] }
        #expect(picture.pixels.count == ExplanationPicture.width * ExplanationPicture.height)
        let paper = grey(20, 20)
        #expect(grey(200, 220) != paper && grey(100, 220) == paper && grey(300, 220) == paper)
        let chart = picture.pixels[(ExplanationPicture.frameHeight * ExplanationPicture.width)...]
        #expect(Set(chart).count > 2, "a line and the band of what is usual")
    }

    @Test("until enough days were seen an alarm must last longer to become an event")
    func tentative() throws {
        #expect(try event(learntDays: 20).detectedAt.milliseconds == 400)
        #expect(try event(learntDays: 0.1).detectedAt.milliseconds == 1400)
    }
}
