import FoundationEssentials
import Glibc
import Scene

/// The node's `credentials` folder: one file for each name, one line `user:password`, for the owner's eyes only.
public struct CredentialStore: Sendable {
    private let folder: String

    public init(folder: String) {
        self.folder = folder
    }

    /// The login kept under a name.
    ///
    /// - Throws: `E-NOD-003` when others than the owner may read the folder or the file, `E-NOD-004` when there is no
    ///   such file or it is not one line `user:password`.
    func login(_ name: String) throws(NodeError) -> AgentSettings.Login {
        let path = "\(folder)/\(name)"
        try demandPrivate(folder)
        try demandPrivate(path)
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .unreadableCredentials(path, reason: String(cString: strerror(errno)))
        }
        let lines = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline)
        guard lines.count == 1, let colon = lines[0].firstIndex(of: ":"), colon != lines[0].startIndex else {
            throw .unreadableCredentials(path, reason: "it is not one line user:password")
        }
        return AgentSettings.Login(
            user: String(lines[0][..<colon]), password: String(lines[0][lines[0].index(after: colon)...]))
    }

    private func demandPrivate(_ path: String) throws(NodeError) {
        var information = stat()
        guard stat(path, &information) == 0 else {
            throw .unreadableCredentials(path, reason: String(cString: strerror(errno)))
        }
        guard information.st_mode & 0o077 == 0 else {
            throw .openCredentials(path, permissions: information.st_mode)
        }
    }
}
