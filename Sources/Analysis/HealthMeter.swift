internal import Events
internal import Footage
internal import Foundation
internal import Glibc

/// Frames since the agent started.
struct FrameCounts: Sendable, Hashable {
    var decoded = 0, analysed = 0, skipped = 0, corrupt = 0
}

/// Turns counters into the rates of a health report, each over the time since the last report.
struct HealthMeter {
    /// Seconds from the last analysed frame's arrival to the end of its analysis.
    var latency = 0.0
    private var last: (counts: FrameCounts, cpu: Double, time: Double)?

    mutating func health(
        stream: StreamState, errorCode: String, coverage: Coverage, reason: CoverageReason?, counts: FrameCounts,
        restarts: Int, at now: Double
    ) -> Health {
        let cpu = SystemClock.processCPUSeconds()
        let before = last ?? (FrameCounts(), cpu, now)
        let elapsed = max(now - before.time, 1e-3)
        last = (counts, cpu, now)
        let hasHistory = before.time < now
        return Health(
            stream: stream, errorCode: errorCode, coverage: coverage,
            decodeFPS: hasHistory ? Double(counts.decoded - before.counts.decoded) / elapsed : 0,
            analysedFPS: hasHistory ? Double(counts.analysed - before.counts.analysed) / elapsed : 0,
            latencyMilliseconds: latency * 1000, cpuShare: hasHistory ? (cpu - before.cpu) / elapsed : 0,
            residentBytes: Self.residentBytes(), framesDecoded: Int64(counts.decoded),
            framesAnalysed: Int64(counts.analysed), framesSkipped: Int64(counts.skipped),
            framesCorrupt: Int64(counts.corrupt), restarts: restarts, coverageReason: reason)
    }

    /// Resident memory of this process in bytes, 0 where the system does not tell.
    static func residentBytes() -> Int64 {
        guard let bytes = FileManager.default.contents(atPath: "/proc/self/statm") else { return 0 }
        let fields = String(decoding: bytes, as: UTF8.self).split(separator: " ")
        guard fields.count > 1, let pages = Int64(fields[1]) else { return 0 }
        return pages * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }
}
