import DurableFile
import Foundation
import Synchronization

/// The gateways that may connect: a folder with one file `GATEWAY.pub` for each, holding one public key a line (two
/// while a key is replaced).
///
/// The folder is read again when it changes, so enrolling and revoking need no restart. A file that cannot be used is
/// left out and named in ``problems``. May be called from any thread.
public final class EnrolledKeys: Sendable {
    /// The folder is looked at this often at most.
    private static let interval: Duration = .seconds(1)

    private let directory: String
    private let state = Mutex(State())

    private struct State {
        var gateways: [CurvePublicKey: String] = [:]
        var problems: [LinkError] = []
        var stamps: [String: FileStamp?] = [:]
        var lookedAt: ContinuousClock.Instant?
    }

    /// Changes when a file is replaced or rewritten.
    private struct FileStamp: Equatable {
        var inode: UInt
        var size: Int
        var seconds, nanoseconds: Int
    }

    /// Opens the folder, making it when it is not there.
    public init(directory: String) throws(LinkError) {
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw LinkError(.enrolment, "the folder \(directory) of enrolled keys cannot be made (\(error))")
        }
        self.directory = directory
    }

    /// The gateway that a key belongs to; `nil` when the key is not enrolled.
    public func gateway(of key: CurvePublicKey) -> String? {
        current { $0.gateways[key] }
    }

    /// The names of the enrolled gateways.
    public var gateways: Set<String> {
        current { Set($0.gateways.values) }
    }

    /// Files that were left out, and why.
    public var problems: [LinkError] {
        current { $0.problems }
    }

    /// Enrols a gateway's key beside those that it has (two at most). Takes effect at once.
    public func enrol(gateway: String, key: CurvePublicKey) throws(LinkError) {
        guard isFileName(gateway) else {
            throw LinkError(.enrolment, "\"\(gateway)\" is no name for a gateway: letters, digits, - _ . only")
        }
        forgetLook()
        if let owner = self.gateway(of: key) {
            guard owner == gateway else {
                throw LinkError(.enrolment, "the key \(key) is enrolled for the gateway \(owner) already")
            }
            return
        }
        let keys = current { state in state.gateways.filter { $0.value == gateway }.keys.map(\.z85) }
        guard keys.count < 2 else {
            throw LinkError(.enrolment, "the gateway \(gateway) has two keys already; remove one of them first")
        }
        let text = (keys.sorted() + [key.z85]).joined(separator: "\n") + "\n"
        do {
            try DurableFile.replace(path(of: gateway), by: text.utf8)
        } catch {
            throw LinkError(.enrolment, "the file \(path(of: gateway)) cannot be written (\(error))")
        }
        forgetLook()
    }

    private func path(of gateway: String) -> String { "\(directory)/\(gateway).pub" }

    private func forgetLook() {
        state.withLock { $0.lookedAt = nil }
    }

    private func current<T>(_ read: (borrowing State) -> sending T) -> sending T {
        state.withLock { state in
            let now = ContinuousClock.now
            if state.lookedAt.map({ $0.duration(to: now) >= Self.interval }) ?? true {
                state.lookedAt = now
                look(&state)
            }
            return read(state)
        }
    }

    /// Reads the files again when one of them, or their number, has changed.
    private func look(_ state: inout State) {
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []).filter {
            $0.hasSuffix(".pub")
        }
        let stamps = Dictionary(uniqueKeysWithValues: names.map { ($0, stamp("\(directory)/\($0)")) })
        guard stamps != state.stamps else { return }
        state.stamps = stamps
        state.gateways = [:]
        state.problems = []
        for name in names.sorted() { readFile(name, into: &state) }
    }

    private func readFile(_ name: String, into state: inout State) {
        let gateway = String(name.dropLast(4))
        do throws(LinkError) {
            guard isFileName(gateway), let text = try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
            else { throw LinkError(.enrolment, "\(name) cannot be read") }
            for line in text.split(whereSeparator: \.isWhitespace) {
                let key = try CurvePublicKey(z85: String(line))
                guard state.gateways[key] == nil else {
                    throw LinkError(.enrolment, "\(name): the key \(key) is enrolled twice")
                }
                state.gateways[key] = gateway
            }
        } catch {
            state.problems.append(LinkError(error.code, "\(directory)/\(name): \(error.message)"))
        }
    }

    private func stamp(_ path: String) -> FileStamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return FileStamp(
            inode: status.st_ino, size: status.st_size, seconds: status.st_mtim.tv_sec,
            nanoseconds: status.st_mtim.tv_nsec)
    }
}

/// Names of gateways are names of files: they must not lead out of the folder or hide in it.
private func isFileName(_ name: String) -> Bool {
    (1...128).contains(name.utf8.count) && !name.hasPrefix(".")
        && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
}
