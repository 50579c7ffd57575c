import Glibc

/// Writes a new file beside an old one, makes it durable and puts it in its place: a crash leaves the old content or the
/// new one, whole. For the owner only.
///
/// - Throws: `E-NOD-006`; the old file is then untouched.
func replaceFile(_ path: String, by bytes: [UInt8]) throws(NodeError) {
    let temporary = path + ".new"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw .unwritable(path) }
    var rest = bytes[...]
    while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 && errno == EINTR { continue }
        guard written > 0 else { throw abandon(temporary, descriptor, for: path) }
        rest = rest.dropFirst(written)
    }
    guard fsync(descriptor) == 0 else { throw abandon(temporary, descriptor, for: path) }
    close(descriptor)
    guard rename(temporary, path) == 0 else { throw .unwritable(path) }
}

private func abandon(_ temporary: String, _ descriptor: Int32, for path: String) -> NodeError {
    let error = NodeError.unwritable(path)
    close(descriptor)
    unlink(temporary)
    return error
}

extension NodeError {
    /// What the system has just refused.
    fileprivate static func unwritable(_ path: String) -> Self {
        .unwritable(path, reason: String(cString: strerror(errno)))
    }
}
