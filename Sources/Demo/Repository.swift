import ChildProcesses
import FoundationEssentials

/// The folder that holds `fixtures` and `deploy`, and the folder of the built programs.
public struct Repository: Sendable {
    public let path: String
    /// Where `vigie`, `vigie-agent`, `vigie-node` and `vigie-fusion` are.
    public let programs: String

    /// Looks in the present folder and then in every folder above the programs.
    ///
    /// - Parameter programs: `nil` for the folder of the running program.
    /// - Throws: `E-DEM-001`.
    public init(programs: String? = nil) throws(DemoError) {
        let programs = programs ?? ProgramLocation.directory
        let candidates = [FileManager.default.currentDirectoryPath] + Self.foldersAbove(programs)
        guard let path = candidates.first(where: Self.isRepository) else { throw .noRepository() }
        self.path = path
        self.programs = programs
    }

    private static func foldersAbove(_ path: String) -> [String] {
        let parts = path.split(separator: "/")
        return parts.indices.reversed().map { "/" + parts[...$0].joined(separator: "/") }
    }

    private static func isRepository(_ path: String) -> Bool {
        ["/fixtures/cameras", "/deploy/rtsp_server.py"].allSatisfy { FileManager.default.fileExists(atPath: path + $0) }
    }
}
