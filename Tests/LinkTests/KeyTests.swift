import Foundation
import Link
import TestFolders
import Testing

@Suite struct KeyTests {
    @Test("a key pair is kept in a file that only its owner reads, and comes back")
    func file() throws {
        let directory = try TemporaryFolder()
        let path = directory.path + "/curve.key"
        let pair = try CurveKeyPair.loadOrGenerate(at: path)
        #expect(try CurveKeyPair.loadOrGenerate(at: path).publicKey == pair.publicKey)
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(throws: LinkError.self) { try pair.save(to: path) }
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        let error = #expect(throws: LinkError.self) { try CurveKeyPair(contentsOf: path) }
        #expect(error?.code == .keyFile)
    }

    @Test("a key pair never shows its secret")
    func secrecy() throws {
        let directory = try TemporaryFolder()
        let pair = try CurveKeyPair.loadOrGenerate(at: directory.path + "/k")
        let secret = try String(contentsOfFile: directory.path + "/k", encoding: .utf8).prefix(40)
        #expect(!"\(pair)".contains(secret))
        #expect("\(pair)".contains(pair.publicKey.z85))
    }

    @Test("the example keys of zmq_curve(7) are refused")
    func published() {
        for key in ["Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID", "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7"] {
            let error = #expect(throws: LinkError.self) { try CurvePublicKey(z85: key) }
            #expect(error?.code == .publishedKey)
        }
    }

    @Test(
        "text that is no key is refused",
        arguments: ["", "abc", String(repeating: "~", count: 40), String(repeating: "é", count: 20)])
    func noKey(text: String) {
        let error = #expect(throws: LinkError.self) { try CurvePublicKey(z85: text) }
        #expect(error?.code == .badKey)
    }

    @Test("enrolling takes effect at once, a gateway has two keys at most, and a key has one gateway")
    func enrolment() throws {
        let directory = try TemporaryFolder()
        let enrolled = try EnrolledKeys(directory: directory.path + "/enrolled")
        let keys = try (0..<3).map { _ in try CurveKeyPair.generate().publicKey }
        #expect(enrolled.gateway(of: keys[0]) == nil)
        try enrolled.enrol(gateway: "g-1", key: keys[0])
        try enrolled.enrol(gateway: "g-1", key: keys[0])
        #expect(enrolled.gateway(of: keys[0]) == "g-1")
        #expect(throws: LinkError.self) { try enrolled.enrol(gateway: "g-2", key: keys[0]) }
        try enrolled.enrol(gateway: "g-1", key: keys[1])
        #expect(throws: LinkError.self) { try enrolled.enrol(gateway: "g-1", key: keys[2]) }
        #expect(enrolled.gateways == ["g-1"])
        for name in ["../x", ".hidden", "a/b", "", "a b"] {
            #expect(throws: LinkError.self) { try enrolled.enrol(gateway: name, key: keys[2]) }
        }
        #expect(try EnrolledKeys(directory: directory.path + "/enrolled").gateway(of: keys[1]) == "g-1")
    }

    @Test("a file that holds no key is left out and named; the others count")
    func badFile() throws {
        let directory = try TemporaryFolder()
        let key = try CurveKeyPair.generate().publicKey
        try "nonsense\n".write(toFile: directory.path + "/bad.pub", atomically: true, encoding: .utf8)
        try (key.z85 + "\n").write(toFile: directory.path + "/good.pub", atomically: true, encoding: .utf8)
        let enrolled = try EnrolledKeys(directory: directory.path)
        #expect(enrolled.gateways == ["good"])
        #expect(enrolled.problems.count == 1 && enrolled.problems[0].message.contains("bad.pub"))
    }
}
