import Glibc

/// Tells why a file cannot be opened before libav answers with one code for everything.
enum FileCheck {
    static func readable(_ path: String) throws(FootageError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw FootageError(.notFound, "no such file", source: path)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FootageError(.notVideo, "not a regular file", source: path)
        }
        guard access(path, R_OK) == 0 else {
            throw FootageError(.notReadable, "permission denied", source: path)
        }
        guard status.st_size > 0 else {
            throw FootageError(.empty, "the file is empty (0 bytes)", source: path)
        }
    }
}
