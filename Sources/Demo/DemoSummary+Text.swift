extension DemoSummary: CustomStringConvertible {
    /// The summary for people.
    public var description: String {
        let cpu = cpuSeconds.sorted { $0.key < $1.key }.map { "\($0.key) \(rounded($0.value)) s" }
        let outcome = failures.isEmpty ? ["everything worked"] : failures.map { "FAILED: \($0)" }
        return
            (["", "After \(rounded(seconds)) s:"] + cameras.flatMap(\.lines) + [
                "  stored: \(recordsStored) records, \(eventsStored) events; lost: \(losses); sequence holes: \(sequenceHoles)",
                "  processor time: \(cpu.joined(separator: ", "))",
            ] + outcome.map { "  \($0)" }).joined(separator: "\n")
    }
}

extension DemoSummary.Camera {
    fileprivate var lines: [String] {
        let counted =
            if let countLowest, let countHighest, let countMean {
                "\(rounded(countLowest))–\(rounded(countHighest)) persons, mean \(rounded(countMean))"
            } else {
                "nothing counted"
            }
        let heading = "  \(id): \(framesAnalysed) frames analysed, \(counted), \(rounded(cpuShare * 100)) % of a core"
        return [heading] + events.map(\.line)
    }
}

extension DemoSummary.StoredLife {
    fileprivate var line: String {
        let end = endedAt.map { "\($0.clock) (\(endReason ?? "")" + ")" } ?? "…"
        return "    \(startedAt.clock) – \(end)  \(useCase) in \(zone), mode \(mode)"
    }
}

extension String {
    /// `08:15:30` of an RFC 3339 time.
    fileprivate var clock: Substring { dropFirst(11).prefix(8) }
}

private func rounded(_ value: Double) -> Double {
    (value * 10).rounded() / 10
}
