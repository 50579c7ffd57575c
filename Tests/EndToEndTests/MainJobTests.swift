import Demo
import EventStore
import Events
import Foundation
import SceneRendering
import Spool
import Testing

/// The programs as the demo starts them, on real input, judged by what the datacentre has stored.
@Suite(.serialized) struct MainJobTests {
    /// How far an event's beginning may be from the truth.
    private static let tolerance = 2.0

    @Test(
        """
        what happens in the scenes is stored with zone, kind and time, pedestrians are counted, and killing node and \
        datacentre in the middle loses and doubles nothing
        """, .timeLimit(.minutes(5)))
    func mainJob() async throws {
        let outcome = try await Theatre.perform { try Self.play() }
        #expect(outcome.problems == [])
        #expect(outcome.survivors == [])

        let reader = try outcome.theatre.reader
        try await expectBag(reader, outcome.theatre)
        try await expectFlow(reader, outcome.theatre)
        try await expectPedestrians(reader)
        try await expectNothingLost(reader, outcome.theatre)
    }

    private struct Outcome: @unchecked Sendable {
        // Handed over once, from the thread that played to the test; never used by both.
        let theatre: Theatre
        let problems: [String]
        let survivors: Set<Int32>
    }

    /// Half a minute, the death of node and datacentre, and then a whole performance of the scenes.
    private static func play() throws -> Outcome {
        let theatre = try Theatre(cameras: DemoFootage.names)
        let stage = theatre.stage
        try stage.start()
        var problems = stage.watch(for: .seconds(20))
        stage.kill(.fusion)
        problems += stage.watch(for: .seconds(3))
        stage.kill(.node)
        try stage.start(.node)
        problems += stage.watch(for: .seconds(3))
        try stage.start(.fusion)
        problems += stage.watch(for: .seconds(55))
        let family = descendants(of: getpid())
        problems += stage.stop()
        return Outcome(theatre: theatre, problems: problems, survivors: living(family))
    }

    private func expectBag(_ reader: EventReader, _ theatre: Theatre) async throws {
        let truth = try theatre.truth(of: "bag")
        let bag = try #require(truth.objects.first)
        let lives = try await reader.lives(EventFilter(cameraID: "bag", useCase: .abandonedObject))
        let life = try #require(lives.first, "the bag was not reported")
        #expect(bag.zones.contains(life.latest.event.zoneID))
        let start = try await sceneTime(ofStart: life, reader)
        print("end to end: bag put at \(bag.put) s, owner left \(bag.ownerLeft ?? -1) s, event from \(start) s")
        let left = try #require(bag.ownerLeft)
        #expect(abs(start - left) <= Self.tolerance || abs(start - bag.put) <= Self.tolerance)
    }

    private func expectFlow(_ reader: EventReader, _ theatre: Theatre) async throws {
        let truth = try theatre.truth(of: "flow")
        let reversal = try #require(truth.anomalies.first)
        let lives = try await reader.lives(EventFilter(cameraID: "flow")).filter {
            [.anomalyFlow, .wrongDirection].contains($0.latest.event.useCase)
        }
        let life = try #require(lives.first, "the reversed flow was not reported")
        #expect(life.latest.event.zoneID == "corridor")
        let start = try await sceneTime(ofStart: life, reader)
        print("end to end: flow reversed at \(reversal.start) s, event from \(start) s")
        #expect(abs(start - reversal.start) <= Self.tolerance)
    }

    /// Of the footage's persons in the picture (0 to about 12 at a time) the counts must be a fair picture.
    private func expectPedestrians(_ reader: EventReader) async throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let counts = try await reader.counts(
            CountFilter(cameraID: "pets", from: now.advanced(bySeconds: -600), to: now.advanced(bySeconds: 60)))
        let persons = counts.compactMap(\.persons)
        print("end to end: pets counted \(persons.map { ($0.minimum, $0.mean, $0.maximum) })")
        let means = persons.map(\.mean)
        #expect(means.max().map { $0 >= 2 } == true, "the pedestrians were not counted")
        #expect(means.allSatisfy { $0 <= 25 } && persons.allSatisfy { $0.maximum <= 50 })
        #expect(persons.allSatisfy { $0.low <= $0.mean && $0.mean <= $0.high })
    }

    /// The node's own account and the datacentre's must agree: everything issued is stored, once.
    private func expectNothingLost(_ reader: EventReader, _ theatre: Theatre) async throws {
        let spool = try Spool(
            path: theatre.stage.settings.spoolPath, siteID: StageSettings.siteID, gatewayID: StageSettings.gatewayID)
        let gateways = try await reader.gateways()
        #expect(gateways.map(\.epoch) == [spool.epoch], "a new epoch means that the spool was lost")
        #expect(gateways.flatMap(\.holes) == [])
        #expect(gateways.last?.lastSequence == spool.lastSequence)
        #expect(spool.acknowledged <= gateways.last?.lastSequence ?? 0)
        #expect(spool.depth == 0)
        #expect(try await reader.losses().map(\.value) == [])
        #expect(spool.lastSequence > 150)
        #expect(try await reader.openLives() == [], "a stopped camera leaves nothing open")
    }

    /// When an event began, in seconds of its scene: the frame that made it true is known by its time stamp.
    private func sceneTime(ofStart life: EventLife, _ reader: EventReader) async throws -> Double {
        let uid = life.latest.event.eventUID
        let records = try #require(try await reader.life(uid: uid)?.records)
        let first = try #require(records.first)
        let delay = first.record.report.time.seconds(since: first.event.startedAt)
        return Double(first.event.frame.pts) / 1000 - delay
    }
}

extension Theatre {
    /// What is true of one of the rendered scenes.
    func truth(of scene: String) throws -> SceneTruth {
        SceneRenderer(try SceneFile.load(path: "\(repository.path)/fixtures/scenes/\(scene).yaml")).truth()
    }
}
