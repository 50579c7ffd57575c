import Foundation

extension CurveKeyPair {
    /// Reads a pair from its file. Refuses a file that others than its owner may read.
    public init(contentsOf path: String) throws(LinkError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw LinkError(.keyFile, "the key file \(path) cannot be read (\(systemMessage()))")
        }
        guard status.st_mode & 0o077 == 0 else {
            let mode = String(status.st_mode & 0o777, radix: 8)
            throw LinkError(.keyFile, "the key file \(path) has mode \(mode): others may read the secret")
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw LinkError(.keyFile, "the key file \(path) cannot be read")
        }
        try self.init(secretZ85: text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Reads the pair at a path, or makes one and keeps it there.
    public static func loadOrGenerate(at path: String) throws(LinkError) -> CurveKeyPair {
        if FileManager.default.fileExists(atPath: path) { return try CurveKeyPair(contentsOf: path) }
        let pair = try generate()
        try pair.save(to: path)
        return pair
    }

    /// Writes the secret key to a new file with mode 0600 and waits until it is on the disk; never overwrites.
    public func save(to path: String) throws(LinkError) {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw LinkError(.keyFile, "the key file \(path) cannot be created (\(systemMessage()))")
        }
        defer { close(descriptor) }
        let bytes = Array((secretZ85 + "\n").utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0 else {
            let message = systemMessage()
            unlink(path)
            throw LinkError(.keyFile, "the key file \(path) cannot be written (\(message))")
        }
    }
}

/// What the system says of its last call.
func systemMessage() -> String {
    String(cString: strerror(errno))
}
