import Crypto
import Foundation
import Glibc

/// Files that take long to make, kept between runs under a name that tells everything they were made from.
struct FootageCache {
    let folder: String

    /// - Parameter folder: `nil` for `$XDG_CACHE_HOME/vigie`, or `~/.cache/vigie`.
    init(folder: String? = nil) throws(DemoError) {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.cache"
        self.folder = folder ?? home + "/vigie"
        do {
            try FileManager.default.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        } catch {
            throw .unwritable(self.folder, "\(error.localizedDescription)")
        }
    }

    /// The file made from the given inputs; made now when it is not there. A half-made file is never taken for one.
    ///
    /// - Parameters:
    ///   - inputs: everything that decides what comes out: contents of source files, settings.
    ///   - make: writes the file at the path it is given.
    func file(
        _ name: String, extension suffix: String, from inputs: [Data], make: (String) throws(DemoError) -> Void
    ) throws(DemoError) -> String {
        let path = "\(folder)/\(name)-\(key(inputs)).\(suffix)"
        if FileManager.default.fileExists(atPath: path) { return path }
        // Two makers of the same file, in one process or in two, must not write into each other's.
        let unfinished = "\(folder)/.\(UUID().uuidString)-\(name).\(suffix)"
        try make(unfinished)
        guard rename(unfinished, path) == 0 else { throw .unwritable(path, String(cString: strerror(errno))) }
        return path
    }

    private func key(_ inputs: [Data]) -> String {
        var hash = SHA256()
        for input in inputs {
            withUnsafeBytes(of: input.count) { hash.update(bufferPointer: $0) }
            hash.update(data: input)
        }
        return hash.finalize().prefix(8).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }
}
