import Foundation
import Glibc

/// Lines of text into a file or onto standard output, in large writes.
final class LineOutput {
    private static let bufferSize = 64 * 1024

    private let name: String
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    /// - Parameter path: `-` for standard output.
    init(path: String) throws {
        name = path
        guard path != "-" else {
            descriptor = 1
            return
        }
        descriptor = Glibc.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
    }

    deinit {
        if descriptor > 2 { close(descriptor) }
    }

    func write(line: String) throws {
        buffer += line.utf8
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count >= Self.bufferSize { try flush() }
    }

    /// Nothing is certain to be written before this returns.
    func flush() throws {
        var rest = buffer[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw Self.failure(name) }
            rest = rest.dropFirst(written)
        }
        buffer.removeAll(keepingCapacity: true)
    }

    private static func failure(_ path: String) -> CommandFailure {
        let number = errno
        return CommandFailure(
            code: "E-CLI-001", message: "cannot be written (\(String(cString: strerror(number))))",
            place: path == "-" ? "standard output" : path,
            remedy: "Check the folder, its permissions and the space left.",
            exitCode: EX_CANTCREAT)
    }
}
