internal import Events
internal import Foundation
public import Scene
internal import StrictYAML

/// The YAML file in which an authority says which cameras may watch for what, and until when.
///
/// It holds only with the authority's signature beside it: `FILE.sig`, the 64 bytes of an Ed25519 signature of the file's
/// bytes (`openssl pkeyutl -sign -rawin`). One changed byte, and it arms nothing.
public enum AuthorisationFile {
    static let keys = ["version", "authorisation", "act", "cameras", "use_cases", "from", "until"]

    /// Reads one authorisation.
    /// - Throws: when it is not signed by the authority, or is wrong.
    public static func load(path: String, authority: AuthorityKey) throws(AuthorisationError) -> Authorisation {
        guard let content = FileManager.default.contents(atPath: path) else {
            throw AuthorisationError(
                file: path, number: .unreadable, message: "the authorisation cannot be read",
                remedy: "check the path and the permissions of the file")
        }
        // Nothing is read of what the authority has not signed.
        try demandSignature(of: content, path: path, authority: authority)
        return try parse(String(decoding: content, as: UTF8.self), file: path)
    }

    private static func demandSignature(
        of content: Data, path: String, authority: AuthorityKey
    ) throws(AuthorisationError) {
        guard let signature = FileManager.default.contents(atPath: path + ".sig") else {
            throw AuthorisationError(
                file: path, number: .unsigned, message: "it is not signed: \(path).sig cannot be read",
                remedy:
                    "let the authority sign it: openssl pkeyutl -sign -rawin -inkey authority.key -in FILE -out FILE.sig"
            )
        }
        guard authority.isSigned(content, by: signature) else {
            throw AuthorisationError(
                file: path, number: .wrongSignature,
                message: "the signature is not the authority's, or the file was changed after it was signed",
                remedy: "take the file and its .sig again from the authority")
        }
    }

    /// Reads the text of an authorisation, signed or not.
    static func parse(_ text: String, file: String) throws(AuthorisationError) -> Authorisation {
        let reader = StrictReader(file: file, codePrefix: AuthorisationError.codePrefix)
        let authorisation = reader.parse(text).flatMap { AuthorisationReader(reader: reader).authorisation($0) }
        guard reader.issues.isEmpty, let authorisation else {
            throw AuthorisationError(file: file, issues: reader.sortedIssues)
        }
        return authorisation
    }
}

/// Turns the nodes of an authorisation into one.
private struct AuthorisationReader {
    static let useCases = Rule.useCases.filter(\.needsAct)

    let reader: StrictReader

    func authorisation(_ node: YAMLNode) -> Authorisation? {
        guard let file = reader.mapping(node, "the authorisation", keys: AuthorisationFile.keys) else { return nil }
        file.demandVersionOne()
        let id = file.identifier("authorisation")
        let act = file.text("act")
        let cameras = list(file, "cameras") { reader.identifier($0, "a camera") }
        let useCases = list(file, "use_cases", useCase)
        let from = time(file, "from")
        let until = time(file, "until")
        guard let id, act != nil, let cameras, let useCases, let from, let until else { return nil }
        guard from.time < until.time else {
            reader.report(
                .endsBeforeItBegins, at: until.mark, "it ends before it begins", fix: "give an \"until\" after \"from\""
            )
            return nil
        }
        return Authorisation(
            id: id, cameraIDs: Set(cameras), useCases: Set(useCases), from: from.time, until: until.time)
    }

    private func list<Element>(
        _ file: StrictMapping, _ key: String, _ element: (YAMLNode) -> Element?
    ) -> [Element]? {
        file.required(key).flatMap { reader.sequence($0, file.name(key), count: 1...10_000) }?.compactMap(element)
    }

    private func useCase(_ node: YAMLNode) -> UseCase? {
        let names = Self.useCases.map(\.rawValue)
        guard let word = reader.choice(node, "a use case", among: UseCase.allCases.map(\.rawValue)),
            let useCase = UseCase(rawValue: word)
        else { return nil }
        guard Self.useCases.contains(useCase) else {
            reader.report(
                .useCaseWithoutRule, at: node.mark,
                "\"\(word)\" cannot be armed: no rule watches for it, or it needs no act",
                fix: "name some of \(names.joined(separator: ", "))")
            return nil
        }
        return useCase
    }

    private func time(_ file: StrictMapping, _ key: String) -> (time: Timestamp, mark: YAMLMark)? {
        guard let node = file.required(key), let text = reader.text(node, file.name(key)) else { return nil }
        guard let time = Timestamp(rfc3339: text) else {
            reader.report(
                .badTime, at: node.mark, "\(file.name(key)) is \(node.quoted), which is no instant",
                fix: "write it with its offset from UTC: \"2026-12-01T08:00:00+01:00\"")
            return nil
        }
        return (time, node.mark)
    }
}
