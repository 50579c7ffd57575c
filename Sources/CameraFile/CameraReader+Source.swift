internal import Scene
internal import StrictYAML

extension CameraReader {
    private static let schemes = ["rtsp", "rtsps", "http", "https", "file"]
    /// Query keys in which cameras take secrets.
    private static let secretKeys: Set<String> = [
        "user", "username", "usr", "login", "password", "passwd", "pass", "pwd", "token", "auth", "key", "secret",
    ]

    func source(_ node: YAMLNode) -> CameraSource? {
        let keys = ["url", "substream", "credentials"]
        guard let mapping = reader.mapping(node, "the source", keys: keys) else { return nil }
        let url = mapping.required("url").flatMap { address($0, mapping.name("url")) }
        let substream = mapping.optional("substream").flatMap { address($0, mapping.name("substream")) }
        let credentials = mapping.optional("credentials").flatMap {
            reader.identifier($0, mapping.name("credentials"))
        }
        return url.map { CameraSource(url: $0, substreamURL: substream, credentials: credentials) }
    }

    /// A URL of a scheme that can be opened, or a path. A secret in it is refused, and not repeated in the message.
    private func address(_ node: YAMLNode, _ what: String) -> String? {
        guard let text = reader.text(node, what) else { return nil }
        guard !Self.hasSecret(text) else {
            reader.report(
                .secretInURL, at: node.mark, "\(what) contains a user or a password",
                fix: "remove it from the URL, write \"credentials: NAME\" instead, and put \"user:password\" "
                    + "into the file NAME of the node's credentials directory (mode 0600)")
            return nil
        }
        let scheme = text.firstRange(of: "://").map { text[..<$0.lowerBound].lowercased() }
        guard let scheme, !Self.schemes.contains(scheme) else { return text }
        reader.report(
            .unknownScheme, at: node.mark, "\(what) has the scheme \"\(scheme)\"",
            fix: "use one of \(Self.schemes.joined(separator: ", ")), or a path")
        return nil
    }

    static func hasSecret(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://") else { return false }
        let rest = text[scheme.upperBound...]
        if rest.prefix(while: { !"/?#".contains($0) }).contains("@") { return true }
        guard let query = rest.firstIndex(of: "?") else { return false }
        return rest[query...].dropFirst().split(whereSeparator: { "&;#".contains($0) }).contains { pair in
            secretKeys.contains(pair.prefix { $0 != "=" }.lowercased()) && pair.contains("=")
        }
    }
}
