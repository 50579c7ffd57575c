import Events
import EventsTestSupport
import Foundation
import Spool

/// Stores random reports in a spool until it is killed, and prints the last sequence after each commit. The test that
/// kills it in the middle of writing compares what was printed with what the spool then holds.
@main struct SpoolWriter {
    static func main() throws {
        let spool = try Spool(path: CommandLine.arguments[1], siteID: "site", gatewayID: "g-1")
        var records = RandomRecords(generator: SeededGenerator(seed: UInt64(getpid())))
        let kinds = ["event", "sample", "health"]
        while true {
            let reports = (0..<20).map { records.report(kind: kinds[$0 % kinds.count]) }
            try spool.append(reports)
            FileHandle.standardOutput.write(Data("\(spool.lastSequence)\n".utf8))
            if spool.depth > 200 { try spool.acknowledge(upTo: spool.acknowledged + 100) }
        }
    }
}
