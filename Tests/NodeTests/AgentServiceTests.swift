import Events
import EventsTestSupport
import Foundation
import Logging
import Node
import Scene
import Spool
import Testing

/// The node's half with real processes, pipes and a real spool; the agents are shell scripts that say prepared reports.
@Suite struct AgentServiceTests {
    @Test("what an agent says is stored in order, without heartbeats, and stopping leaves no process")
    func stores() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(says: [.sample(3), .heartbeat, .sample(4)], then: "exec cat > /dev/null")
        try await gateway.run { spool in spool.lastSequence >= 2 }
        #expect(try gateway.stored().map(\.payload) == [.sample(3), .sample(4)])
        #expect(try gateway.agentProcesses() == [])
    }

    @Test("the events of an agent that dies end with stream_lost, its zones are blind, and it comes back")
    func death() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(
            says: [
                .zoneState(uid: "b-1"), .event(uid: "b-1", .start), .event(uid: "b-2", .start),
                .event(uid: "b-2", .end),
            ],
            then: "kill -9 $$")
        try await gateway.run { spool in spool.lastSequence >= 9 }
        let stored = try gateway.stored().map(\.payload)
        let ends = stored.prefix(7).dropFirst(4)
        guard case .event(let end) = ends.first, case .zoneState(let state) = ends.dropFirst().first,
            case .health(let health) = ends.last
        else {
            Issue.record("an end, a zone state and a health were expected, not \(ends)")
            return
        }
        #expect(end.eventUID == "b-1" && end.phase == .end && end.endReason == .streamLost && end.coverage == .blind)
        #expect(!state.active && state.coverage == .blind)
        #expect(health.stream == .stopped && health.errorCode == "E-NOD-012" && health.coverage == .blind)
        #expect(stored.dropFirst(7).first == stored.first, "the agent was started again")
    }

    @Test("events that a killed node left running are ended by the next one, once")
    func leftovers() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(says: [.event(uid: "b-7", .start)], then: "exec cat > /dev/null")
        // The agent script ignores its end here, so the event is still running when the node has gone.
        try await gateway.run { spool in spool.lastSequence >= 1 }
        for _ in 1...2 {
            try gateway.writeAgent(says: [.sample(1)], then: "exec cat > /dev/null")
            let before = try gateway.stored().count
            try await gateway.run { spool in Int(spool.lastSequence) > before }
        }
        let ends = try gateway.stored().compactMap { report -> Event? in
            if case .event(let event) = report.payload, event.phase == .end { event } else { nil }
        }
        #expect(ends.map(\.eventUID) == ["b-7"])
        #expect(ends.first?.endReason == .streamLost)
    }

    @Test("a report of another camera is not stored but counted as a loss, and so is nonsense")
    func foreignCamera() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(says: [.sample(1)], cameraID: "other", then: "exec cat > /dev/null")
        try await gateway.run { spool in spool.lastSequence >= 1 }
        guard case .loss(let loss) = try #require(try gateway.stored().first).payload else {
            Issue.record("a loss was expected")
            return
        }
        #expect(loss.reason == .malformed && loss.count == 1)
    }

    @Test("what an agent has learnt is kept and given to the next one; what that cannot go on from is set aside")
    func learnt() async throws {
        let gateway = try Gateway()
        let said = "echo \"$3 $4\" > \(gateway.folder)/told; exec cat > /dev/null"
        for (file, isAnew) in [("a", false), ("b", false), ("c", true)] {
            try gateway.writeAgent(
                says: [.sample(1)], learnt: LearntModel(file: Array(file.utf8), isAnew: isAnew), then: said)
            try await gateway.run { _ in gateway.text("data/learnt/cam.json") == file }
        }
        #expect(gateway.text("told") == "--learnt \(gateway.folder)/data/learnt/cam.json\n")
        #expect(gateway.text("data/learnt/aside/cam.json") == "b")
    }

    @Test("an agent is told the acts that name its camera, and nothing when none is demanded")
    func authorisations() async throws {
        let time = Timestamp(milliseconds: 0)
        let acts = ["cam", "other"].map {
            Authorisation(
                id: "act-\($0)", cameraIDs: [$0, "third"], useCases: [.overdensity], from: time, until: time)
        }
        for (demanded, expected) in [(acts, [acts[0].id]), ([], []), (nil, nil)] as [([Authorisation]?, [String]?)] {
            let gateway = try Gateway(authorisations: demanded)
            let script = "head -n 1 > \(gateway.folder)/told; exec cat > /dev/null"
            try gateway.writeAgent(says: [.sample(1)], then: script)
            try await gateway.run { _ in gateway.text("told")?.hasSuffix("\n") == true }
            let settings = try JSONDecoder().decode(
                AgentSettings.self, from: Data(try #require(gateway.text("told")).utf8))
            #expect(settings.authorisations?.map(\.id) == expected)
            #expect(settings.authorisations?.allSatisfy { $0.cameraIDs == ["cam"] } != false)
        }
    }

    @Test("where acts are demanded, an event that none arms is not stored but counted as a loss")
    func unarmed() async throws {
        let time = Timestamp(milliseconds: 0)
        let act = Authorisation(id: "act", cameraIDs: ["cam"], useCases: [.overdensity], from: time, until: time)
        for (acts, arming, isStored) in [([act], "act", true), ([act], "other", false), ([], nil, false)]
            as [([Authorisation], String?, Bool)]
        {
            let gateway = try Gateway(authorisations: acts)
            try gateway.writeAgent(
                says: [.event(uid: "b-1", .start, authorisation: arming)], then: "exec cat > /dev/null")
            try await gateway.run { spool in spool.lastSequence >= 1 }
            switch try #require(try gateway.stored().first).payload {
            case .event: #expect(isStored)
            case .loss(let loss): #expect(!isStored && loss.reason == .malformed)
            default: Issue.record("an event or a loss was expected")
            }
        }
    }

    @Test("an agent that dies while it hands over what it learnt leaves what was there")
    func cutLearnt() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(says: [.sample(1)], learnt: LearntModel(file: [1, 2]), then: "exec cat > /dev/null")
        try await gateway.run { _ in gateway.text("data/learnt/cam.json") != nil }
        // A frame that promises 65,536 bytes and ends after five.
        try gateway.writeAgent(says: [.sample(2)], then: "printf '\\001\\001\\000\\000hello'; exit 3")
        try await gateway.run { spool in spool.lastSequence >= 4 }
        #expect(gateway.text("data/learnt/cam.json") == "\u{1}\u{2}")
    }

    @Test("a folder that cannot be written leaves what was learnt as it is, and the agent goes on")
    func unwritableFolder() async throws {
        let gateway = try Gateway()
        // A folder in the place of the new file cannot be opened for writing, not even by root.
        try FileManager.default.createDirectory(
            atPath: gateway.folder + "/data/learnt/cam.json.new", withIntermediateDirectories: false)
        try gateway.writeAgent(
            says: [.sample(1)], learnt: LearntModel(file: [1]), then: "cat \"$2.frames\"; exec cat > /dev/null")
        let log = MetadataLog()
        try await gateway.run(log: log) { spool in spool.lastSequence >= 2 }
        #expect(gateway.text("data/learnt/cam.json") == nil)
        #expect(try gateway.stored().map(\.payload) == [.sample(1), .sample(1)])
        #expect(log.values == ["E-NOD-006"])
    }

    @Test("a dying agent does not disturb its neighbour")
    func neighbour() async throws {
        let gateway = try Gateway(cameras: ["quiet", "mad"])
        try gateway.writeAgent(
            says: [.sample(1)],
            then: "case \"$2\" in *mad*) echo garbage that is no frame; exit 3;; esac; exec cat > /dev/null")
        try await gateway.run { spool in spool.lastSequence >= 12 }
        let health = try gateway.stored().filter { if case .health = $0.payload { true } else { false } }
        #expect(!health.isEmpty && health.allSatisfy { $0.cameraID == "mad" })
    }
}

@Suite struct CameraFolderTests {
    @Test("a bad file, a second file of a camera and a camera without source are refused, the others run")
    func refusals() throws {
        let gateway = try Gateway(cameras: ["a", "b"])
        try gateway.writeCamera("version: 1\ncamera: a\nsource: {url: \"rtsp://x/\"}\n", to: "z-again.yaml")
        try gateway.writeCamera("version: 1\ncamera: c\n", to: "no-source.yaml")
        try gateway.writeCamera("version: 1\ncamera: d\nzone: 3\n", to: "unknown-key.yaml")
        try gateway.writeCamera("not looked at", to: "notes.txt")
        let folder = try CameraFolder(path: gateway.camerasPath)
        #expect(folder.cameras.map(\.configuration.cameraID) == ["a", "b"])
        let texts = folder.refusals.map(\.text)
        #expect(texts.count == 3)
        #expect(texts.contains { $0.contains("E-NOD-002") } && texts.contains { $0.contains("E-NOD-005") })
        #expect(texts.contains { $0.contains("unknown-key.yaml:3:1") })
    }

    @Test("a folder that is not there is an error with its path")
    func missing() {
        let error = #expect(throws: NodeError.self) { try CameraFolder(path: "/nowhere") }
        #expect(error?.code == "E-NOD-001" && error?.path == "/nowhere")
    }
}

@Suite struct CredentialTests {
    @Test("credentials that others may read are refused, by name and with the remedy", arguments: [0o640, 0o604])
    func openFile(mode: Int) async throws {
        let gateway = try Gateway(credentials: "door")
        try gateway.writeCredentials("viewer:secret", name: "door", mode: mode)
        try gateway.writeAgent(says: [], then: "exec cat > /dev/null")
        try await gateway.run { spool in spool.lastSequence >= 1 }
        guard case .health(let health) = try #require(try gateway.stored().first).payload else {
            Issue.record("a health was expected")
            return
        }
        #expect(health.errorCode == "E-NOD-010")
    }

    @Test("an agent gets its login on standard input and nowhere else")
    func login() async throws {
        let gateway = try Gateway(credentials: "door")
        try gateway.writeCredentials("viewer:se:\"cret\n", name: "door", mode: 0o600)
        try gateway.writeAgent(
            says: [.sample(1)], then: "read -r line; echo \"$line\" > \(gateway.folder)/heard; exec cat > /dev/null")
        try await gateway.run { _ in FileManager.default.fileExists(atPath: gateway.folder + "/heard") }
        let heard = try String(contentsOfFile: gateway.folder + "/heard", encoding: .utf8)
        #expect(heard == "{\"credentials\":{\"password\":\"se:\\\"cret\",\"user\":\"viewer\"}}\n")
    }
}
