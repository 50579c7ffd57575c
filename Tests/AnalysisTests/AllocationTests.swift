import AllocationCounter
import Analysis
import Footage
import Scene
import Testing

@Suite("memory in the per-frame path of an agent")
struct PipelineAllocationTests {
    @Test(
        "a frame that is decoded already is analysed without allocating, unless there is something to report",
        .enabled(if: allocation_count_is_possible()), arguments: [[], [DetectorKind.density], [.integrity]])
    func steadyState(_ detectors: [DetectorKind]) throws {
        let source = SyntheticSource(width: 320, height: 192, rate: 5, seconds: 80)
        var pipeline = AnalysisPipeline(configuration: .uncalibrated, detectors: Set(detectors), bootID: "file")
        var output = AnalysisOutput()
        var (quiet, allocations) = (0, 0)
        while let frame = try source.next() {
            allocation_count_start()
            try pipeline.ingest(frame, timing: .file(seconds: frame.time), into: &output)
            let count = allocation_count_stop()
            guard frame.time > 50, output.analysed, output.reports.isEmpty else { continue }
            quiet += 1
            allocations += count
        }
        #expect(quiet > 100)
        #expect(allocations == 0, "\(allocations) on \(quiet) frames")
    }
}
