import DurableFile

extension DurableFile {
    /// Replaces a file that the node keeps, for its owner only.
    ///
    /// - Throws: `E-NOD-006`; the old file is then untouched.
    static func keep(_ path: String, _ bytes: [UInt8]) throws(NodeError) {
        do {
            try replace(path, by: bytes, mode: 0o600)
        } catch {
            throw .unwritable(path, reason: error.description)
        }
    }
}
