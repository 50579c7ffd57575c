import ChildProcesses
import Events
import EventsTestSupport
import Foundation
import Logging
import Node
import Spool
import Synchronization
import Testing

/// What somebody at the gateway asks of the running node, through its real socket.
@Suite struct ControlTests {
    @Test("who has seen to an object tells the node, which tells the camera's agent and writes down who it was")
    func acknowledged() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(
            says: [.event(uid: "b-1", .start, of: .abandonedObject)],
            then: "exec cat > \(gateway.folder)/told")
        let log = MetadataLog(of: "account", from: .notice)
        try await gateway.run(log: log) { spool in
            guard spool.lastSequence >= 1 else { return false }
            if log.values.isEmpty { _ = try? gateway.acknowledge("b-1") }
            return gateway.text("told")?.contains("b-1") == true
        }
        #expect(gateway.text("told")?.split(separator: "\n").dropFirst() == ["{\"acknowledge\":\"b-1\"}"])
        #expect(log.values == [NSUserName()])
    }

    @Test("an event that does not run, and one of another kind, are refused by name")
    func refused() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(
            says: [.event(uid: "b-1", .start), .event(uid: "b-2", .start), .event(uid: "b-2", .end)],
            then: "exec cat > \(gateway.folder)/told")
        let refusals = Mutex<[String]>([])
        try await gateway.run { spool in
            guard spool.lastSequence >= 3 else { return false }
            for uid in ["b-1", "b-2"] {
                let refusal = (try? gateway.acknowledge(uid))?.refusal ?? "none"
                refusals.withLock { $0.append(refusal) }
            }
            return true
        }
        let texts = refusals.withLock { $0 }
        #expect(texts.first?.contains("only events of abandoned_object") == true)
        #expect(texts.last?.contains("no event 'b-2' is running") == true)
        #expect(gateway.text("told") == "{}\n")
    }

    @Test("without a running node, and after one, asking fails and says what to do")
    func noNode() async throws {
        let gateway = try Gateway()
        #expect(throws: NodeError.self) { try gateway.acknowledge("b-1") }
        try gateway.writeAgent(says: [.sample(1)], then: "exec cat > /dev/null")
        try await gateway.run { spool in spool.lastSequence >= 1 }
        let error = try #require(throws: NodeError.self) { try gateway.acknowledge("b-1") }
        #expect(error.code == "E-NOD-008" && error.remedy.contains("--data"))
    }

    @Test("only the node's own account reaches the socket")
    func permissions() async throws {
        let gateway = try Gateway()
        try gateway.writeAgent(says: [.sample(1)], then: "exec cat > /dev/null")
        try await gateway.run { spool in
            let attributes = try? FileManager.default.attributesOfItem(atPath: gateway.folder + "/data/control")
            return spool.lastSequence >= 1 && attributes?[.posixPermissions] as? Int == 0o600
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: gateway.folder + "/data/control")
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}
