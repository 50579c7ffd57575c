import ChildProcesses
import Demo
import Events
import Foundation
import Scene
import TestFolders
import Testing

/// The built agent, told by its node what is authorised.
@Suite struct AuthorisedAgentTests {
    @Test(
        "an agent that is told of no act says that its rule is not authorised, and one that is told of none at all watches"
    )
    func told() throws {
        let now = Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let act = Authorisation(
            id: "act", cameraIDs: ["bag"], useCases: [.abandonedObject], from: now.advanced(bySeconds: -60),
            until: now.advanced(bySeconds: 3600))
        #expect(try coverage(AgentSettings(authorisations: [])) == .notAuthorised)
        #expect(try coverage(AgentSettings(authorisations: [act])) == .seeing)
        #expect(try coverage(AgentSettings()) == .seeing)
    }

    /// What the first zone state of the bag's rule says once frames were analysed.
    private func coverage(_ settings: AgentSettings) throws -> Coverage? {
        let repository = try Repository(programs: ProgramLocation.directory)
        let footage = try DemoFootage(repository: repository, rtspPort: 1) { print("end to end: \($0)") }
        let folder = try TemporaryFolder()
        let clip = try #require(footage.clips.first { $0.name == "bag" }).path
        let camera = try #require(footage.cameraFiles["bag.yaml"]).replacing("rtsp://127.0.0.1:1/bag", with: clip)
        let path = folder.path("bag.yaml")
        try camera.write(toFile: path, atomically: true, encoding: .utf8)
        let agent = try ChildProcess(
            path: repository.programs + "/vigie-agent", arguments: ["--camera-file", path], input: .pipe, output: .pipe,
            errors: .null)
        try agent.write(Array(try JSONEncoder().encode(settings)) + [UInt8(ascii: "\n")])
        return try firstState(from: agent)
    }

    private func firstState(from agent: ChildProcess) throws -> Coverage? {
        var frames = AgentFrameReader()
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline, let output = agent.output {
            _ = waitUntilReadable([output], atMost: .seconds(1))
            guard case .bytes(let bytes) = readAvailable(from: output) else { continue }
            frames.append(bytes)
            while let frame = frames.next() {
                guard case .report(let report) = try frame.get(), case .zoneState(let state) = report.payload,
                    state.useCase == .abandonedObject, state.coverageReason != .starting
                else { continue }
                return state.coverage
            }
        }
        return nil
    }
}
