import FoundationEssentials
import Glibc

/// Where a run of the demo keeps its state.
public struct DemoFolder: Sendable {
    public let path: String
    private let isTemporary: Bool

    /// - Parameter path: `nil` for a new temporary folder.
    /// - Throws: `E-DEM-006`.
    public init(_ path: String?) throws(DemoError) {
        if let path {
            self.path = path
            isTemporary = false
            return
        }
        let template = "\(getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")/vigie-demo.XXXXXX"
        guard let copy = strdup(template) else { throw .unwritable(template, "out of memory") }
        defer { free(copy) }
        guard mkdtemp(copy) != nil else { throw .unwritable(template, String(cString: strerror(errno))) }
        self.path = String(cString: copy)
        isTemporary = true
    }

    /// Removes what only this run has made.
    public func removeIfTemporary() {
        if isTemporary { try? FileManager.default.removeItem(atPath: path) }
    }
}
