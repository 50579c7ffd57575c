import Crypto
import CryptoExtras
import Events
import Foundation
import Governance
import Scene
import StrictYAML
import TestFolders
import Testing

@Suite("An authorisation arms only what its authority has signed")
struct AuthorisationFileTests {
    private static let text = """
        version: 1
        authorisation: december
        act: "Decree 2026-117"
        cameras: [square-1, square-2]
        use_cases: [overdensity, abandoned_object]
        from: "2026-12-01T00:00:00+01:00"
        until: "2027-01-05T00:00:00+01:00"

        """

    private let folder: TemporaryFolder
    private let authority = Curve25519.Signing.PrivateKey()

    init() throws {
        folder = try TemporaryFolder()
        try write(Data(authority.publicKey.pemRepresentation.utf8), "authority.pem")
    }

    private func write(_ content: Data, _ name: String) throws {
        try content.write(to: folder.url.appending(path: name))
    }

    private func path(_ name: String) -> String { folder.path(name) }

    private var key: AuthorityKey { get throws { try AuthorityKey(path: path("authority.pem")) } }

    /// Writes an authorisation with a signature, of the authority unless told otherwise.
    private func sign(_ text: String, name: String = "act.yaml", by signer: Curve25519.Signing.PrivateKey? = nil) throws
    {
        try write(Data(text.utf8), name)
        try write((signer ?? authority).signature(for: Data(text.utf8)), name + ".sig")
    }

    private func refusal(_ name: String = "act.yaml") throws -> AuthorisationError {
        let key = try key
        return try #require(throws: AuthorisationError.self) {
            try AuthorisationFile.load(path: path(name), authority: key)
        }
    }

    @Test("what is signed is read: cameras, use cases, and the time in which it holds")
    func signed() throws {
        try sign(Self.text)
        let act = try AuthorisationFile.load(path: path("act.yaml"), authority: key)
        #expect(act.id == "december" && act.cameraIDs == ["square-1", "square-2"])
        #expect(act.useCases == [.overdensity, .abandonedObject])
        let from = try #require(Timestamp(rfc3339: "2026-11-30T23:00:00Z"))
        let until = try #require(Timestamp(rfc3339: "2027-01-04T23:00:00Z"))
        #expect(!act.holds(at: from.advanced(bySeconds: -0.001)) && act.holds(at: from))
        #expect(act.holds(at: until.advanced(bySeconds: -0.001)) && !act.holds(at: until))
    }

    @Test("one changed byte, another signer, a cut signature or none: it arms nothing and says why")
    func unsigned() throws {
        try sign(Self.text)
        try write(Data(Self.text.replacing("2027-01", with: "2029-01").utf8), "act.yaml")
        #expect(try refusal().code == "E-AUT-022")
        try sign(Self.text, by: Curve25519.Signing.PrivateKey())
        #expect(try refusal().code == "E-AUT-022")
        try write(authority.signature(for: Data(Self.text.utf8)).dropLast(), "act.yaml.sig")
        #expect(try refusal().code == "E-AUT-022")
        try FileManager.default.removeItem(atPath: path("act.yaml.sig"))
        let error = try refusal()
        #expect(error.code == "E-AUT-021" && error.remedy.contains("openssl pkeyutl -sign"))
    }

    @Test(
        "what is signed but wrong is refused with its place",
        arguments: [
            ("version: 1", "version: 2", "E-AUT-013", 1), ("until:", "til:", "E-AUT-005", 7),
            ("cameras: [square-1, square-2]", "cameras: []", "E-AUT-014", 4),
            ("overdensity, ", "faces, ", "E-AUT-010", 5), ("overdensity, ", "weapon, ", "E-AUT-025", 5),
            ("overdensity, ", "camera_integrity, ", "E-AUT-025", 5),
            ("2026-12-01T00:00:00+01:00", "2026-12-01", "E-AUT-023", 6),
            ("2027-01-05", "2026-11-05", "E-AUT-024", 7), ("act: \"Decree 2026-117\"\n", "", "E-AUT-006", 1),
        ])
    func wrong(before: String, after: String, code: String, line: Int) throws {
        try sign(Self.text.replacing(before, with: after))
        let issue = try #require(try refusal().issues.first { $0.code == code })
        #expect(issue.mark?.line == line && !issue.remedy.isEmpty)
    }

    @Test("a folder gives those that hold, and says of each other one what is wrong")
    func folderOfActs() throws {
        try sign(Self.text, name: "b.yaml")
        try sign(Self.text.replacing("december", with: "other"), name: "a.yaml")
        try write(Data(Self.text.utf8), "unsigned.yaml")
        let acts = AuthorisationFolder(path: folder.path, authority: try key)
        #expect(acts.authorisations.map(\.id) == ["other", "december"])
        #expect(acts.refusals.map(\.code) == ["E-AUT-021"])
        #expect(AuthorisationFolder(path: path("nowhere"), authority: try key).authorisations.isEmpty)
    }

    @Test("a key that is none, or of another kind, is refused")
    func badKey() throws {
        try write(Data(P256.Signing.PrivateKey().publicKey.pemRepresentation.utf8), "p256.pem")
        for name in ["p256.pem", "act.yaml", "nowhere.pem"] {
            let error = try #require(throws: AuthorisationError.self) { try AuthorityKey(path: path(name)) }
            #expect(error.code == "E-AUT-020" && error.file == path(name))
        }
    }
}
