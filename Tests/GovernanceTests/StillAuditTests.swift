import Foundation
import Governance
import TestFolders
import Testing

@Suite("Who asks for a still is known by their account, and every request is written down")
struct StillAuditTests {
    private let member = Account(name: "durand", groups: ["users", "vigie-evidence"])
    private let stranger = Account(name: "root", groups: ["root"])

    private func audit(by account: Account) -> StillAudit {
        StillAudit(
            time: "2026-11-28T13:00:00.000Z", camera: "cam-1", source: "a.mp4", seconds: 42, by: account,
            reason: "event b-1")
    }

    @Test("only members of the group may see evidence, and root is no member by being root")
    func role() {
        #expect(member.maySeeEvidence && !stranger.maySeeEvidence)
    }

    @Test("granted and refused requests are appended, one line each, readable by the owner only")
    func lines() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("audit.jsonl")
        for account in [member, stranger] { try audit(by: account).append(to: path) }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].contains(#""by":"durand""#) && lines[0].contains(#""outcome":"granted""#))
        #expect(lines[1].contains(#""by":"root""#) && lines[1].contains(#""outcome":"refused""#))
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    }

    @Test("what cannot be written down throws, so that there is no picture")
    func unwritable() {
        #expect(throws: (any Error).self) { try audit(by: member).append(to: "/nowhere/at/all.jsonl") }
    }

    @Test("this process has the account and the groups that the system gives it")
    func current() throws {
        #expect(Account.current.name == NSUserName())
        #expect(!Account.current.groups.isEmpty)
    }
}
