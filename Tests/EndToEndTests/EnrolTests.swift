import ChildProcesses
import Demo
import Foundation
import TestFolders
import Testing

/// The built datacentre, told of a gateway.
@Suite struct EnrolTests {
    @Test("a gateway whose key begins with a dash is enrolled like any other")
    func dash() throws {
        let folder = try TemporaryFolder()
        let enrol = Process()
        enrol.executableURL = URL(filePath: try Repository(programs: ProgramLocation.directory).programs)
            .appending(path: "vigie-fusion")
        enrol.arguments = [
            "enrol", "--data", folder.path("fusion"), "--gateway", "north", "--key",
            "-" + String(repeating: "0", count: 39),
        ]
        try enrol.run()
        enrol.waitUntilExit()
        #expect(enrol.terminationStatus == 0)
    }
}
