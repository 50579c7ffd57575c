import FoundationEssentials
import Glibc

/// User and password of a camera. Not printable: its description is redacted.
public struct Credentials: Sendable, Hashable {
    public let user: String
    public let password: String

    public init(user: String, password: String) {
        self.user = user
        self.password = password
    }

    /// Parses one line `user:password`; the password may hold colons. `nil` when there is no colon or no user.
    public init?(line: String) {
        guard let colon = line.firstIndex(of: ":"), colon != line.startIndex else { return nil }
        user = String(line[..<colon])
        password = String(line[line.index(after: colon)...])
    }

    /// Reads the named file: one line `user:password`, readable by its owner only.
    /// - Throws: ``FootageError/Code/badCredentials``, ``FootageError/Code/notFound``.
    public init(file path: String) throws(FootageError) {
        var status = stat()
        guard stat(path, &status) == 0, let bytes = FileManager.default.contents(atPath: path) else {
            throw FootageError(.notFound, "the credentials file cannot be read", source: path)
        }
        guard status.st_mode & 0o077 == 0 else {
            throw FootageError(.badCredentials, "others than its owner can read the credentials file", source: path)
        }
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        guard lines.count == 1, let credentials = Credentials(line: String(lines[0])) else {
            throw FootageError(.badCredentials, "the credentials file is not one line user:password", source: path)
        }
        self = credentials
    }
}

extension Credentials: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Credentials(***)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }
}
